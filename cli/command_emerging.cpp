// emerging: which terms and topics are emerging, as seen on a day.
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
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
};

Json number(double value) {
  return std::isfinite(value) ? Json(std::round(value * 1e4) / 1e4) : Json();
}

Json vector_json(const trends::EmergenceVector& vector) {
  Json out;
  out["documents"] = vector.documents;
  out["all_documents"] = vector.all_documents;
  out["known_since"] = vector.known_since ? Json(format_day(*vector.known_since)) : Json();
  out["older_share"] = number(vector.older_share);
  const auto& growth = vector.growth;
  out["growth"] = growth ? number(growth->ratio.value) : Json();
  out["growth_lower"] = growth ? number(growth->ratio.lower) : Json();
  out["growth_upper"] = growth ? number(growth->ratio.upper) : Json();
  out["trend_z"] = number(vector.trend_z);
  out["p_value"] = vector.p_value;
  out["quarters_present"] = vector.quarters_present;
  out["quarters_kept"] = vector.quarters_kept;
  out["authors"] = vector.authors;
  out["effective_authors"] = number(vector.effective_authors);
  out["effective_fields"] = number(vector.effective_fields);
  out["strata"] = vector.strata;
  out["rising_strata"] = vector.rising_strata;
  out["coherence"] = number(vector.coherence);
  return out;
}

Json term_json(const pipeline::EmergingTerm& term, std::size_t rank) {
  Json row = {{"rank", rank}, {"term", term.term}};
  row["language"] = term.chinese ? "zh" : "en";
  row["topic"] = term.topic;
  row["lead"] = term.lead;
  row["related"] = term.related;
  row["score"] = number(term.score);
  row.update(vector_json(term.vector));
  row["q_value"] = term.q_value;
  row["replicated"] = term.replicated;
  row["listed_before"] = term.listed_before ? Json(*term.listed_before) : Json();
  row["field"] = term.field.empty() ? Json() : Json(term.field);
  row["subfield"] = term.node.empty() ? Json() : Json(term.node);
  row["subfield_share"] = term.node.empty() ? Json() : number(term.node_share);
  return row;
}

std::string past_note(const pipeline::PastList& past, const Style& style) {
  return fmt::format(
      fmt::runtime(style.pick(
          "The list of {}: of {} topics {} doubled the record of five years within 36 months "
          "({:.0f} %); of all that passed the gate {:.1f} % did.",
          "{}的榜单：{}个主题中有{}个在36个月内达到此前五年最高占比的两倍（{:.0f}%）；"
          "通过门槛者总体为{:.1f}%。")),
      format_day(past.as_of), past.listed, past.doubled,
      100.0 * static_cast<double>(past.doubled) / static_cast<double>(past.listed),
      100 * past.base_rate);
}

std::vector<std::string> notes_of(const pipeline::EmergingReport& report, const Style& style) {
  std::vector<std::string> notes;
  if (!report.data_until) {
    notes.emplace_back(
        style.pick("No dated documents yet: 'horizon import' or 'horizon scan' bring "
                   "some.",
                   "尚无带日期的文献：请先运行horizon import或horizon scan。"));
    return notes;
  }
  if (report.as_of > *report.data_until || report.as_of < *report.data_from) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("The documents reach from {} to {}; nothing outside is guessed.",
                                "文献的日期为{}至{}；范围之外不作推测。")),
        format_day(*report.data_from), format_day(*report.data_until)));
  }
  notes.push_back(fmt::format(
      fmt::runtime(style.pick("As of {}: {} documents in the last four quarters; {} phrases are "
                              "frequent enough, {} of them names, of which {} pass the gate. The "
                              "q-value is over all names.",
                              "截至{}：最近四个季度共{}篇文献；{}个短语频次足够，其中{}个为名称，"
                              "{}个通过门槛。q值按全部名称计算。")),
      format_day(report.as_of), with_separators(report.documents),
      with_separators(report.candidates), with_separators(report.names),
      with_separators(report.passed)));
  if (report.empty_quarters > 0) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{} of the last 20 quarters hold no documents: a rise cannot be "
                                "told from a beginning of the data.",
                                "最近20个季度中有{}个没有任何文献：无法区分上升与数据的开始。")),
        report.empty_quarters));
  }
  if (report.documents < pipeline::kEnoughDocumentsAYear) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Too little data: below about {} documents a year such a list is "
                                "hardly better than chance.",
                                "数据过少：每年少于约{}篇时，此类榜单几乎不优于随机。")),
        with_separators(pipeline::kEnoughDocumentsAYear)));
  }
  for (const pipeline::PastList& past : report.past) notes.push_back(past_note(past, style));
  if (report.undated > 0) {
    notes.push_back(
        fmt::format(fmt::runtime(style.pick("Left out: {} documents with no date or a year alone.",
                                            "未计入：{}篇无日期或仅有年份的文献。")),
                    with_separators(report.undated)));
  }
  return notes;
}

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

Result<int> run_emerging(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto report = find(app, *workspace, options);
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  std::vector<std::string> notes = notes_of(*report, style);
  if (options.record) {
    const auto added = pipeline::record_flags(*workspace, *report, app.clock.today());
    if (!added) return fail(added.error());
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{} new flags in the ledger; 'horizon scorecard' grades them.",
                                "台账新增{}条；horizon scorecard可评分。")),
        *added));
  }
  std::vector<Json> rows;
  for (const pipeline::EmergingTerm& term : report->terms) {
    rows.push_back(term_json(term, rows.size() + 1));
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
  if (app.common.output_format() == Format::kTable) {
    for (Json& row : rows) {
      row["q_value"] = fmt::format("{:.2g}", row["q_value"].get<double>());
      row["related"] =
          fmt::format("{}", fmt::join(row["related"].get<std::vector<std::string>>(), ", "));
    }
  }
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
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
