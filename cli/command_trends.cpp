#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "cli/chart.h"
#include "cli/command.h"
#include "pipeline/trend.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kTableRows = 36;

struct Options {
  std::string topic;
  std::string by = "month";
  std::string kind, language, source, from, until;
};

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

Json number(double value) { return std::isfinite(value) ? Json(rounded(value)) : Json(); }

Result<trends::SeriesOptions> series_options(const App& app, const Options& options,
                                             const pipeline::Config& config) {
  trends::SeriesOptions out;
  out.granularity = *parse_granularity(options.by);
  const auto as_of = app.common.as_of_day(config);
  if (!as_of) return fail(as_of.error());
  out.as_of = *as_of;
  if (!options.kind.empty()) out.kind = parse_kind(options.kind);
  out.language = options.language;
  out.source = options.source;
  if (!options.from.empty()) {
    const auto day = parse_day_option("--from", options.from);
    if (!day) return fail(day.error());
    out.from = *day;
  }
  if (!options.until.empty()) {
    const auto day = parse_last_day_option("--until", options.until);
    if (!day) return fail(day.error());
    out.until = *day;
  }
  if (out.from && out.until && *out.from > *out.until) {
    return fail(ErrorCode::kUsage,
                fmt::format("--from {} is after --until {}", options.from, options.until));
  }
  return out;
}

const char* granularity_zh(Granularity granularity) {
  switch (granularity) {
    case Granularity::kWeek:
      return "周";
    case Granularity::kMonth:
      return "月";
    case Granularity::kQuarter:
      return "季度";
    case Granularity::kYear:
      return "年";
  }
  return "";
}

Json point_json(const trends::Point& point) {
  return {{"period", format_period(point.period)},
          {"count", point.count},
          {"exposure", point.exposure},
          {"rate", point.rate ? number(point.rate->value) : Json()},
          {"lower", point.rate ? number(point.rate->lower) : Json()},
          {"upper", point.rate ? number(point.rate->upper) : Json()},
          {"complete", point.complete}};
}

Json window_json(const trends::Window& window) {
  if (window.periods == 0) return {};
  return {{"first", format_period(window.first)},
          {"last", format_period(window.last)},
          {"count", window.tally.count},
          {"exposure", window.tally.exposure},
          {"rate", window.rate ? number(window.rate->value) : Json()}};
}

Json growth_json(const trends::Growth& growth) {
  Json out;
  out["verdict"] = trends::to_string(growth.verdict);
  out["why_not"] =
      growth.gap == trends::GrowthGap::kNone ? Json() : Json(trends::to_string(growth.gap));
  out["recent"] = window_json(growth.recent);
  out["previous"] = window_json(growth.previous);
  const auto& ratio = growth.comparison;
  out["rate_ratio"] = ratio ? number(ratio->ratio.value) : Json();
  out["lower"] = ratio ? number(ratio->ratio.lower) : Json();
  out["upper"] = ratio ? number(ratio->ratio.upper) : Json();
  out["p_value"] = ratio ? number(ratio->p_two_sided) : Json();
  out["since"] = growth.since ? Json(format_period(*growth.since)) : Json();
  out["doubling_years"] = growth.doubling ? number(growth.doubling->years) : Json();
  return out;
}

std::string span_text(const trends::Window& window, const Style& style) {
  const std::string first = format_period(window.first);
  const std::string last = format_period(window.last);
  return first == last ? first : fmt::format("{}{}{}", first, style.pick("–", "～"), last);
}

std::string growth_sentence(const trends::Growth& growth, const Style& style) {
  switch (growth.gap) {
    case trends::GrowthGap::kTooShort:
      return style.pick("No comparison: fewer than two complete periods.",
                        "无法比较：完整时段不足两个。");
    case trends::GrowthGap::kNoExposure:
      return style.pick("No comparison: one of the two windows holds no documents at all.",
                        "无法比较：其中一个时段没有任何文献。");
    case trends::GrowthGap::kNoDocuments:
      return style.pick("No comparison: no document of the topic in either window.",
                        "无法比较：两个时段都没有该主题的文献。");
    case trends::GrowthGap::kNotComparable:
      return style.pick(
          "No comparison: no source that holds the topic delivered in both windows, so that what "
          "was "
          "collected has changed, and nothing can be said of the topic.",
          "无法比较：没有任何含该主题的来源在两个时段都有文献，变化的是收集范围，对主题本身无从判断"
          "。");
    case trends::GrowthGap::kNone:
      break;
  }
  const trends::Estimate ratio = growth.comparison->ratio;
  std::string text =
      fmt::format(fmt::runtime(style.pick("{}: {} of {} documents; {}: {} of {}. ",
                                          "{}：{}篇（共{}篇）；{}：{}篇（共{}篇）。")),
                  span_text(growth.recent, style), with_separators(growth.recent.tally.count),
                  with_separators(growth.recent.tally.exposure), span_text(growth.previous, style),
                  with_separators(growth.previous.tally.count),
                  with_separators(growth.previous.tally.exposure));
  const std::string plain = growth.plain ? fmt::format("{:.2f}", growth.plain->ratio.value) : "";
  if (plain.empty() || plain == fmt::format("{:.2f}", ratio.value)) {
    text += style.pick("The rate is ", "发文率为此前的");
  } else {
    text += fmt::format(
        fmt::runtime(style.pick("That is {} times the earlier rate; compared source by source, so "
                                "that a change of sources does not count, it is ",
                                "按总数计为此前的{}倍；逐来源比较（来源增减不计在内）为此前的")),
        plain);
  }
  text += fmt::format(
      fmt::runtime(style.pick("{:.2f} times the earlier one (95 % interval {:.2f}–{:.2f}): ",
                              "{:.2f}倍（95%区间{:.2f}～{:.2f}）：")),
      ratio.value, ratio.lower, ratio.upper);
  switch (growth.verdict) {
    case trends::Verdict::kRising:
      text += style.pick("rising", "上升");
      break;
    case trends::Verdict::kFalling:
      text += style.pick("falling", "下降");
      break;
    case trends::Verdict::kFlat:
      text += style.pick("no change shown", "未见变化");
      break;
    case trends::Verdict::kTooFew:
      text += style.pick("too few documents to judge", "文献过少，不作判断");
      break;
  }
  if (growth.since) {
    text += fmt::format(
        fmt::runtime(growth.since_or_earlier ? style.pick(", since {} or earlier", "，始于{}或更早")
                                             : style.pick(", since {}", "，始于{}")),
        format_period(*growth.since));
  }
  return text + style.pick(".", "。");
}

std::vector<std::string> notes_of(const pipeline::TrendReport& report,
                                  const taxonomy::Taxonomy& taxonomy, const std::string& query,
                                  const Style& style) {
  std::vector<std::string> notes;
  const trends::Series& series = report.series;
  if (report.node != taxonomy::kNoNode) {
    const taxonomy::Node& node = taxonomy.node(report.node);
    notes.push_back(
        fmt::format(fmt::runtime(style.pick("{} {} ({}): documents with this label.",
                                            "{} {}（{}）：带此标签的文献。")),
                    node.id, node.name.in(style.language),
                    style.language == taxonomy::Language::kChinese ? node.name.en : node.name.zh));
  } else {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Documents that match the search “{}”.", "符合检索“{}”的文献。")),
        query));
    for (const pipeline::SearchedConcept& subject : report.concepts) {
      notes.push_back(fmt::format(fmt::runtime(style.pick("Includes the concept {} {} in both "
                                                          "languages.",
                                                          "含概念{} {}的中英文名称。")),
                                  taxonomy.node(subject.node).id,
                                  taxonomy.node(subject.node).name.in(style.language)));
    }
  }
  notes.push_back(growth_sentence(report.growth, style));
  if (series.data_from && series.data_until) {
    notes.push_back(fmt::format(
        fmt::runtime(
            style.pick("Rates are per 1,000 documents, with exact 95 % intervals; data from "
                       "{} to {}; as of {}; ○ marks a period that is not complete.",
                       "比率为每千篇文献中的篇数，区间为精确95%区间；数据自{}至{}；"
                       "截至{}；○表示未完时段。")),
        format_day(*series.data_from), format_day(*series.data_until), format_day(series.as_of)));
  }
  const trends::LeftOut& left = series.left_out;
  if (left.undated + left.too_coarse + left.after_as_of > 0) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Not counted: {} without a date, {} with a date too coarse for the "
                                "period, {} dated after the as-of day.",
                                "未计入：无日期{}篇，日期过粗{}篇，日期晚于截止日{}篇。")),
        left.undated, left.too_coarse, left.after_as_of));
  }
  return notes;
}

std::string nothing_note(const taxonomy::Taxonomy& taxonomy, const Options& options,
                         const pipeline::TrendReport& report, const Style& style) {
  const bool filtered =
      !(options.kind + options.language + options.source + options.from + options.until).empty();
  if (filtered || report.node != taxonomy::kNoNode) {
    return style.pick("No document of this topic within these limits.",
                      "在所限范围内没有该主题的文献。");
  }
  return fmt::format(fmt::runtime(style.pick("No document matches. Topics with a similar name: {}.",
                                             "没有文献符合。名称相近的主题：{}。")),
                     fmt::join(taxonomy.suggest(options.topic, 3), ", "));
}

void print_series(const trends::Series& series, const Style& style) {
  const std::size_t skip =
      series.points.size() > kTableRows ? series.points.size() - kTableRows : 0;
  const std::vector<trends::Point> points(series.points.begin() + static_cast<std::ptrdiff_t>(skip),
                                          series.points.end());
  if (skip > 0) {
    fmt::print("{}\n", style.dim(fmt::format(
                           fmt::runtime(style.pick("… {} earlier periods (--format csv has all)",
                                                   "……更早的{}个时段（--format csv 可列出全部）")),
                           skip)));
  }
  const std::size_t width =
      std::clamp<std::size_t>(style.width > 58 ? style.width - 58 : 20, 20, 60);
  const std::vector<std::string> chart = interval_chart(points, width);
  std::vector<Json> rows;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const trends::Point& point = points[i];
    Json row = {{"period", format_period(point.period)},
                {"count", with_separators(point.count)},
                {"exposure", with_separators(point.exposure)},
                {"chart", chart[i]}};
    row["rate"] = point.rate ? fmt::format("{:.1f}", point.rate->value) : "";
    row["interval"] = point.rate ? fmt::format("[{:.1f}{}{:.1f}]", point.rate->lower,
                                               style.pick("–", "～"), point.rate->upper)
                                 : "";
    rows.push_back(std::move(row));
  }
  const Column columns[] = {{"period", "period", "时段"},     {"count", "n", "篇数", true},
                            {"exposure", "of", "总数", true}, {"rate", "per 1,000", "每千篇", true},
                            {"interval", "95 %", "95%区间"},  {"chart", "", ""}};
  print_table(style, columns, rows);
}

Result<int> run_topic(const App& app, const Options& options, const pipeline::Workspace& workspace,
                      const trends::SeriesOptions& series) {
  const pipeline::Analyser analyser(workspace);
  const auto searcher = pipeline::Searcher::open(workspace, analyser, {app.clock});
  if (!searcher) return fail(searcher.error());
  // What is written like an id is meant as one.
  if (options.topic.find('.') != std::string::npos &&
      options.topic.find_first_of(" \"") == std::string::npos) {
    const auto node = pipeline::resolve_topic(*workspace.taxonomy, options.topic);
    if (!node) return fail(node.error());
  }
  const auto report = pipeline::measure_topic(workspace, *searcher, options.topic, series);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  std::uint64_t found = 0;
  for (const trends::Point& point : report->series.points) found += point.count;
  const trends::LeftOut& left = report->series.left_out;
  std::vector<std::string> notes = notes_of(*report, *workspace.taxonomy, options.topic, style);
  if (found + left.undated + left.too_coarse + left.after_as_of == 0) {
    notes.insert(notes.begin(), nothing_note(*workspace.taxonomy, options, *report, style));
  }
  if (searcher->labels_are_old()) notes.emplace_back(old_labels_note(style));
  std::vector<Json> rows;
  for (const trends::Point& point : report->series.points) rows.push_back(point_json(point));
  switch (app.common.output_format()) {
    case Format::kTable:
      if (!rows.empty()) print_series(report->series, style);
      print_notes(stdout, style, notes);
      break;
    case Format::kJson: {
      const Json out = {{"rows", rows}, {"notes", notes}, {"growth", growth_json(report->growth)}};
      fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
      break;
    }
    default:
      print_rows(app.common.output_format(), style, {}, rows, notes, app.common.bom);
  }
  return kDone;
}

Json overview_json(const pipeline::TopicGrowth& topic, const taxonomy::Taxonomy& taxonomy,
                   const Style& style) {
  const taxonomy::Node& node = taxonomy.node(topic.node);
  const trends::Growth& growth = topic.growth;
  Json row = {{"topic", node.id},
              {"name", node.name.in(style.language)},
              {"documents", topic.documents},
              {"recent", growth.recent.tally.count},
              {"recent_exposure", growth.recent.tally.exposure},
              {"previous", growth.previous.tally.count},
              {"previous_exposure", growth.previous.tally.exposure}};
  const auto& ratio = growth.comparison;
  row["rate_ratio"] = ratio ? number(ratio->ratio.value) : Json();
  row["lower"] = ratio ? number(ratio->ratio.lower) : Json();
  row["upper"] = ratio ? number(ratio->ratio.upper) : Json();
  row["q_value"] = topic.q_value ? number(*topic.q_value) : Json();
  row["verdict"] = trends::to_string(topic.verdict);
  const bool moved =
      topic.verdict == trends::Verdict::kRising || topic.verdict == trends::Verdict::kFalling;
  row["since"] = moved && growth.since ? Json(format_period(*growth.since)) : Json();
  return row;
}

Result<int> run_overview(const App& app, const pipeline::Workspace& workspace,
                         const trends::SeriesOptions& series) {
  const auto store = pipeline::open_store(workspace);
  if (!store) return fail(store.error());
  const auto overview = pipeline::measure_all(workspace, *store, series);
  if (!overview) return fail(overview.error());
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const pipeline::TopicGrowth& topic : overview->topics) {
    rows.push_back(overview_json(topic, *workspace.taxonomy, style));
  }
  const std::vector<std::string> notes = {fmt::format(
      fmt::runtime(
          style.pick("The last complete periods (by {}) against those before them. {} subfields "
                     "with 10 documents or more were tested; “rising” and “falling” stand "
                     "after correction for their number (q ≤ 0.05).",
                     "最近的完整时段（按{}）与此前同长时段相比。文献不少于10篇的子领域共"
                     "{}个参与检验；“上升”“下降”为多重检验校正后（q≤0.05）的结论。")),
      style.pick(to_string(series.granularity).data(), granularity_zh(series.granularity)),
      overview->tested)};
  const Column columns[] = {{"topic", "topic", "主题"},
                            {"name", "name", "名称", false, 34},
                            {"documents", "all", "总计", true},
                            {"recent", "recent", "近期", true},
                            {"previous", "before", "此前", true},
                            {"rate_ratio", "ratio", "比值", true},
                            {"lower", "lower", "下限", true},
                            {"upper", "upper", "上限", true},
                            {"q_value", "q", "q值", true},
                            {"verdict", "verdict", "结论"},
                            {"since", "since", "始于"}};
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
  return kDone;
}

}  // namespace

void add_trends(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.cli.add_subcommand("trends", "what grows, how fast, how sure, since when");
  command->add_option(
      "TOPIC", options->topic,
      "id or name of a topic, or a search query; none: every subfield side by side");
  command->add_option("--by", options->by, "week, month, quarter or year (default month)")
      ->type_name("PERIOD")
      ->check(CLI::IsMember({"week", "month", "quarter", "year"}));
  command->add_option("--kind", options->kind, "only papers, patents, ...")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->add_option("--language", options->language, "only documents in this language")
      ->type_name("LANG");
  command->add_option("--source", options->source, "only this source")->type_name("ID");
  command->add_option("--from", options->from, "first day of the series")->type_name("DATE");
  command->add_option("--until", options->until, "last day of the series")->type_name("DATE");
  add_as_of_option(app, *command);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon trends HEA.bci --by quarter\n  horizon trends 具身智能 --kind "
      "patent\n"
      "  horizon trends '\"neutral atom\"' --by year --format json\n  horizon trends --by year");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      const auto workspace = pipeline::Workspace::open(app.common.workspace);
      if (!workspace) return fail(workspace.error());
      const auto series = series_options(app, *options, workspace->config);
      if (!series) return fail(series.error());
      return options->topic.empty() ? run_overview(app, *workspace, *series)
                                    : run_topic(app, *options, *workspace, *series);
    };
  });
}

}  // namespace horizon::cli
