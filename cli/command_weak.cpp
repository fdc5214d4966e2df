// weak: what is too rare for a test and may matter.
#include <fmt/format.h>

#include <memory>

#include "answers/weak.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "cli/series_arguments.h"
#include "pipeline/search.h"
#include "pipeline/weak_signals.h"

namespace horizon::cli {
namespace {

struct Options {
  std::size_t limit = 10;
  std::string topic, only;
  DrawingArguments drawing;
};

constexpr Column kColumns[] = {
    {"signal", "signal", "信号"},     {"name", "what", "内容", false, 48},
    {"recent", "n", "篇数", true},    {"previous", "before", "此前", true},
    {"ratio", "times", "倍数", true}, {"lower", "from", "下限", true},
    {"upper", "to", "上限", true},    {"with", "with it", "相关", false, 40}};

void make_readable(const Style& style, Json& row) {
  const std::string signal = row["signal"];
  row["signal"] = signal == "term"          ? style.pick("term", "术语")
                  : signal == "route"       ? style.pick("route", "路线")
                  : signal == "combination" ? style.pick("combination", "组合")
                                            : style.pick("document", "文献");
  for (const char* const key : {"ratio", "lower", "upper"})
    row[key] = row[key].is_null() ? "–" : fmt::format("{:.1f}", row[key].get<double>());
  for (const char* const key : {"recent", "previous"})
    if (row[key].is_null()) row[key] = "–";
}

Drawn drawn_signals(const answers::Answer& answer, const Style& style) {
  Drawn drawn = drawn_rows(
      answer, "name", {"ratio", "lower", "upper", "recent"}, charts::IntervalAxis::kRatio,
      {.title = style.pick("Weak signals", "弱信号"),
       .unit = style.pick("times the rate before, 95 % interval", "为此前的倍数，95%区间"),
       .before = {}},
      style);
  // Single documents have no rate.
  std::erase_if(drawn.rows, [](const charts::IntervalRow& row) { return !row.value; });
  return drawn;
}

Result<int> run_weak(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  pipeline::WeakOptions wanted;
  const auto as_of = app.common.as_of_day(workspace->config);
  if (!as_of) return fail(as_of.error());
  wanted.as_of = *as_of;
  wanted.limit = options.limit;
  if (!options.topic.empty()) {
    const auto node = pipeline::resolve_topic(*workspace->taxonomy, options.topic);
    if (!node) return fail(node.error());
    wanted.topic = *node;
  }
  ProgressLine progress;
  const auto report = pipeline::find_weak_signals(*workspace, wanted,
                                                  {app.clock, std::ref(progress), &stop_flag()});
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer = weak_answer(*report, options.only, *workspace->taxonomy, style);
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_signals(answer, style), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      for (Json& row : answer.rows) make_readable(style, row);
    }
    print_answer(app.common.output_format(), style, kColumns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_weak(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "weak", "weak signals and what goes against the common opinion, for people to judge");
  command->add_option("--topic", options->topic, "only within this domain, subfield or route")
      ->type_name("TOPIC");
  command
      ->add_option("--only", options->only,
                   "one of: term, route, combination, document (default: all)")
      ->type_name("SIGNAL")
      ->check(CLI::IsMember({"term", "route", "combination", "document"}));
  command->add_option("--limit", options->limit, "how many of each signal (default 10)")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000));
  add_drawing_options(*command, options->drawing);
  add_as_of_option(app, *command);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon weak\n  horizon weak --only document --limit 20 --lang zh\n"
      "  horizon weak --topic INF --format csv --bom > weak.csv\n\n"
      "How each is found and how to read it: docs/methods.md.");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_weak(app, *options); }; });
}

}  // namespace horizon::cli
