// scan: harvest what is due.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/job.h"
#include "pipeline/fetching.h"
#include "pipeline/scan.h"

namespace horizon::cli {
namespace {

std::string state_text(const Style& style, const pipeline::SourceReport& report) {
  switch (report.state) {
    case pipeline::SourceState::kHarvested:
      return describe(style, report.tally);
    case pipeline::SourceState::kNotDue:
      return fmt::format("{} {}", style.pick("-", "—"), report.message);
    case pipeline::SourceState::kDisabled:
      return style.pick("disabled in sources.toml", "已停用");
    case pipeline::SourceState::kFailed:
      return fmt::format("{}: {}", style.pick("FAILED", "失败"), report.message);
    case pipeline::SourceState::kPostponed:
    case pipeline::SourceState::kEnded:
      return report.message;
  }
  return {};
}

Result<int> dry_run(const Job& job, const pipeline::ScanOptions& options, const Style& style) {
  const auto sources = pipeline::choose_sources(job.workspace, options);
  if (!sources) return fail(sources.error());
  auto store = store::Store::open(job.workspace.store_file(), store::Mode::kRead);
  std::vector<Json> rows;
  for (const crawler::Source& source : *sources) {
    std::string when = style.pick("now", "现在");
    if (!source.enabled && options.sources.empty()) {
      when = style.pick("disabled", "已停用");
    } else if (store && options.sources.empty()) {
      const auto due = pipeline::due_at(*store, source);
      if (!due) return fail(due.error());
      if (*due && **due > job.clock->now()) when = format_instant(**due);
    }
    rows.push_back({{"source", source.id}, {"due", when}, {"url", source.url}});
  }
  const Column columns[] = {
      {"source", "source", "来源"}, {"due", "due", "到期"}, {"url", "url", "地址"}};
  print_table(style, columns, rows);
  return kDone;
}

Result<int> run_scan(const App& app, const pipeline::ScanOptions& options,
                     const pipeline::Recording& recording) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const auto chosen = pipeline::choose_sources((*job)->workspace, options);
  if (!chosen) return fail(chosen.error());
  auto fetcher = pipeline::open_fetcher((*job)->workspace, recording);
  if (!fetcher) return fail(fetcher.error());
  const pipeline::JobContext context = (*job)->context();
  auto ingest = open_ingest(**job, context, style);
  if (!ingest) return fail(ingest.error());
  HORIZON_TRY(ingest->begin_run("scan"));
  const auto report = pipeline::scan((*job)->workspace, options, *ingest, **fetcher, context);
  if (!report) return failed(*ingest, report.error());
  std::string failures;
  for (const pipeline::SourceReport& source : report->sources) {
    if (source.state != pipeline::SourceState::kFailed) continue;
    failures +=
        fmt::format("{}{}: {}", failures.empty() ? "" : "; ", source.source, source.message);
  }
  HORIZON_TRY(ingest->end_run(failures));
  for (const pipeline::SourceReport& source : report->sources) {
    fmt::print("{}  {}\n", pad(source.source, 20, false), state_text(style, source));
  }
  fmt::print("{}  {}\n", pad(style.pick("total", "合计"), 20, false),
             describe(style, report->total()));
  return finish(style, report->total(), report->stopped, report->has_failures());
}

}  // namespace

void add_scan(App& app) {
  struct Options {
    pipeline::ScanOptions scan;
    std::string since;
    bool dry = false;
    pipeline::Recording recording;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("scan", "harvest what is due, label and index it");
  command
      ->add_option("--source", options->scan.sources, "only this source, due or not (repeatable)")
      ->type_name("ID");
  command
      ->add_option("--since", options->since,
                   "harvest anew from this day on, as each source counts its days")
      ->type_name("DATE");
  command->add_flag("--restart", options->scan.restart,
                    "forget how far the sources were harvested");
  command
      ->add_option("--record", options->recording.record_to,
                   "also write what goes over the network to this file (WARC)")
      ->type_name("FILE.warc.gz");
  command
      ->add_option("--replay", options->recording.replay_from,
                   "take the answers from this recording instead of the network")
      ->type_name("FILE.warc.gz")
      ->excludes("--record");
  command->add_flag("--dry-run", options->dry, "only say which sources are due");
  command->footer(
      "\nExamples:\n  horizon scan\n  horizon scan --source arxiv-cs --since 2026-11-01");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      if (!options->since.empty()) {
        const auto day = parse_day_option("--since", options->since);
        if (!day) return fail(day.error());
        options->scan.since = *day;
      }
      if (!options->dry) return run_scan(app, options->scan, options->recording);
      auto job = open_job(app);
      if (!job) return fail(job.error());
      return dry_run(**job, options->scan, app.common.style());
    };
  });
}

}  // namespace horizon::cli
