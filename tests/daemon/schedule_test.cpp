#include "daemon/schedule.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "daemon/conductor.h"

namespace horizon::daemon {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Instant at(const std::string& day, int hour = 0, int minute = 0) {
  return Instant(parse_iso_date(day)->day) + hours(hour) + minutes(minute);
}
Day day(const std::string& text) { return parse_iso_date(text)->day; }

Wants wants(const std::string& zone = "UTC", std::vector<SourceTiming> sources = {}) {
  Wants out{{}, *pipeline::TimeZone::named(zone), std::move(sources), 7};
  out.schedule.maintenance.reset();
  out.schedule.jitter = minutes(0);
  return out;
}

State begun(const std::string& text, int hour = 0) {
  State state;
  state.begun = at(text, hour);
  return state;
}

std::string tasks_of(const Plan& plan) {
  std::string out;
  for (const Task& task : plan.tasks) out += fmt::format("{} ", to_string(task.kind));
  return out;
}

TEST(IssueDue, IsTheDigestDayBehindTheWeek) {
  struct Case {
    std::chrono::weekday weekday;
    const char* zone;
    Instant expected;
  };
  const Case cases[] = {
      {std::chrono::Monday, "UTC", at("2026-11-23", 8)},
      {std::chrono::Monday, "Asia/Shanghai", at("2026-11-23", 0)},
      {std::chrono::Tuesday, "UTC", at("2026-11-17", 8)},  // looks at the Monday before it
      {std::chrono::Friday, "UTC", at("2026-11-20", 8)},
      {std::chrono::Sunday, "UTC", at("2026-11-22", 8)},
  };
  for (const Case& c : cases) {
    Wants w = wants(c.zone);
    w.schedule.digest_day = c.weekday;
    EXPECT_EQ(format_instant(issue_due(w.schedule, w.zone, day("2026-11-16"))),
              format_instant(c.expected))
        << c.weekday.c_encoding();
  }
}

TEST(Plan, IssuesOneAWeekAndMakesUpForMissedOnesInOrder) {
  const Wants w = wants();
  State state = begun("2026-11-18");  // a Wednesday
  EXPECT_EQ(tasks_of(plan(w, state, at("2026-11-22", 23))), "");
  Plan due = plan(w, state, at("2026-11-23", 8));
  ASSERT_EQ(tasks_of(due), "issue ");
  EXPECT_EQ(due.tasks[0].week, day("2026-11-16"));
  EXPECT_EQ(due.tasks[0].as_of, day("2026-11-22"));
  // Three weeks of absence.
  std::vector<std::string> weeks;
  const Instant back = at("2026-12-16", 12);
  for (due = plan(w, state, back); !due.tasks.empty(); due = plan(w, state, back)) {
    weeks.push_back(format_day(due.tasks[0].as_of));
    state.issued = due.tasks[0].week;
  }
  EXPECT_EQ(weeks,
            (std::vector<std::string>{"2026-11-22", "2026-11-29", "2026-12-06", "2026-12-13"}));
  EXPECT_EQ(due.wake, std::min(back + hours(24), at("2026-12-21", 8)));
}

TEST(Plan, WeeksThatAreTooLongAgoAreSkippedAndCounted) {
  Wants w = wants();
  w.schedule.catch_up_weeks = 2;
  State state = begun("2026-01-01");
  state.issued = day("2026-01-05");
  const Plan due = plan(w, state, at("2026-03-04"));
  ASSERT_EQ(tasks_of(due), "issue ");
  EXPECT_EQ(format_day(due.tasks[0].week), "2026-02-16");
  EXPECT_EQ(due.tasks[0].skipped, 5U);
}

TEST(Plan, AWeekIssuedByAClockThatRanAheadDoesNotStopTheOthers) {
  const Wants w = wants();
  State state = begun("2026-11-01");
  state.issued = day("2031-01-06");
  const Plan due = plan(w, state, at("2026-11-24", 12));
  ASSERT_EQ(tasks_of(due), "issue ");
  EXPECT_EQ(format_day(due.tasks[0].week), "2026-11-16");
  state.issued = due.tasks[0].week;
  EXPECT_EQ(tasks_of(plan(w, state, at("2026-11-24", 12))), "");
  EXPECT_EQ(tasks_of(plan(w, state, at("2026-11-30", 8))), "issue ");
}

TEST(Plan, SummerTimeNeitherRepeatsNorSkipsAnIssue) {
  Wants w = wants("Europe/Berlin");
  w.schedule.digest_day = std::chrono::Sunday;  // the day on which clocks change
  for (const int minute : {0, 30, 59}) {
    w.schedule.digest_hour = hours(2) + minutes(minute);
    State state = begun("2026-01-01");
    int issues = 0;
    for (Instant now = at("2026-01-01"); now < at("2027-01-01"); now += minutes(10)) {
      const Plan due = plan(w, state, now);
      if (due.tasks.empty()) continue;
      if (state.issued) {
        EXPECT_EQ(due.tasks[0].week, *state.issued + std::chrono::days(7));
      }
      state.issued = due.tasks[0].week;
      ++issues;
    }
    EXPECT_EQ(issues, 52) << minute;
  }
}

TEST(Plan, AnIssueWaitsForSourcesButNotForLong) {
  const Wants w = wants("UTC", {{"a"}});
  const State state = begun("2026-11-18");
  EXPECT_EQ(tasks_of(plan(w, state, at("2026-11-23", 8, 1))), "scan issue ");
  EXPECT_EQ(tasks_of(plan(w, state, at("2026-11-23", 8, 31))), "issue scan ");
  // After an absence the sources come first, too.
  const Instant back = at("2026-11-28", 12);
  EXPECT_EQ(tasks_of(plan(w, state, back, back)), "scan issue ");
  EXPECT_EQ(tasks_of(plan(w, state, back + minutes(30), back)), "issue scan ");
}

TEST(Plan, SourcesByIntervalFailureAndEnd) {
  const Wants w =
      wants("UTC", {{"a", hours(6)}, {"b", hours(6)}, {"c", hours(6)}, {"d", hours(6)}});
  State state = begun("2026-11-22");
  const Instant now = at("2026-11-22", 12);
  state.sources["a"].due = now;
  state.sources["b"].due = now + hours(1);
  state.sources["c"].ended = true;
  state.sources["d"].failures = 3;
  state.sources["d"].failed = now - minutes(19);
  Plan due = plan(w, state, now);
  ASSERT_EQ(tasks_of(due), "scan ");
  EXPECT_EQ(due.tasks[0].sources, std::vector<std::string>{"a"});
  EXPECT_EQ(due.wake, now + minutes(1));  // 5, 10, 20 minutes
  state.sources["a"].due = now + hours(6);
  due = plan(w, state, now + minutes(1));
  ASSERT_EQ(tasks_of(due), "scan ");
  EXPECT_EQ(due.tasks[0].sources, std::vector<std::string>{"d"});
}

TEST(Plan, AClockThatWasPutBackLeavesNothingBehind) {
  const Wants w = wants("UTC", {{"a", hours(6)}});
  State state = begun("2026-11-22");
  const Instant now = at("2026-11-22", 12);
  state.sources["a"].done = now + hours(24 * 365);
  state.sources["a"].due = now + hours(24 * 365 + 6);
  state.mail = now + hours(24 * 365);
  EXPECT_EQ(tasks_of(plan(w, state, now)), "deliver scan ");
}

TEST(Plan, SourcesAreSpreadTheSameWayEachTime) {
  Wants w = wants("UTC", {{"a", hours(24)}, {"b", hours(24)}, {"c", hours(24), true}});
  w.schedule.jitter = minutes(60);
  std::set<std::int64_t> moments;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    w.seed = seed;
    State state = begun("2026-11-20");
    const Instant due = at("2026-11-22", 12);
    for (const char* id : {"a", "b", "c"}) state.sources[id].due = due;
    state.sources["c"].due = due + hours(48);
    const Plan first = plan(w, state, due - hours(1));
    EXPECT_EQ(plan(w, state, due - hours(1)).wake, first.wake);
    EXPECT_GE(first.wake, due);
    EXPECT_LE(first.wake, due + hours(1));
    moments.insert(first.wake.time_since_epoch().count());
  }
  EXPECT_GT(moments.size(), 2U);
}

TEST(ClockJump, IsSeenBeyondHalfAMinute) {
  const Clocks before{at("2026-11-22"), hours(1)};
  EXPECT_EQ(clock_jump(before, {at("2026-11-22", 1), hours(2)}).count(), 0);
  EXPECT_EQ(clock_jump(before, {at("2026-11-22", 1) + seconds(20), hours(2)}).count(), 0);
  EXPECT_EQ(clock_jump(before, {at("2026-11-22", 3), hours(2)}).count(), 7'200);
  EXPECT_EQ(clock_jump(before, {at("2026-11-21", 23), hours(2)}).count(), -7'200);
}

TEST(Conductor, WhatFailsWaitsAndDoesNotKeepOthers) {
  const Wants w = wants("UTC", {{"a"}});
  State state = begun("2026-11-18");
  Conductor conductor;
  Instant now = at("2026-11-23", 9);
  auto task = conductor.next(w, state, now - hours(1));
  ASSERT_TRUE(task);
  EXPECT_EQ(task->kind, TaskKind::kPrepare);
  conductor.finished(*task, Outcome::kDone, "", now);
  task = conductor.next(w, state, now);
  ASSERT_EQ(task->kind, TaskKind::kIssue);
  conductor.finished(*task, Outcome::kFailed, "disk full", now);
  EXPECT_EQ(conductor.record(TaskKind::kIssue).error, "disk full");
  task = conductor.next(w, state, now);
  ASSERT_EQ(task->kind, TaskKind::kScan);
  conductor.finished(*task, Outcome::kDone, "", now);
  state.sources["a"].due = now + hours(24);
  EXPECT_FALSE(conductor.next(w, state, now));
  EXPECT_EQ(conductor.wake(), now + minutes(1));
  now += minutes(1);
  ASSERT_EQ(conductor.next(w, state, now)->kind, TaskKind::kIssue);
}

TEST(Conductor, ASourceThatCrashesTheHarvestIsFoundAndLeftAlone) {
  const Wants w = wants("UTC", {{"a"}, {"b"}, {"c"}});
  State state = begun("2026-11-18");
  Conductor conductor;
  const Instant now = at("2026-11-19");
  conductor.finished(*conductor.next(w, state, now), Outcome::kDone, "", now);
  std::vector<std::string> alone;
  for (int i = 0; i < 10; ++i) {
    const auto task = conductor.next(w, state, now);
    if (!task) break;
    const bool bad =
        std::find(task->sources.begin(), task->sources.end(), "b") != task->sources.end();
    conductor.finished(*task, bad ? Outcome::kCrashed : Outcome::kDone, "signal 11", now);
    if (bad) continue;
    for (const std::string& source : task->sources) {
      state.sources[source].due = now + hours(24);
      alone.push_back(source);
    }
  }
  EXPECT_EQ(alone, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(conductor.wake(), now + minutes(5));
}

TEST(Conductor, AHarvestMakesWayForALateIssue) {
  const Wants w = wants("UTC", {{"a"}});
  const State state = begun("2026-11-18");
  Conductor conductor;
  Instant now = at("2026-11-23", 7);
  conductor.finished(*conductor.next(w, state, now), Outcome::kDone, "", now);
  const auto scan = conductor.next(w, state, now);
  ASSERT_EQ(scan->kind, TaskKind::kScan);
  EXPECT_FALSE(conductor.makes_way(*scan, w, state, at("2026-11-23", 8, 29)));
  EXPECT_TRUE(conductor.makes_way(*scan, w, state, at("2026-11-23", 8, 30)));
}

TEST(Conductor, IssuesWaitUntilAClockThatJumpedAheadHasStayed) {
  const Wants w = wants();
  const State state = begun("2026-11-18");
  Conductor conductor;
  const Instant now = at("2026-11-23", 9);
  conductor.finished(*conductor.next(w, state, now), Outcome::kDone, "", now);
  conductor.clock_jumped(now);
  EXPECT_FALSE(conductor.next(w, state, now));
  EXPECT_EQ(conductor.next(w, state, now + minutes(10))->kind, TaskKind::kIssue);
}

}  // namespace
}  // namespace horizon::daemon
