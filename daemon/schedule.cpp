#include "daemon/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/text.h"

namespace horizon::daemon {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kFirstSourcePause = minutes(5);
constexpr seconds kLongestTaskPause = hours(1);
constexpr seconds kLongestSleep = hours(24);
// A time this far in the future was noted by a clock that has been put back since.
constexpr seconds kSlack = minutes(5);
// Maintenance makes way for everything else, but not for longer.
constexpr seconds kMaintenanceWaits = hours(24);
// Sources that are due this soon are harvested with those that are due: opening costs more.
constexpr seconds kTogether = minutes(10);

Day monday_of(Day day) { return period_of(day, Granularity::kWeek).begin; }

// The day of the digest that is about the week of this Monday: from Tuesday to the next Monday.
Day digest_day(const pipeline::ScheduleConfig& schedule, Day monday) {
  const Day first = monday + days(1);
  return first + (schedule.digest_day - std::chrono::weekday(first));
}

seconds doubling(seconds first, int failures, seconds most) {
  seconds pause = first;
  for (int i = 1; i < failures && pause < most; ++i) pause *= 2;
  return std::min(pause, most);
}

// When a source is due.
Instant source_due(const Wants& wants, const SourceTiming& timing, const SourceState& state,
                   Instant now) {
  Instant due = state.due.value_or(Instant{});
  if (state.done && *state.done > now + kSlack) due = now;
  if (state.due && !timing.by_calendar) {
    const seconds most = std::min<seconds>(timing.interval / 10, wants.schedule.jitter);
    due += spread(wants.seed, timing.id, due, most);
  }
  if (state.failures > 0) {
    const Instant failed = std::min(state.failed, now);
    due = std::max(due, failed + source_pause(state.failures, timing.interval));
  }
  return due;
}

void plan_sources(const Wants& wants, const State& state, Instant now, Plan& plan) {
  Task task;
  task.kind = TaskKind::kScan;
  task.due = now;
  bool any = false;
  for (const SourceTiming& timing : wants.sources) {
    const auto known = state.sources.find(timing.id);
    const SourceState& source = known == state.sources.end() ? SourceState{} : known->second;
    if (source.ended) continue;
    const Instant due = source_due(wants, timing, source, now);
    if (due > now) plan.wake = std::min(plan.wake, due);
    any = any || due <= now;
    const bool soon = !timing.by_calendar && source.failures == 0 && due <= now + kTogether;
    if (due > now && !soon) continue;
    task.sources.push_back(timing.id);
    if (source.due) task.due = std::min(task.due, due);
  }
  if (any) plan.tasks.push_back(std::move(task));
}

// The first week that is not issued: the one after the newest, or the first that the service saw
// the end of.
Day first_week(const Wants& wants, const State& state, Instant now) {
  const auto first_due_after = [&](Instant moment) {
    Day monday = monday_of(wants.zone.local(moment).day) - days(14);
    while (issue_due(wants.schedule, wants.zone, monday) <= moment) monday += days(7);
    return monday;
  };
  const Day upcoming = first_due_after(now);
  if (!state.issued) return std::min(first_due_after(state.begun), upcoming);
  // A week that is not due yet was issued by a clock that ran ahead, or for another digest day. The
  // last that is due is issued once more then: it is found as it is, and goes to nobody twice.
  const Day following = *state.issued + days(7);
  return following > upcoming ? upcoming - days(7) : following;
}

void plan_issue(const Wants& wants, const State& state, Instant now, Instant up_since,
                bool sources_are_due, Plan& plan) {
  Day monday = first_week(wants, state, now);
  Instant due = issue_due(wants.schedule, wants.zone, monday);
  if (due > now) {
    plan.wake = std::min(plan.wake, due);
    return;
  }
  Task task;
  task.kind = TaskKind::kIssue;
  const auto behind = (monday_of(wants.zone.local(now).day) - monday) / days(7);
  const auto most = std::max<std::int64_t>(wants.schedule.catch_up_weeks, 1);
  if (behind > most) {  // the one before the present week is always due by now
    task.skipped = static_cast<std::size_t>(behind - most);
    monday += days(7 * (behind - most));
    due = issue_due(wants.schedule, wants.zone, monday);
  }
  task.due = due;
  task.week = monday;
  task.as_of = digest_day(wants.schedule, monday) - days(1);
  const Instant patient_until = std::max(due, up_since) + kPatience;
  const bool waits = sources_are_due && now < patient_until;
  if (waits) plan.wake = std::min(plan.wake, patient_until);
  plan.tasks.insert(waits ? plan.tasks.end() : plan.tasks.begin(), std::move(task));
}

void plan_delivery(const State& state, Instant now, Plan& plan) {
  if (!state.mail) return;
  // No delivery waits longer than the longest pause.
  const bool put_back = *state.mail > now + kLongestTaskPause + kSlack;
  if (*state.mail > now && !put_back) {
    plan.wake = std::min(plan.wake, *state.mail);
    return;
  }
  Task task;
  task.kind = TaskKind::kDeliver;
  task.due = std::min(*state.mail, now);
  plan.tasks.insert(plan.tasks.begin(), std::move(task));
}

void plan_maintenance(const Wants& wants, const State& state, Instant now, Plan& plan) {
  if (!wants.schedule.maintenance) return;
  Instant last = state.maintained.value_or(state.begun);
  if (last > now + kSlack) last = now - hours(24);
  const auto due = wants.schedule.maintenance->next(last, wants.zone);
  if (!due) return;
  if (*due > now) {
    plan.wake = std::min(plan.wake, *due);
    return;
  }
  Task task;
  task.kind = TaskKind::kMaintain;
  task.due = *due;
  const bool first = now - *due > kMaintenanceWaits;
  plan.tasks.insert(first ? plan.tasks.begin() : plan.tasks.end(), std::move(task));
}

}  // namespace

const char* to_string(TaskKind kind) {
  switch (kind) {
    case TaskKind::kPrepare:
      return "prepare";
    case TaskKind::kDeliver:
      return "deliver";
    case TaskKind::kIssue:
      return "issue";
    case TaskKind::kScan:
      return "scan";
    case TaskKind::kMaintain:
      return "maintain";
  }
  return "";
}

Plan plan(const Wants& wants, const State& state, Instant now, Instant up_since) {
  Plan out;
  out.wake = now + kLongestSleep;
  plan_sources(wants, state, now, out);
  plan_issue(wants, state, now, up_since, !out.tasks.empty(), out);
  plan_maintenance(wants, state, now, out);
  plan_delivery(state, now, out);
  return out;
}

NextIssue next_issue(const Wants& wants, const State& state, Instant now) {
  const Day week = first_week(wants, state, now);
  return {week, issue_due(wants.schedule, wants.zone, week)};
}

Instant issue_due(const pipeline::ScheduleConfig& schedule, const pipeline::TimeZone& zone,
                  Day monday) {
  return zone.instant({digest_day(schedule, monday), schedule.digest_hour});
}

seconds source_pause(int failures, seconds interval) {
  const seconds most = std::clamp<seconds>(interval, kFirstSourcePause, hours(24));
  return doubling(kFirstSourcePause, failures, most);
}

seconds task_pause(int failures) { return doubling(minutes(1), failures, kLongestTaskPause); }

seconds spread(std::uint64_t seed, const std::string& name, Instant moment, seconds most) {
  if (most.count() <= 0) return seconds(0);
  const std::uint64_t hash =
      stable_hash(fmt::format("{} {} {}", seed, name, moment.time_since_epoch().count()));
  return seconds(static_cast<std::int64_t>(hash % (static_cast<std::uint64_t>(most.count()) + 1)));
}

seconds clock_jump(const Clocks& before, const Clocks& now) {
  const auto wall = now.wall - before.wall;
  const auto counted = std::chrono::round<seconds>(now.counted - before.counted);
  const seconds ahead = wall - counted;
  return std::abs(ahead.count()) < 30 ? seconds(0) : ahead;
}

}  // namespace horizon::daemon
