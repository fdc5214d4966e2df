// backtest: how right would the lists of emerging terms have been?
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "answers/figures.h"
#include "cli/command.h"
#include "cli/drawing.h"
#include "pipeline/backtest.h"
#include "pipeline/search.h"
#include "trends/shares.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxLimit = 10'000;
constexpr int kMostCutOffs = 200;

struct Options {
  pipeline::BacktestOptions backtest;
  std::string from, until;
  std::string every = "year";
  DrawingArguments drawing;
};

Json number(double value) { return answers::number(value, 4); }

Json optional(const std::optional<double>& value) { return value ? number(*value) : Json(); }

// The interval is of one list; those of several years share topics, and their mean has none.
Json row_json(const pipeline::BacktestRow& row, const std::string& as_of, bool mean) {
  Json out = {{"as_of", as_of}, {"method", row.method}, {"listed", row.listed}};
  const bool any = row.listed > 0;
  const auto share = [any](double value) { return any ? number(value) : Json(); };
  const auto listed = static_cast<double>(row.listed);
  const trends::Estimate record = trends::share_of(row.record * listed, listed);
  out["record"] = share(row.record);
  out["record_lower"] = mean ? Json() : share(record.lower);
  out["record_upper"] = mean ? Json() : share(record.upper);
  out["base_record"] = share(row.base_record);
  out["lift"] = row.base_record > 0 ? number(row.record / row.base_record) : Json();
  out["doubled"] = share(row.doubled);
  out["base_doubled"] = share(row.base_doubled);
  out["trebled"] = share(row.trebled);
  out["base_trebled"] = share(row.base_trebled);
  out["threat_score"] = share(row.threat_score);
  out["median_lead_months"] = optional(row.median_lead);
  out["stability"] = optional(row.stability);
  out["why_not"] = any ? Json() : Json("nothing-listed");
  out["hits"] = row.hits;
  out["misses"] = row.misses;
  return out;
}

// The last days of the periods from `from` to `until`.
Result<std::vector<Day>> cut_offs(const Options& options) {
  const auto from = parse_last_day_option("--from", options.from);
  if (!from) return fail(from.error());
  const auto until = parse_last_day_option("--until", options.until);
  if (!until) return fail(until.error());
  if (*from > *until)
    return fail(ErrorCode::kUsage,
                fmt::format("--from {} is after --until {}", options.from, options.until));
  const Granularity step = *parse_granularity(options.every);
  std::vector<Day> out;
  for (Period period = period_of(*from, step);; period = next(period)) {
    const Day last = end_of(period) - std::chrono::days(1);
    if (last > *until) break;
    out.push_back(last);
    if (out.size() > kMostCutOffs)
      return fail(ErrorCode::kUsage,
                  fmt::format("--every {}: more than {} cut-offs; narrow --from and --until",
                              options.every, kMostCutOffs));
  }
  if (out.empty())
    return fail(ErrorCode::kUsage, fmt::format("no {} ends between {} and {}", options.every,
                                               options.from, options.until));
  return out;
}

std::vector<std::string> notes_of(const pipeline::BacktestReport& report,
                                  const pipeline::BacktestOptions& options, const Style& style) {
  std::vector<std::string> notes = {fmt::format(
      fmt::runtime(style.pick(
          "Of each list's {} topics, graded by their leads, the share that came true: “record” = "
          "four quarters within 36 months reach twice the best share of the five years before, "
          "with 15 documents; “2x”, “3x” = against the share at the cut-off. “base” is the same of "
          "all phrases that could have been listed; “shuffled” takes them in random order.",
          "每份榜单取{}个主题，以首词评分，所列为应验比例：“record”指36个月内某连续四季度占比达到"
          "此前五年最高占比的两倍且不少于15篇；“2x”“3x”相对于截止时的占比。“base”为所有可入榜短语的"
          "同一比例；“shuffled”为随机排序。")),
      options.limit)};
  for (const Day day : report.not_gradable) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("{}: cannot be graded; the documents do not reach 36 months "
                                "further (they end on {}).",
                                "{}：无法评分，文献未覆盖其后36个月（止于{}）。")),
        format_day(day), report.data_until ? format_day(*report.data_until) : "-"));
  }
  if (std::ranges::any_of(report.rows, [](const auto& row) { return row.listed == 0; })) {
    std::string note =
        style.pick("No dated documents: nothing can be graded.", "没有带日期的文献，无法评分。");
    if (report.data_from && report.data_until) {
      note = fmt::format(
          fmt::runtime(style.pick("Where nothing is listed, there were too few documents by then; "
                                  "they reach from {} to {}.",
                                  "未列出主题处，当时文献过少；现有文献为{}至{}。")),
          format_day(*report.data_from), format_day(*report.data_until));
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

Drawn drawn_lists(const answers::Answer& answer, const Style& style) {
  Drawn drawn{
      .rows = {},
      .axis = charts::IntervalAxis::kFromZero,
      .words = {.title = style.pick("Of what was listed, the share that came true", "榜单应验比例"),
                .unit = style.pick("“record”, 95 % interval of one list",
                                   "“record”口径，单份榜单的95%区间"),
                .before = style.pick("of all that could have been listed", "所有可入榜短语")}};
  for (const Json& row : answer.rows) {
    const std::string label =
        row["as_of"].get<std::string>() + " " + row["method"].get<std::string>();
    drawn.rows.push_back(drawn_row(
        row, {"record", "record_lower", "record_upper", "listed", "base_record"}, label, style));
  }
  return drawn;
}

Result<int> run_backtest(const App& app, const Options& options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  pipeline::BacktestOptions wanted = options.backtest;
  auto days = cut_offs(options);
  if (!days) return fail(days.error());
  wanted.cut_offs = *std::move(days);
  if (!wanted.topic.empty()) {
    const auto node = pipeline::resolve_topic(*workspace->taxonomy, wanted.topic);
    if (!node) return fail(node.error());
    wanted.topic = workspace->taxonomy->node(*node).id;
  }
  ProgressLine progress;
  const auto report =
      pipeline::run_backtest(*workspace, wanted, {app.clock, std::ref(progress), &stop_flag()});
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer;
  for (const pipeline::BacktestRow& row : report->rows)
    answer.rows.push_back(row_json(row, format_day(row.as_of), false));
  for (const pipeline::BacktestRow& row : pipeline::average(report->rows))
    answer.rows.push_back(row_json(row, "mean", true));
  answer.notes = notes_of(*report, options.backtest, style);
  const Column columns[] = {{"as_of", "as of", "截止"},
                            {"method", "method", "方法"},
                            {"listed", "listed", "列出", true},
                            {"record", "record", "record", true},
                            {"base_record", "base", "基准", true},
                            {"lift", "lift", "提升", true},
                            {"doubled", "2x", "2x", true},
                            {"base_doubled", "base", "基准", true},
                            {"trebled", "3x", "3x", true},
                            {"base_trebled", "base", "基准", true},
                            {"threat_score", "threat", "威胁分", true},
                            {"median_lead_months", "lead", "提前月", true},
                            {"stability", "stable", "稳定", true}};
  HORIZON_TRY(print_drawn(app, options.drawing, drawn_lists(answer, style), answer, [&] {
    print_answer(app.common.output_format(), style, columns, answer, app.common.bom);
  }));
  return kDone;
}

}  // namespace

void add_backtest(App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "backtest", "replay the past: how right would the lists of emerging terms have been");
  command->add_option("--from", options->from, "first cut-off")->type_name("DATE")->required();
  command->add_option("--until", options->until, "last cut-off")->type_name("DATE")->required();
  command->add_option("--every", options->every, "month, quarter or year (default year)")
      ->check(CLI::IsMember({"month", "quarter", "year"}));
  command->add_option("--limit", options->backtest.limit, "topics of each list (default 50)")
      ->check(CLI::Range(std::size_t{1}, kMaxLimit))
      ->type_name("N");
  command->add_option("--topic", options->backtest.topic, "only documents of this topic")
      ->type_name("TOPIC");
  command->add_flag("--ablation", options->backtest.ablation,
                    "also with each part of the method left out");
  command->add_flag("--stability", options->backtest.stability,
                    "also how much of a list stays if 1 % of the documents are left out");
  command->add_option("--seed", options->backtest.seed, "of what is random (default 1)")
      ->type_name("N");
  add_drawing_options(*command, options->drawing);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon backtest --from 2010 --until 2016\n"
      "  horizon backtest --from 2010 --until 2016 --ablation --stability --format json\n\n"
      "What the figures mean: docs/emergence.md.");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_backtest(app, *options); }; });
}

}  // namespace horizon::cli
