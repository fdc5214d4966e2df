// convergence: which subfields grow together.
#include <fmt/format.h>

#include <memory>

#include "answers/convergence.h"
#include "answers/diversity.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "cli/series_arguments.h"
#include "pipeline/convergence.h"
#include "pipeline/diversity.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct Options {
  std::size_t limit = 20;
  std::size_t window = 0;
  bool across = false;
  bool diversity = false;
  SeriesArguments series;
  DrawingArguments drawing;
};

constexpr std::size_t kHalfLabel = 19;  // columns of each name in a drawing

constexpr Column kColumns[] = {{"first_name", "subfield", "子领域", false, 28},
                               {"second_name", "with", "与", false, 28},
                               {"domains", "domains", "领域"},
                               {"both", "n", "篇数", true},
                               {"previous_both", "before", "此前", true},
                               {"lift", "lift", "提升度", true},
                               {"change", "change", "变化", true},
                               {"lower", "from", "下限", true},
                               {"upper", "to", "上限", true},
                               {"q_value", "q", "q值", true}};

constexpr Column kReachColumns[] = {{"topic", "topic", "主题"},
                                    {"name", "name", "名称", false, 30},
                                    {"documents", "n", "篇数", true},
                                    {"mixed", "mixed", "兼属", true},
                                    {"effective", "reach", "跨度", true},
                                    {"lower", "from", "下限", true},
                                    {"upper", "to", "上限", true},
                                    {"expected", "by chance", "随机", true},
                                    {"previous_effective", "before", "此前", true},
                                    {"change", "change", "变化"},
                                    {"with", "with", "主要伙伴", false, 34}};

void make_readable(const Style& style, Json& row) {
  for (const char* const key : {"effective", "lower", "upper", "expected", "previous_effective"})
    row[key] = row[key].is_null() ? "–" : fmt::format("{:.2f}", row[key].get<double>());
  row["change"] = row["change"].is_null()    ? ""
                  : row["change"] == "wider" ? style.pick("wider", "变宽")
                                             : style.pick("narrower", "变窄");
  row["with"] = fmt::format("{}", fmt::join(row["with"].get<std::vector<std::string>>(), ", "));
}

void make_pair_readable(const Style& style, Json& row) {
  row["domains"] =
      row["across_domains"].get<bool>() ? style.pick("two", "跨") : style.pick("one", "同");
  for (const char* const key : {"lift", "change", "lower", "upper"})
    row[key] = row[key].is_null() ? "–" : fmt::format("{:.1f}", row[key].get<double>());
  Json& q = row["q_value"];
  q = q.is_null() ? "–" : fmt::format("{:.3f}", q.get<double>());
}

Drawn drawn_reach(const answers::Answer& answer, const Style& style) {
  return drawn_rows(
      answer, "name", {"effective", "lower", "upper", "documents", "expected"},
      charts::IntervalAxis::kFromZero,
      {.title = style.pick("Reach into other subfields", "向其他子领域的延伸"),
       .unit = style.pick("1: the subfield alone; 95 % interval", "1为仅属本子领域；95%区间"),
       .before = style.pick("by chance", "随机期望")},
      style);
}

Drawn drawn_pairs(const answers::Answer& answer, const Style& style) {
  Drawn drawn{
      .rows = {},
      .axis = charts::IntervalAxis::kRatio,
      .words = {.title = style.pick("Documents of two subfields at once", "同属两个子领域的文献"),
                .unit = style.pick("lift now by lift before, 95 % interval",
                                   "本期提升度与前期之比，95%区间"),
                .before = {}}};
  for (const Json& row : answer.rows) {
    const std::string label = fit(row["first_name"].get<std::string>(), kHalfLabel) + " × " +
                              fit(row["second_name"].get<std::string>(), kHalfLabel);
    drawn.rows.push_back(drawn_row(row, {"change", "lower", "upper", "both"}, label, style));
  }
  return drawn;
}

Result<int> run_diversity(const App& app, const Options& options,
                          const pipeline::Workspace& workspace,
                          const trends::SeriesOptions& series) {
  const auto store = pipeline::open_store(workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_diversities(workspace, *store, series, options.window);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer = diversity_answer(*report, options.limit, *workspace.taxonomy, style);
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_reach(answer, style), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      for (Json& row : answer.rows) make_readable(style, row);
    }
    print_answer(app.common.output_format(), style, kReachColumns, answer, app.common.bom);
  }));
  return kDone;
}

Result<int> run_convergence(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  if (options.diversity) return run_diversity(app, options, *workspace, *series);
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_convergence(*workspace, *store, *series, options.window);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer =
      convergence_answer(*report, options.across, options.limit, *workspace->taxonomy, style);
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_pairs(answer, style), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      for (Json& row : answer.rows) make_pair_readable(style, row);
    }
    print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_convergence(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("convergence",
                                             "which subfields grow together, within and across "
                                             "domains");
  command->add_flag("--across-domains", options->across, "only pairs of different domains");
  command
      ->add_flag("--diversity", options->diversity,
                 "each subfield by itself: how widely its documents reach into others")
      ->excludes("--across-domains");
  add_limit_option(*command, options->limit);
  add_window_option(*command, options->window);
  add_drawing_options(*command, options->drawing);
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon convergence --across-domains\n  horizon convergence --diversity "
      "--limit 60\n"
      "  horizon convergence --by year --window 3 --kind patent --format csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_convergence(app, *options); }; });
}

}  // namespace horizon::cli
