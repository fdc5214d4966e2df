#include "daemon/jobs.h"

#include <fmt/format.h>

#include <utility>

#include "daemon/alert.h"
#include "daemon/state.h"
#include "pipeline/analyser.h"
#include "pipeline/fetching.h"
#include "pipeline/ingest.h"
#include "pipeline/scan.h"

namespace horizon::daemon {
namespace {

Status prepare(const JobSetting& setting) {
  auto store = store::Store::open(setting.workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  const auto begun = store->meta(kBegunKey);
  if (!begun) return fail(begun.error());
  if (*begun) return {};
  return store->set_meta(kBegunKey, seconds_text(setting.clock.now()));
}

// One line for each source that brought something or failed; the failures as a text for the run.
std::string tell(const pipeline::ScanReport& report, const Log& log) {
  std::string failures;
  for (const pipeline::SourceReport& source : report.sources) {
    if (source.state == pipeline::SourceState::kFailed) {
      log.warning("source_failed", {{"source", source.source}, {"error", source.message}});
      failures +=
          fmt::format("{}{}: {}", failures.empty() ? "" : "; ", source.source, source.message);
    } else if (source.state == pipeline::SourceState::kPostponed) {
      log.info("source_postponed", {{"source", source.source}, {"reason", source.message}});
    } else if (source.tally.records() > 0) {
      log.info("source_harvested",
               {{"source", source.source},
                {"new", std::to_string(source.tally.added)},
                {"updated", std::to_string(source.tally.updated + source.tally.joined)},
                {"known", std::to_string(source.tally.unchanged)},
                {"quarantined", std::to_string(source.tally.quarantined)}});
    }
  }
  return failures;
}

// What the watches find is another matter: a mistake in them must not make the harvest a failure.
void look_at_watches(const JobSetting& setting) {
  const Status decided = decide_alerts(setting);
  if (!decided) setting.log.warning("alerts_failed", {{"error", decided.error().message}});
}

Status harvest(const Task& task, const JobSetting& setting) {
  const pipeline::Workspace& workspace = setting.workspace;
  if (const auto model = workspace.text_model.load(); !model) return fail(model.error());
  const pipeline::Analyser analyser(workspace);
  auto fetcher = pipeline::open_fetcher(workspace);
  if (!fetcher) return fail(fetcher.error());
  const pipeline::JobContext context{setting.clock, [](const pipeline::Progress&) {}, setting.stop};
  auto ingest = pipeline::Ingest::open(workspace, analyser, context);
  if (!ingest) return fail(ingest.error());
  if (!ingest->rebuilt().empty()) {
    setting.log.warning("index_rebuilt", {{"reason", ingest->rebuilt()}});
  }
  HORIZON_TRY(ingest->begin_run("daemon: scan"));
  pipeline::ScanOptions options;
  options.sources = task.sources;
  const auto report = pipeline::scan(workspace, options, *ingest, **fetcher, context);
  if (!report) {
    static_cast<void>(ingest->end_run(report.error().message));
    return fail(report.error());
  }
  HORIZON_TRY(ingest->end_run(tell(*report, setting.log)));
  if (report->stopped) return fail(ErrorCode::kUnavailable, "stopped");
  return {};
}

}  // namespace

Status run_task(const Task& task, const JobSetting& setting) {
  switch (task.kind) {
    case TaskKind::kPrepare:
      return prepare(setting);
    case TaskKind::kDeliver:
      return deliver(setting);
    case TaskKind::kIssue:
      return issue(task, setting);
    case TaskKind::kScan: {
      const Status harvested = harvest(task, setting);
      if (harvested) look_at_watches(setting);
      return harvested;
    }
    case TaskKind::kMaintain:
      return maintain(setting);
  }
  return {};
}

}  // namespace horizon::daemon
