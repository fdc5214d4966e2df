// routes: which of a subfield's technology routes leads.
#include <fmt/format.h>

#include <memory>

#include "answers/figures.h"
#include "answers/routes.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "cli/series_arguments.h"
#include "pipeline/routes.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct Options {
  std::string subfield;
  std::size_t window = 0;
  SeriesArguments series;
  DrawingArguments drawing;
};

constexpr Column kColumns[] = {{"name", "route", "路线", false, 40},
                               {"recent", "recent", "近期", true},
                               {"previous", "before", "此前", true},
                               {"share", "share %", "份额%", true},
                               {"lower", "from", "下限", true},
                               {"upper", "to", "上限", true},
                               {"previous_share", "before %", "此前%", true}};

void print_strata(const pipeline::RouteReport& report, const std::vector<std::string>& names,
                  const Style& style) {
  std::vector<Column> columns{{"stratum", "of which", "其中", false, 16},
                              {"documents", "n", "篇数", true},
                              {"unassigned", "none %", "未提及%", true}};
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < names.size(); ++i) keys.push_back(std::to_string(i));
  for (std::size_t i = 0; i < names.size(); ++i)
    columns.push_back({keys[i].c_str(), names[i].c_str(), names[i].c_str(), true, 16});
  std::vector<Json> rows;
  for (const pipeline::RouteStratum& stratum : report.strata) {
    const auto documents = static_cast<double>(stratum.recent.documents);
    const double named = documents - static_cast<double>(stratum.recent.unassigned);
    if (documents <= 0) continue;
    Json row = {{"stratum", stratum.kind ? std::string(kind_words(*stratum.kind, style))
                                         : std::string(stratum.country)},
                {"documents", stratum.recent.documents},
                {"unassigned", fmt::format("{:.0f}", 100 * (documents - named) / documents)}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[keys[i]] =
          named > 0 ? fmt::format("{:.0f}%", 100 * stratum.recent.weights[i] / named) : "–";
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return;
  fmt::print("\n");
  print_table(style, columns, rows);
}

Drawn drawn_routes(const std::string& subfield, const answers::Answer& answer, const Style& style) {
  return drawn_rows(answer, "name", {"share", "lower", "upper", "recent", "previous_share"},
                    charts::IntervalAxis::kFromZero,
                    {.title = subfield,
                     .unit = style.pick("share of what names a route, %, 95 % interval",
                                        "占提及路线文献的份额（%），95%区间"),
                     .before = style.pick("the period before", "前一时段")},
                    style);
}

void print_table_view(const pipeline::RouteReport& report, answers::Answer& answer,
                      const Style& style) {
  std::vector<std::string> names;
  for (Json& row : answer.rows) {
    names.push_back(row["name"]);
    for (const char* const key : {"share", "lower", "upper", "previous_share"})
      row[key] = row[key].is_null() ? "–" : fmt::format("{:.0f}", row[key].get<double>());
    for (const char* const key : {"recent", "previous"})
      row[key] = fmt::format("{:.1f}", row[key].get<double>());
  }
  print_table(style, kColumns, answer.rows);
  print_strata(report, names, style);
  print_notes(stdout, style, answer.notes);
}

Result<int> run_routes(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto series = series_options(app, options.series, workspace->config);
  if (!series) return fail(series.error());
  const auto node = pipeline::resolve_topic(*workspace->taxonomy, options.subfield);
  if (!node) return fail(node.error());
  const auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto report = pipeline::measure_routes(*workspace, *store, *node, *series, options.window);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer = routes_answer(*report, *workspace->taxonomy, style);
  const std::string name = workspace->taxonomy->node(*node).name.in(style.language);
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_routes(name, answer, style), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      print_table_view(*report, answer, style);
    } else {
      print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
    }
  }));
  return kDone;
}

}  // namespace

void add_routes(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.cli.add_subcommand("routes", "which of a subfield's technology routes leads");
  command->add_option("SUBFIELD", options->subfield, "id or name of a subfield")->required();
  add_window_option(*command, options->window);
  add_drawing_options(*command, options->drawing);
  options->series.by = "quarter";
  add_series_arguments(app, *command, options->series);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon routes INF.qcomp\n  horizon routes 可控核聚变 --kind patent --by "
      "year --window 3\n  horizon routes HEA.bci --svg routes.svg");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_routes(app, *options); }; });
}

}  // namespace horizon::cli
