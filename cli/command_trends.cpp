#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "charts/line_chart.h"
#include "cli/command.h"
#include "cli/trend_json.h"
#include "cli/trend_notes.h"
#include "cli/trend_view.h"
#include "pipeline/trend.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMostCompared = 11;
constexpr std::size_t kMostAhead = 52;

struct Options {
  std::string topic;
  std::vector<std::string> compare;
  std::string by = "month";
  std::string split;
  std::string kind, language, source, from, until;
  std::size_t forecast = 0;
  bool plot = false;
  std::string svg;
};

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

Result<pipeline::TrendQuestion> question_of(const App& app, const Options& options,
                                            const pipeline::Config& config) {
  const auto series = series_options(app, options, config);
  if (!series) return fail(series.error());
  pipeline::TrendQuestion question;
  question.topic = options.topic;
  question.compare = options.compare;
  question.series = *series;
  question.forecast = options.forecast;
  if (!options.split.empty()) {
    const auto split = pipeline::parse_split(options.split);
    if (!split) {
      return fail(ErrorCode::kUsage,
                  fmt::format("--split: '{}' is not counted by day; kind, language, source and "
                              "route are ('horizon who' finds organisations and countries)",
                              options.split));
    }
    question.split = *split;
  }
  const char* alone = !options.compare.empty() ? "--compare"
                      : !options.split.empty() ? "--split"
                      : options.plot           ? "--plot"
                      : !options.svg.empty()   ? "--svg"
                      : options.forecast > 0   ? "--forecast"
                                               : nullptr;
  if (options.topic.empty() && alone != nullptr) {
    return fail(ErrorCode::kUsage, fmt::format("{} wants a topic or query before it", alone));
  }
  if (!options.compare.empty() && !options.split.empty()) {
    return fail(ErrorCode::kUsage, "--compare and --split exclude one another");
  }
  if (options.compare.size() > kMostCompared) {
    return fail(ErrorCode::kUsage, fmt::format("--compare: at most {} topics", kMostCompared));
  }
  return question;
}

// What is written like an id is meant as one.
Status check_id(const taxonomy::Taxonomy& taxonomy, const std::string& topic) {
  const bool is_like_id =
      topic.find('.') != std::string::npos && topic.find_first_of(" \"") == std::string::npos;
  if (!is_like_id) return {};
  const auto node = pipeline::resolve_topic(taxonomy, topic);
  if (!node) return fail(node.error());
  return {};
}

std::string nothing_note(const taxonomy::Taxonomy& taxonomy, const Options& options,
                         const pipeline::TrendReport& report, const Style& style) {
  const bool filtered =
      !(options.kind + options.language + options.source + options.from + options.until).empty();
  if (filtered || report.whole.node != taxonomy::kNoNode) {
    return style.pick("No document of this topic within these limits.",
                      "在所限范围内没有该主题的文献。");
  }
  return fmt::format(fmt::runtime(style.pick("No document matches. Topics with a similar name: {}.",
                                             "没有文献符合。名称相近的主题：{}。")),
                     fmt::join(taxonomy.suggest(options.topic, 3), ", "));
}

// The rows of all lines; `series` tells them apart where there are several.
std::vector<Json> rows_of(const pipeline::TrendReport& report) {
  const bool named = !report.parts.empty();
  std::vector<Json> rows = point_rows(report.whole, named);
  for (const pipeline::TrendLine& part : report.parts) {
    for (Json& row : point_rows(part, named)) rows.push_back(std::move(row));
  }
  return rows;
}

void print_json(const pipeline::TrendReport& report, const std::vector<std::string>& notes) {
  Json out = {{"rows", rows_of(report)}, {"notes", notes}};
  out.update(line_json(report.whole));
  if (!report.parts.empty()) {
    Json parts = Json::array();
    for (const pipeline::TrendLine& part : report.parts) {
      Json line = {{"series", part.key}, {"documents", part.documents}};
      line.update(line_json(part));
      parts.push_back(std::move(line));
    }
    out["series"] = std::move(parts);
  }
  if (!report.leads.empty()) out["lead_lag"] = leads_json(report.leads);
  fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
}

void print_table_view(const pipeline::TrendReport& report, const Options& options,
                      const taxonomy::Taxonomy& taxonomy, const Style& style) {
  if (options.plot) print_plots(report, taxonomy, style);
  if (!report.parts.empty()) {
    print_parts(report, taxonomy, style);
  } else if (!options.plot && !report.whole.series.points.empty()) {
    print_series(report.whole, style);
  }
}

std::vector<std::string> all_notes(const pipeline::TrendReport& report, const Options& options,
                                   const pipeline::TrendQuestion& question,
                                   const taxonomy::Taxonomy& taxonomy, const Style& style) {
  std::vector<std::string> notes = trend_notes(report, question, taxonomy, style);
  const trends::LeftOut& left = report.whole.series.left_out;
  if (report.whole.documents + left.undated + left.too_coarse + left.after_as_of == 0) {
    notes.insert(notes.begin(), nothing_note(taxonomy, options, report, style));
  }
  const std::size_t lines = report.parts.size() + (options.compare.empty() ? 0 : 1);
  if (!options.svg.empty() && lines > charts::kMaxLines) {
    notes.push_back(
        fmt::format(fmt::runtime(style.pick("The drawing shows the first {} of {} lines.",
                                            "图中只画前{}条线，共{}条。")),
                    charts::kMaxLines, lines));
  }
  return notes;
}

Result<int> run_topic(const App& app, const Options& options, const pipeline::Workspace& workspace,
                      const pipeline::TrendQuestion& question) {
  const pipeline::Analyser analyser(workspace);
  const auto searcher = pipeline::Searcher::open(workspace, analyser, {app.clock});
  if (!searcher) return fail(searcher.error());
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  HORIZON_TRY(check_id(taxonomy, options.topic));
  for (const std::string& topic : options.compare) HORIZON_TRY(check_id(taxonomy, topic));
  const auto report = pipeline::measure_topic(workspace, *searcher, question);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  std::vector<std::string> notes = all_notes(*report, options, question, taxonomy, style);
  if (searcher->labels_are_old()) notes.emplace_back(old_labels_note(style));
  if (!options.svg.empty()) {
    HORIZON_TRY(write_svg(*report, options.topic, taxonomy, style, options.svg));
  }
  switch (app.common.output_format()) {
    case Format::kTable:
      print_table_view(*report, options, taxonomy, style);
      print_notes(stdout, style, notes);
      break;
    case Format::kJson:
      print_json(*report, notes);
      break;
    default:
      print_rows(app.common.output_format(), style, {}, rows_of(*report), notes, app.common.bom);
  }
  return kDone;
}

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

Json number(double value) { return std::isfinite(value) ? Json(rounded(value)) : Json(); }

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
  command->add_option("--compare", options->compare, "further topics or queries beside it")
      ->type_name("TOPIC")
      ->expected(1, -1);
  command->add_option("--by", options->by, "week, month, quarter or year (default month)")
      ->type_name("PERIOD")
      ->check(CLI::IsMember({"week", "month", "quarter", "year"}));
  command->add_option("--split", options->split, "a line for each kind, language, source or route")
      ->type_name("WHAT");
  command->add_option("--kind", options->kind, "only papers, patents, ...")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->add_option("--language", options->language, "only documents in this language")
      ->type_name("LANG");
  command->add_option("--source", options->source, "only this source")->type_name("ID");
  command->add_option("--from", options->from, "first day of the series")->type_name("DATE");
  command->add_option("--until", options->until, "last day of the series")->type_name("DATE");
  command->add_option("--forecast", options->forecast, "so many periods ahead, with intervals")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMostAhead));
  command->add_flag("--plot", options->plot, "draw the rates in the terminal");
  command->add_option("--svg", options->svg, "write the drawing to this file")->type_name("FILE");
  add_as_of_option(app, *command);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon trends HEA.bci --by quarter --plot\n  horizon trends 具身智能 "
      "--split kind --by year\n  horizon trends INF.qcomp --split route --by year\n  horizon "
      "trends "
      "HEA.bci --compare MFG.embodied INF.6g --by quarter --svg compare.svg\n  horizon trends "
      "'\"neutral atom\"' --by year --format json\n  horizon trends --by year");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      const auto workspace = pipeline::Workspace::open(app.common.workspace);
      if (!workspace) return fail(workspace.error());
      const auto question = question_of(app, *options, workspace->config);
      if (!question) return fail(question.error());
      return options->topic.empty() ? run_overview(app, *workspace, question->series)
                                    : run_topic(app, *options, *workspace, *question);
    };
  });
}

}  // namespace horizon::cli
