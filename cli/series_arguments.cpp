#include "cli/series_arguments.h"

#include <fmt/format.h>

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

void add_window_option(CLI::App& command, std::size_t& window) {
  command.add_option("--window", window, "periods that are compared with those before")
      ->type_name("N")
      ->check(CLI::Range(1, 520));
}

void add_limit_option(CLI::App& command, std::size_t& limit) {
  command.add_option("--limit", limit, fmt::format("how many (default {})", limit))
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
}

}  // namespace horizon::cli
