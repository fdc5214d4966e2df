// The week's issue: made once, and decided to whom it goes.
#include <fmt/format.h>

#include <utility>

#include "daemon/delivery/send.h"
#include "daemon/jobs.h"
#include "daemon/state.h"
#include "pipeline/digest_run.h"
#include "pipeline/search.h"
#include "pipeline/watch_items.h"
#include "store/outbox.h"

namespace horizon::daemon {
namespace {

// What is decided with an issue.
struct Decision {
  std::vector<store::NewMessage> messages;
  std::vector<store::Told> told;
};

std::vector<store::Told> told_by(const std::vector<pipeline::WatchFinding>& findings,
                                 const std::string& key) {
  std::vector<store::Told> told;
  for (const pipeline::WatchFinding& finding : findings) {
    if (!finding.reached) continue;
    for (const DocumentNumber number : finding.fresh)
      told.push_back({finding.watch.id, number, key});
  }
  return told;
}

// Freezes the issue, if it is not yet, and writes its renderings. What its watches report is found
// again whenever the decision was not noted: the day it looks at is over.
Result<std::vector<store::Told>> make_issue(const Task& task, const JobSetting& setting) {
  const pipeline::Analyser analyser(setting.workspace);
  const pipeline::JobContext context{setting.clock, [](const pipeline::Progress&) {}, setting.stop};
  const auto searcher = pipeline::Searcher::open(setting.workspace, analyser, context);
  if (!searcher) return fail(searcher.error());
  const auto watches = pipeline::read_watches(setting.workspace.root);
  // A broken list of watches must not stop the issue.
  if (!watches) setting.log.warning("watches_failed", {{"error", watches.error().message}});
  const Period week{Granularity::kWeek, task.week};
  const std::string key = pipeline::issue_message_key(week);
  const auto on_error = [&](const std::string& id, const Error& error) {
    setting.log.warning("watch_failed", {{"watch", id}, {"error", error.message}});
  };
  const auto findings = pipeline::evaluate_watches(watches.value_or(std::vector<pipeline::Watch>()),
                                                   *searcher, task.as_of, key, on_error);
  if (!findings) return fail(findings.error());
  pipeline::IssueRequest request;
  request.today = task.as_of;
  request.week = week;
  request.watches = [&](const pipeline::Searcher&,
                        const pipeline::WatchSpan&) -> Result<std::vector<digest::WatchItem>> {
    return pipeline::watch_items(*findings);
  };
  const auto issued = pipeline::issue_week(setting.workspace, *searcher, request, context);
  if (!issued) return fail(issued.error());
  return told_by(*findings, key);
}

std::vector<store::Addressee> addressees(const pipeline::Config& config) {
  std::vector<store::Addressee> out;
  for (const pipeline::Channel& channel : config.service.channels) {
    if (!channel.issues) continue;
    for (const std::string& recipient : recipients_of(channel))
      out.push_back({channel.id, recipient});
  }
  return out;
}

Result<bool> is_empty(const pipeline::Workspace& workspace) {
  const auto store = store::Store::open(workspace.store_file(), store::Mode::kRead);
  if (!store) return fail(store.error());
  const auto sequence = store->sequence();
  if (!sequence) return fail(sequence.error());
  return *sequence == 0;
}

}  // namespace

Status issue(const Task& task, const JobSetting& setting) {
  const Period week{Granularity::kWeek, task.week};
  if (task.skipped > 0) {
    setting.log.warning("weeks_skipped", {{"weeks", std::to_string(task.skipped)},
                                          {"reason", "longer ago than catch_up_weeks"}});
  }
  const auto empty = is_empty(setting.workspace);
  if (!empty) return fail(empty.error());
  Decision decision;
  if (*empty) {
    setting.log.warning("issue_skipped", {{"week", format_period(week)},
                                          {"reason", "the workspace holds no documents"}});
  } else {
    auto told = make_issue(task, setting);
    if (!told) return fail(told.error());
    decision.told = *std::move(told);
    decision.messages.push_back(
        {pipeline::issue_message_key(week), "", addressees(setting.workspace.config)});
  }
  // The files are there: killed from here on, the same files are found, and this is decided then.
  auto store = store::Store::open(setting.workspace.store_file(), store::Mode::kWrite);
  if (!store) return fail(store.error());
  const store::Note notes[] = {{kIssuedKey, format_day(task.week)}};
  HORIZON_TRY(
      store::Outbox(*store).decide(decision.messages, decision.told, notes, setting.clock.now()));
  if (!*empty) {
    setting.log.info("issued",
                     {{"week", format_period(week)},
                      {"deliveries", std::to_string(decision.messages.front().to.size())}});
  }
  return {};
}

}  // namespace horizon::daemon
