#include "daemon/conductor.h"

#include <algorithm>
#include <utility>

namespace horizon::daemon {
namespace {

// So long the clock must have stayed before an issue is decided by it.
constexpr std::chrono::minutes kSettling{10};

}  // namespace

bool Conductor::may_start(const Task& task, Instant now) const {
  const Instant retry = record(task.kind).retry;
  // A pause from before the clock was put back is over.
  const bool waits = retry > now && retry <= now + std::chrono::hours(1);
  return !waits && !(task.kind == TaskKind::kIssue && now < issues_from_);
}

std::optional<Task> Conductor::next(const Wants& wants, const State& state, Instant now) {
  if (issues_from_ > now + kSettling) issues_from_ = now;
  if (!up_since_ || *up_since_ > now) up_since_ = now;
  if (!prepared_) {
    Task task;
    task.kind = TaskKind::kPrepare;
    task.due = now;
    wake_ = std::max(now, record(TaskKind::kPrepare).retry);
    return may_start(task, now) ? std::optional<Task>(std::move(task)) : std::nullopt;
  }
  Plan plan = daemon::plan(wants, state, now, *up_since_);
  wake_ = plan.wake;
  for (Task& task : plan.tasks) {
    if (!may_start(task, now)) {
      const Instant retry = record(task.kind).retry;
      wake_ = std::min(wake_, retry > now ? retry : issues_from_);
      continue;
    }
    if (task.kind != TaskKind::kScan) return std::move(task);
    if (auto harvest = without_suspects(std::move(task), now)) return harvest;
  }
  return {};
}

std::optional<Task> Conductor::without_suspects(Task task, Instant now) {
  std::erase_if(task.sources, [&](const std::string& source) {
    const auto culprit = culprits_.find(source);
    if (culprit == culprits_.end() || culprit->second.retry <= now) return false;
    wake_ = std::min(wake_, culprit->second.retry);
    return true;
  });
  for (const std::string& source : task.sources) {
    if (!suspects_.contains(source)) continue;
    task.sources = {source};
    return task;
  }
  return task.sources.empty() ? std::nullopt : std::optional<Task>(std::move(task));
}

bool Conductor::makes_way(const Task& running, const Wants& wants, const State& state,
                          Instant now) const {
  if (running.kind != TaskKind::kScan && running.kind != TaskKind::kMaintain) return false;
  const Plan plan = daemon::plan(wants, state, now, *up_since_);
  return std::any_of(plan.tasks.begin(), plan.tasks.end(), [&](const Task& task) {
    const Instant since = std::max(task.due, up_since_.value_or(now));
    return (task.kind == TaskKind::kIssue || task.kind == TaskKind::kDeliver) &&
           now - since >= kPatience && may_start(task, now);
  });
}

void Conductor::crashed(const Task& task, Instant now) {
  if (task.kind != TaskKind::kScan) return;
  if (task.sources.size() > 1) {
    suspects_.insert(task.sources.begin(), task.sources.end());
    return;
  }
  for (const std::string& source : task.sources) {
    Record& culprit = culprits_[source];
    ++culprit.failures;
    culprit.retry = now + source_pause(culprit.failures, std::chrono::hours(24));
  }
}

void Conductor::finished(const Task& task, Outcome outcome, const std::string& error, Instant now) {
  Record& record = records_.at(static_cast<std::size_t>(task.kind));
  record.ended = now;
  if (outcome == Outcome::kStopped) return;
  if (outcome == Outcome::kDone) {
    ++record.done;
    record.failures = 0;
    record.error.clear();
    if (task.kind == TaskKind::kPrepare) prepared_ = true;
    if (task.sources.size() > 1) suspects_.clear();
    for (const std::string& source : task.sources) {
      suspects_.erase(source);
      culprits_.erase(source);
    }
    return;
  }
  ++record.failed;
  ++record.failures;
  record.error = error;
  if (outcome == Outcome::kCrashed) crashed(task, now);
  // A crash of one source among many is no reason for the others to wait.
  const bool isolates = outcome == Outcome::kCrashed && task.kind == TaskKind::kScan;
  record.retry = isolates ? now : now + task_pause(record.failures);
}

void Conductor::clock_jumped(Instant now) { issues_from_ = now + kSettling; }

}  // namespace horizon::daemon
