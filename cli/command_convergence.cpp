// convergence: which subfields grow together.
#include <fmt/format.h>

#include <memory>

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

Json pair_json(const pipeline::ConvergingPair& pair, const taxonomy::Taxonomy& taxonomy,
               const Style& style) {
  const taxonomy::Node& first = taxonomy.node(pair.first);
  const taxonomy::Node& second = taxonomy.node(pair.second);
  const trends::Convergence& found = pair.measured;
  Json row = {{"first", first.id},
              {"second", second.id},
              {"first_name", first.name.in(style.language)},
              {"second_name", second.name.in(style.language)},
              {"across_domains", pair.across_domains},
              {"both", pair.recent.both},
              {"first_documents", pair.recent.first},
              {"second_documents", pair.recent.second},
              {"previous_both", pair.previous.both},
              {"lift", number(found.recent_lift.value)},
              {"lift_lower", number(found.recent_lift.lower)},
              {"lift_upper", number(found.recent_lift.upper)},
              {"previous_lift", found.previous_lift ? number(found.previous_lift->value) : Json()}};
  row["change"] = found.change ? number(found.change->ratio.value) : Json();
  row["lower"] = found.change ? number(found.change->ratio.lower) : Json();
  row["upper"] = found.change ? number(found.change->ratio.upper) : Json();
  row["p_together"] = number(found.p_together);
  row["q_value"] = pair.q_value ? number(*pair.q_value) : Json();
  return row;
}

std::vector<std::string> notes_of(const pipeline::ConvergenceReport& report, const Style& style) {
  if (!report.compared) {
    return {style.pick("Fewer than two complete periods: nothing to compare.",
                       "完整时段不足两个，无法比较。")};
  }
  return {fmt::format(
      fmt::runtime(style.pick(
          "{} ({} documents) against {} ({}). Lift: how many times as often as by chance a "
          "document "
          "belongs to both. Change: today's lift over the earlier one, with its 95 % interval, "
          "that "
          "is, growth beyond what the two subfields' own growth brings. {} of {} pairs had 5 or "
          "more documents and were tested; q corrects for that number.",
          "{}（{}篇）与{}（{}篇）相比。提升度：同属两个子领域的文献为随机情形的几倍。变化：现在的"
          "提升度与此前之比及其95%区间，即超出两个子领域各自增长的部分。有5篇以上共有文献的{}对"
          "参与检验（共{}对），q值已按检验个数校正。")),
      span_of(report.recent.first, report.recent.last, style), report.recent.tally.exposure,
      span_of(report.previous.first, report.previous.last, style), report.previous.tally.exposure,
      report.tested, report.pairs)};
}

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
  const bool table = app.common.output_format() == Format::kTable;
  std::vector<Json> rows;
  for (const pipeline::ConvergingPair& pair : report->found) {
    if (rows.size() == options.limit) break;
    if (options.across && !pair.across_domains) continue;
    Json row = pair_json(pair, *workspace->taxonomy, style);
    if (table) {
      row["domains"] = pair.across_domains ? style.pick("two", "跨") : style.pick("one", "同");
      for (const char* const key : {"lift", "change", "lower", "upper"})
        row[key] = row[key].is_null() ? "–" : fmt::format("{:.1f}", row[key].get<double>());
      row["q_value"] = pair.q_value ? fmt::format("{:.3f}", *pair.q_value) : "–";
    }
    rows.push_back(std::move(row));
  }
  print_rows(app.common.output_format(), style, kColumns, rows, notes_of(*report, style),
             app.common.bom);
  return kDone;
}

}  // namespace

void add_convergence(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("convergence",
                                             "which subfields grow together, within and across "
                                             "domains");
  command->add_flag("--across-domains", options->across, "only pairs of different domains");
  command->add_option("--limit", options->limit, "how many (default 20)")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  command->add_option("--window", options->window, "periods that are compared with those before")
      ->type_name("N")
      ->check(CLI::Range(1, 520));
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
