// daemon: the service that scans, issues and delivers by itself.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "daemon/state.h"
#include "daemon/supervisor.h"

namespace horizon::cli {
namespace {

struct Options {
  bool once = false;
  bool plan = false;
  std::string now;
  std::string listen;
  std::string log;
};

// "2026-11-23T08:00:00Z", or a day.
Result<Instant> parse_moment(const std::string& text) {
  const auto wrong = [&] {
    return fail(ErrorCode::kUsage,
                fmt::format("--now: '{}' is no moment; write it as 2026-11-23T08:00:00Z", text));
  };
  const auto day = parse_iso_date(text.substr(0, 10));
  if (!day || day->precision != Precision::kDay) return wrong();
  if (text.size() == 10) return Instant(day->day);
  int hour = 0, minute = 0, second = 0;
  char zone = 0;
  if (text.size() != 20 ||
      std::sscanf(text.c_str() + 10, "T%2d:%2d:%2d%c", &hour, &minute, &second, &zone) != 4 ||
      zone != 'Z' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59) {
    return wrong();
  }
  return Instant(day->day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

Json task_json(const daemon::Task& task, const pipeline::TimeZone& zone, const Style& style) {
  std::string what = daemon::to_string(task.kind);
  if (task.kind == daemon::TaskKind::kIssue) {
    what += " " + format_period({Granularity::kWeek, task.week});
  }
  std::string sources;
  for (const std::string& source : task.sources) {
    sources += (sources.empty() ? "" : ", ") + source;
  }
  const pipeline::LocalTime local = zone.local(task.due);
  return {{"when", style.pick("now", "现在")},
          {"task", what},
          {"since", fmt::format("{} {:02}:{:02}", format_day(local.day),
                                local.of_the_day / std::chrono::hours(1),
                                local.of_the_day / std::chrono::minutes(1) % 60)},
          {"what", sources}};
}

// What is due now, and what is next.
Result<int> print_plan(const App& app, std::optional<Instant> now) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto wants = daemon::wants_of(*workspace);
  if (!wants) return fail(wants.error());
  const Instant at = now.value_or(app.clock.now());
  auto state = daemon::read_state(*workspace, at);
  if (!state) return fail(state.error());
  const Style style = app.common.style();
  std::vector<Json> rows;
  const daemon::Plan plan = daemon::plan(*wants, *state, at);
  for (const daemon::Task& task : plan.tasks) rows.push_back(task_json(task, wants->zone, style));
  const Column columns[] = {{"when", "when", "何时"},
                            {"task", "task", "任务"},
                            {"since", "since", "应于"},
                            {"what", "what", "内容"}};
  std::vector<std::string> notes;
  if (rows.empty()) notes.emplace_back(style.pick("Nothing is due now.", "目前没有到期的任务。"));
  notes.push_back(
      fmt::format(fmt::runtime(style.pick("Next look at {} ({}).", "下次查看：{}（{}）。")),
                  format_instant(plan.wake), wants->zone.name()));
  const daemon::NextIssue next = daemon::next_issue(*wants, *state, at);
  notes.push_back(
      fmt::format(fmt::runtime(style.pick("Next issue: {} at {}.", "下一期：{}，{}出刊。")),
                  format_period({Granularity::kWeek, next.week}), format_instant(next.due)));
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
  return kDone;
}

Result<int> run_daemon(const App& app, const Options& options) {
  daemon::ServiceOptions service;
  service.workspace = app.common.workspace;
  service.once = options.once;
  if (!options.now.empty()) {
    const auto moment = parse_moment(options.now);
    if (!moment) return fail(moment.error());
    service.now = *moment;
  }
  if (options.plan) return print_plan(app, service.now);
  if (service.now && !options.once) {
    return fail(ErrorCode::kUsage, "--now goes with --once or --plan: a fixed clock has no future");
  }
  if (!options.listen.empty()) service.listen = options.listen == "none" ? "" : options.listen;
  if (!options.log.empty()) service.json_log = options.log == "json";
  const auto done = daemon::serve(service);
  if (!done) return fail(done.error());
  return *done ? kDone : kDoneWithFailures;
}

}  // namespace

void set_up_daemon(App& app, CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_flag("--once", options->once, "do what is due, and end (for cron and containers)");
  command.add_flag("--plan", options->plan, "only say what is due and what is next");
  command.add_option("--now", options->now, "as if it were this moment; with --once or --plan")
      ->type_name("TIME");
  command
      .add_option("--listen", options->listen,
                  "where /healthz and /metrics are, instead of [daemon] listen; 'none'")
      ->type_name("ADDRESS:PORT");
  command.add_option("--log", options->log, "logfmt or json, instead of [daemon] log")
      ->type_name("NAME")
      ->check(CLI::IsMember({"logfmt", "json"}));
  add_output_options(app, command);
  command.callback(
      [&app, options] { app.action = [&app, options] { return run_daemon(app, *options); }; });
}

void add_daemon(App& app) {
  CLI::App* command = app.cli.add_subcommand(
      "daemon", "scan, issue and deliver by the schedule in horizon.toml (also: horizond)");
  set_up_daemon(app, *command);
  command->footer(
      "\nExamples:\n"
      "  horizon daemon --plan           what is due, and what is next\n"
      "  horizon daemon --once           do it, and end\n"
      "  horizon daemon                  go on until SIGTERM; SIGHUP reads the settings again");
}

}  // namespace horizon::cli
