// emerging: which terms and topics are emerging, as seen on a day.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "answers/emerging.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "pipeline/emerging.h"
#include "pipeline/ledger.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxLimit = 10'000;

struct Options {
  pipeline::EmergingOptions emerging;
  std::string list = "company";
  bool record = false;
  bool quick = false;
  DrawingArguments drawing;
};

Result<pipeline::EmergingReport> find(const App& app, const pipeline::Workspace& workspace,
                                      const Options& options) {
  pipeline::EmergingOptions wanted = options.emerging;
  wanted.alone = options.list == "alone";
  wanted.history = !options.quick;
  const auto as_of = app.common.as_of_day(workspace.config);
  if (!as_of) return fail(as_of.error());
  wanted.as_of = *as_of;
  if (!wanted.topic.empty() && wanted.topic != "none") {
    const auto node = pipeline::resolve_topic(*workspace.taxonomy, wanted.topic);
    if (!node) return fail(node.error());
    wanted.topic = workspace.taxonomy->node(*node).id;
  }
  ProgressLine progress;
  return pipeline::find_emerging(workspace, wanted, {app.clock, std::ref(progress), &stop_flag()});
}

Drawn drawn_terms(const answers::Answer& answer, const Style& style) {
  return drawn_rows(
      answer, "term", {"growth", "growth_lower", "growth_upper", "documents"},
      charts::IntervalAxis::kRatio,
      {.title = style.pick("Terms and topics that begin to matter", "开始变得重要的术语与主题"),
       .unit = style.pick("share of documents: times the year before, 95 % interval",
                          "文献占比为前一年的倍数，95%区间"),
       .before = {}},
      style);
}

Result<int> run_emerging(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto report = find(app, *workspace, options);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer = emerging_answer(*report, style);
  if (options.record) {
    const auto added = pipeline::record_flags(*workspace, *report, app.clock.today());
    if (!added) return fail(added.error());
    answer.notes.push_back(fmt::format(
        fmt::runtime(style.pick("{} new flags in the ledger; 'horizon scorecard' grades them.",
                                "台账新增{}条；horizon scorecard可评分。")),
        *added));
  }
  const Column columns[] = {{"rank", "rank", "序", true},
                            {"term", "term", "术语", false, 34},
                            {"documents", "n", "篇数", true},
                            {"known_since", "since", "始于"},
                            {"growth", "growth", "增长", true},
                            {"growth_lower", "lower", "下限", true},
                            {"q_value", "q", "q值", true},
                            {"authors", "authors", "作者", true},
                            {"listed_before", "before", "曾列", true},
                            {"subfield", "subfield", "子领域"},
                            {"related", "with it", "相关", false, 44}};
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_terms(answer, style), answer, [&] {
    if (app.common.output_format() == Format::kTable) {
      for (Json& row : answer.rows) {
        row["q_value"] = fmt::format("{:.2g}", row["q_value"].get<double>());
        row["related"] =
            fmt::format("{}", fmt::join(row["related"].get<std::vector<std::string>>(), ", "));
      }
    }
    print_answer(app.common.output_format(), style, columns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_emerging(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "emerging", "terms and topics that begin to matter, in the order in which they do");
  command
      ->add_option("--limit", options->emerging.limit,
                   fmt::format("topics listed (default {})", 50))
      ->check(CLI::Range(std::size_t{1}, kMaxLimit))
      ->type_name("N");
  command
      ->add_option("--topic", options->emerging.topic,
                   "only documents of this domain, subfield or route; none: of no subfield at all")
      ->type_name("TOPIC");
  command
      ->add_option("--list", options->list,
                   "company: by what rises around a term (default); alone: by its own rise")
      ->check(CLI::IsMember({"company", "alone"}));
  command->add_option("--terms", options->emerging.language, "zh or en (default: both)")
      ->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--quick", options->quick,
                    "without looking at earlier lists: how they fared, and what they held");
  command->add_flag("--record", options->record,
                    "keep the list in the ledger, to be graded later: horizon scorecard");
  add_drawing_options(*command, options->drawing);
  add_as_of_option(app, *command);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon emerging --limit 20\n"
      "  horizon emerging --as-of 2016-12-31 --format json\n"
      "  horizon emerging --topic INF.qcomp --list alone\n  horizon emerging --topic none\n\n"
      "How it is done and how far to trust it: docs/emergence.md.");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_emerging(app, *options); }; });
}

}  // namespace horizon::cli
