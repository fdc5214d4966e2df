#include "cli/series_arguments.h"

#include <fmt/format.h>

#include <cmath>

namespace horizon::cli {

void add_series_arguments(App& app, CLI::App& command, SeriesArguments& arguments) {
  command
      .add_option("--by", arguments.by,
                  "week, month, quarter or year (default " + arguments.by + ")")
      ->type_name("PERIOD")
      ->check(CLI::IsMember({"week", "month", "quarter", "year"}));
  command.add_option("--kind", arguments.kind, "only papers, patents, ...")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command.add_option("--language", arguments.language, "only documents in this language")
      ->type_name("LANG");
  command.add_option("--source", arguments.source, "only this source")->type_name("ID");
  command.add_option("--from", arguments.from, "first day that counts")->type_name("DATE");
  command.add_option("--until", arguments.until, "last day that counts")->type_name("DATE");
  add_as_of_option(app, command);
}

Result<trends::SeriesOptions> series_options(const App& app, const SeriesArguments& arguments,
                                             const pipeline::Config& config) {
  trends::SeriesOptions out;
  out.granularity = *parse_granularity(arguments.by);
  const auto as_of = app.common.as_of_day(config);
  if (!as_of) return fail(as_of.error());
  out.as_of = *as_of;
  if (!arguments.kind.empty()) out.kind = parse_kind(arguments.kind);
  out.language = arguments.language;
  out.source = arguments.source;
  if (!arguments.from.empty()) {
    const auto day = parse_day_option("--from", arguments.from);
    if (!day) return fail(day.error());
    out.from = *day;
  }
  if (!arguments.until.empty()) {
    const auto day = parse_last_day_option("--until", arguments.until);
    if (!day) return fail(day.error());
    out.until = *day;
  }
  if (out.from && out.until && *out.from > *out.until) {
    return fail(ErrorCode::kUsage,
                fmt::format("--from {} is after --until {}", arguments.from, arguments.until));
  }
  return out;
}

std::string span_of(const Period& first, const Period& last, const Style& style) {
  if (first.begin == Day{} && last.begin == Day{}) return "";
  const std::string begin = format_period(first), end = format_period(last);
  return begin == end ? begin : fmt::format("{}{}{}", begin, style.pick("–", "～"), end);
}

Json number(double value) {
  return std::isfinite(value) ? Json(std::round(value * 1e6) / 1e6) : Json();
}

Json estimate_json(const trends::Estimate& estimate) {
  return {{"value", number(estimate.value)},
          {"lower", number(estimate.lower)},
          {"upper", number(estimate.upper)}};
}

const char* kind_text(Kind kind, const Style& style) {
  switch (kind) {
    case Kind::kPaper:
      return style.pick("papers", "论文");
    case Kind::kPatent:
      return style.pick("patents", "专利");
    case Kind::kNews:
      return style.pick("news", "新闻");
    case Kind::kOther:
      return style.pick("other", "其他");
  }
  return "";
}

void note_left_out(const trends::LeftOut& left, const Style& style,
                   std::vector<std::string>& notes) {
  if (left.undated + left.too_coarse + left.after_as_of == 0) return;
  notes.push_back(fmt::format(
      fmt::runtime(style.pick("Not counted: {} without a date, {} with a date too coarse for the "
                              "period, {} dated after the as-of day.",
                              "未计入：无日期{}篇，日期过粗{}篇，日期晚于截止日{}篇。")),
      left.undated, left.too_coarse, left.after_as_of));
}

}  // namespace horizon::cli
