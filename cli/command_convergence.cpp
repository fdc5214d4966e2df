// convergence: which subfields grow together.
#include <fmt/format.h>

#include <memory>

#include "answers/convergence.h"
#include "cli/command.h"
#include "cli/series_arguments.h"
#include "pipeline/convergence.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct Options {
  std::size_t limit = 20;
  std::size_t window = 0;
  bool across = false;
  SeriesArguments series;
};

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

Result<int> run_convergence(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_convergence(*workspace, *store, *series, options.window);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer =
      convergence_answer(*report, options.across, options.limit, *workspace->taxonomy, style);
  if (app.common.output_format() == Format::kTable) {
    for (Json& row : answer.rows) {
      row["domains"] =
          row["across_domains"].get<bool>() ? style.pick("two", "跨") : style.pick("one", "同");
      for (const char* const key : {"lift", "change", "lower", "upper"})
        row[key] = row[key].is_null() ? "–" : fmt::format("{:.1f}", row[key].get<double>());
      Json& q = row["q_value"];
      q = q.is_null() ? "–" : fmt::format("{:.3f}", q.get<double>());
    }
  }
  print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
  return kDone;
}

}  // namespace

void add_convergence(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("convergence",
                                             "which subfields grow together, within and across "
                                             "domains");
  command->add_flag("--across-domains", options->across, "only pairs of different domains");
  add_limit_option(*command, options->limit);
  add_window_option(*command, options->window);
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon convergence --across-domains\n  horizon convergence --by year "
      "--window "
      "3 --kind patent --format csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_convergence(app, *options); }; });
}

}  // namespace horizon::cli
