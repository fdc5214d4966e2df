// scorecard: what became of the flags in the ledger.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/drawing.h"
#include "pipeline/ledger.h"
#include "trends/shares.h"

namespace horizon::cli {
namespace {

const char* grade_word(pipeline::Grade grade) {
  switch (grade) {
    case pipeline::Grade::kHit:
      return "hit";
    case pipeline::Grade::kOpen:
      return "open";
    case pipeline::Grade::kMiss:
      return "miss";
    case pipeline::Grade::kGone:
      return "gone";
  }
  return "";
}

Json flag_json(const pipeline::GradedFlag& graded) {
  const pipeline::Flag& flag = graded.flag;
  Json row = {{"as_of", format_day(flag.as_of)},
              {"rank", flag.rank},
              {"term", flag.term},
              {"documents", flag.documents},
              {"recorded", format_day(flag.recorded)},
              {"grade", grade_word(graded.grade)}};
  row["of_record"] = graded.of_record ? Json(std::round(*graded.of_record * 100) / 100) : Json();
  row["months"] = graded.months ? Json(*graded.months) : Json();
  // The best of many overlapping years: no interval holds for that.
  row["why_not"] = "best-of-overlapping-years";
  return row;
}

// What became of one list.
struct Sum {
  std::size_t flags = 0, hits = 0, misses = 0;
};

std::map<Day, Sum> lists_of(const pipeline::Scorecard& card) {
  std::map<Day, Sum> lists;
  for (const pipeline::GradedFlag& graded : card.flags) {
    Sum& sum = lists[graded.flag.as_of];
    ++sum.flags;
    sum.hits += graded.grade == pipeline::Grade::kHit;
    sum.misses += graded.grade == pipeline::Grade::kMiss;
  }
  return lists;
}

// Of each list, the share of hits among what is settled.
Drawn drawn_hits(const std::map<Day, Sum>& lists, const Style& style) {
  Drawn drawn{.rows = {},
              .axis = charts::IntervalAxis::kFromZero,
              .words = {.title = style.pick("What became of the lists", "历次榜单的结果"),
                        .unit = style.pick("hits among what is settled, %, 95 % interval",
                                           "已定者中应验的比例（%），95%区间"),
                        .before = {}}};
  for (const auto& [day, sum] : lists) {
    Json row = {{"settled", sum.hits + sum.misses}};
    if (sum.hits + sum.misses > 0) {
      const trends::Estimate share = trends::share_of(static_cast<double>(sum.hits),
                                                      static_cast<double>(sum.hits + sum.misses));
      row["share"] = 100 * share.value;
      row["lower"] = 100 * share.lower;
      row["upper"] = 100 * share.upper;
    }
    drawn.rows.push_back(
        drawn_row(row, {"share", "lower", "upper", "settled"}, format_day(day), style));
  }
  return drawn;
}

std::vector<std::string> notes_of(const pipeline::Scorecard& card, const std::map<Day, Sum>& lists,
                                  const Style& style) {
  if (card.flags.empty()) {
    return {style.pick("The ledger is empty: 'horizon emerging --record' puts a list in it.",
                       "台账为空：horizon emerging --record可记入榜单。")};
  }
  std::vector<std::string> notes;
  for (const auto& [day, sum] : lists) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{}: {} flags, {} hits, {} misses, {} neither yet.",
                                "{}：{}条，应验{}，落空{}，未定{}。")),
        format_day(day), sum.flags, sum.hits, sum.misses, sum.flags - sum.hits - sum.misses));
  }
  notes.emplace_back(style.pick(
      "A hit: within 36 months four quarters reach twice the best share of the five years before, "
      "with 15 documents. “of record” is the best so far by that record.",
      "应验：36个月内某连续四季度占比达到此前五年最高占比的两倍且不少于15篇。"
      "“与峰值比”为迄今最高占比与该峰值之比。"));
  return notes;
}

Result<int> run_scorecard(const App& app, const DrawingArguments& drawing) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  ProgressLine progress;
  const auto card =
      pipeline::grade_flags(*workspace, {app.clock, std::ref(progress), &stop_flag()});
  if (!card) return fail(card.error());
  const Style style = app.common.style();
  const std::map<Day, Sum> lists = lists_of(*card);
  answers::Answer answer;
  for (const pipeline::GradedFlag& graded : card->flags) answer.rows.push_back(flag_json(graded));
  answer.notes = notes_of(*card, lists, style);
  const Column columns[] = {
      {"as_of", "list of", "榜单"},        {"rank", "rank", "序", true},
      {"term", "term", "术语", false, 40}, {"documents", "n then", "当时篇数", true},
      {"grade", "grade", "结果"},          {"of_record", "of record", "与峰值比", true},
      {"months", "months", "月数", true}};
  HORIZON_TRY(print_drawn(app, drawing, drawn_hits(lists, style), answer, [&] {
    print_answer(app.common.output_format(), style, columns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_scorecard(App& app) {
  CLI::App* command =
      app.cli.add_subcommand("scorecard", "what became of the terms that were listed and kept");
  auto drawing = std::make_shared<DrawingArguments>();
  add_drawing_options(*command, *drawing);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon emerging --record\n  horizon scorecard\n"
      "  horizon scorecard --format csv > scorecard.csv");
  command->callback(
      [&app, drawing] { app.action = [&app, drawing] { return run_scorecard(app, *drawing); }; });
}

}  // namespace horizon::cli
