#include <fmt/format.h>

#include <memory>

#include "answers/trends.h"
#include "charts/line_chart.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "cli/series_arguments.h"
#include "cli/trend_view.h"
#include "pipeline/trend.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMostCompared = 11;
constexpr std::size_t kMostAhead = 52;

struct Options {
  std::string topic;
  std::vector<std::string> compare;
  std::string split;
  SeriesArguments series;
  std::size_t forecast = 0;
  DrawingArguments drawing;
};

Result<pipeline::TrendQuestion> question_of(const App& app, const Options& options,
                                            const pipeline::Config& config) {
  const auto series = series_options(app, options.series, config);
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
                  fmt::format("--split: no series for each '{}'; there are kind, language, source, "
                              "country, organisation and route",
                              options.split));
    }
    question.split = *split;
  }
  const char* alone = !options.compare.empty() ? "--compare"
                      : !options.split.empty() ? "--split"
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
  const SeriesArguments& limits = options.series;
  const bool filtered =
      !(limits.kind + limits.language + limits.source + limits.from + limits.until).empty();
  if (filtered || report.whole.node != taxonomy::kNoNode) {
    return style.pick("No document of this topic within these limits.",
                      "在所限范围内没有该主题的文献。");
  }
  return fmt::format(fmt::runtime(style.pick("No document matches. Topics with a similar name: {}.",
                                             "没有文献符合。名称相近的主题：{}。")),
                     fmt::join(taxonomy.suggest(options.topic, 3), ", "));
}

void print_table_view(const pipeline::TrendReport& report, const Options& options,
                      const taxonomy::Taxonomy& taxonomy, const Style& style) {
  if (options.drawing.plot) print_plots(report, taxonomy, style);
  if (!report.parts.empty()) {
    print_parts(report, taxonomy, style);
  } else if (!options.drawing.plot && !report.whole.series.points.empty()) {
    print_series(report.whole, style);
  }
}

void add_notes(const pipeline::TrendReport& report, const Options& options,
               const taxonomy::Taxonomy& taxonomy, const Style& style,
               std::vector<std::string>& notes) {
  const trends::LeftOut& left = report.whole.series.left_out;
  if (report.whole.documents + left.undated + left.too_coarse + left.after_as_of == 0) {
    notes.insert(notes.begin(), nothing_note(taxonomy, options, report, style));
  }
  const std::size_t lines = report.parts.size() + (options.compare.empty() ? 0 : 1);
  if (!options.drawing.svg.empty() && lines > charts::kMaxLines) {
    notes.push_back(
        fmt::format(fmt::runtime(style.pick("The drawing shows the first {} of {} lines.",
                                            "图中只画前{}条线，共{}条。")),
                    charts::kMaxLines, lines));
  }
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
  answers::Answer answer = trend_answer(*report, question, taxonomy, style);
  add_notes(*report, options, taxonomy, style, answer.notes);
  if (searcher->labels_are_old()) answer.notes.emplace_back(old_labels_note(style));
  if (!options.drawing.svg.empty()) {
    HORIZON_TRY(write_svg(*report, options.topic, taxonomy, style, options.drawing.svg));
  }
  if (app.common.output_format() == Format::kTable) {
    print_table_view(*report, options, taxonomy, style);
    print_notes(stdout, style, answer.notes);
  } else {
    print_answer(app.common.output_format(), style, {}, answer, app.common.bom);
  }
  return kDone;
}

Result<int> run_overview(const App& app, const pipeline::Workspace& workspace,
                         const trends::SeriesOptions& series, const DrawingArguments& drawing) {
  const auto store = pipeline::open_store(workspace);
  if (!store) return fail(store.error());
  const auto overview = pipeline::measure_all(workspace, *store, series);
  if (!overview) return fail(overview.error());
  const Style style = app.common.style();
  answers::Answer answer =
      overview_answer(*overview, series.granularity, *workspace.taxonomy, style);
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
  HORIZON_TRY(print_drawn(app, drawing, drawn_growth(answer, style), answer, [&] {
    print_answer(app.common.output_format(), style, columns, answer, app.common.bom);
  }));
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
  command
      ->add_option("--split", options->split,
                   "a line for each kind, language, source, country, organisation or route")
      ->type_name("WHAT");
  command->add_option("--forecast", options->forecast, "so many periods ahead, with intervals")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMostAhead));
  add_drawing_options(*command, options->drawing);
  add_series_arguments(app, *command, options->series);
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
      return options->topic.empty()
                 ? run_overview(app, *workspace, question->series, options->drawing)
                 : run_topic(app, *options, *workspace, *question);
    };
  });
}

}  // namespace horizon::cli
