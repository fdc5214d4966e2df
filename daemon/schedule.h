// What is to be done now, and when to look again: pure functions of what the operator wants, what
// was done, and the time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "pipeline/service_config.h"
#include "pipeline/time_zone.h"

namespace horizon::daemon {

// A source as far as its times go.
struct SourceTiming {
  std::string id;
  std::chrono::seconds interval{24 * 3600};
  bool by_calendar = false;  // its time is meant to the minute: it is not spread
};

struct Wants {
  pipeline::ScheduleConfig schedule;
  pipeline::TimeZone zone;
  std::vector<SourceTiming> sources;  // those that are enabled
  std::uint64_t seed = 0;             // of the spreading; of each workspace another one
};

struct SourceState {
  std::optional<Instant> due;   // nullopt: never harvested
  int failures = 0;             // in a row
  Instant failed{};             // the last of them
  std::optional<Instant> done;  // the last success
  bool ended = false;
};

// What a restart must know; all of it is in the store.
struct State {
  std::map<std::string, SourceState> sources;
  Instant begun{};              // when the service first ran here: no issue is due before
  std::optional<Day> issued;    // Monday of the newest week that was issued
  std::optional<Instant> mail;  // when the next waiting delivery is to be tried
  std::optional<Instant> maintained;
};

// kPrepare: make or migrate the store, and note that the service has begun; never in a Plan.
enum class TaskKind : std::uint8_t { kPrepare, kDeliver, kIssue, kScan, kMaintain };
inline constexpr std::size_t kTaskKinds = 5;
const char* to_string(TaskKind kind);  // "prepare" "deliver" "issue" "scan" "maintain"

struct Task {
  TaskKind kind = TaskKind::kScan;
  Instant due{};                     // since when it could have been done
  std::vector<std::string> sources;  // kScan
  Day week{};                        // kIssue: Monday of the week that the issue is about
  Day as_of{};                       // kIssue: the last day that it looks at
  std::size_t skipped = 0;           // kIssue: weeks before it that are too long ago
  friend bool operator==(const Task&, const Task&) = default;
};

struct Plan {
  std::vector<Task> tasks;  // due, in the order in which they are to be done
  Instant wake{};           // when something else will be due, if nothing happens; at most a day on
};

// Of each kind of task at most one, the next of it. Deliveries come first: they are short. An issue
// waits for the sources that are due, so that it knows what they bring, but no longer than
// kPatience, from its time or `up_since` on, when the service started. Maintenance comes last, and
// waits for quiet at most a day.
Plan plan(const Wants& wants, const State& state, Instant now, Instant up_since = {});

// The next issue that is to be made, due or not, and since when or when it is due.
struct NextIssue {
  Day week{};  // its Monday
  Instant due{};
};
NextIssue next_issue(const Wants& wants, const State& state, Instant now);

// So long an issue waits for sources, and a delivery for a harvest that is under way.
inline constexpr std::chrono::minutes kPatience{30};

// When the issue about the week that begins on `monday` is due. The issue of a digest day D looks
// at the seven days before it, so the week is the one that D - 1 lies in.
Instant issue_due(const pipeline::ScheduleConfig& schedule, const pipeline::TimeZone& zone,
                  Day monday);

// The pause after so many failures in a row: 5 minutes, doubling, at most a day and at most the
// interval (but never under 5 minutes).
std::chrono::seconds source_pause(int failures, std::chrono::seconds interval);
// The same for tasks and deliveries: a minute, doubling, at most an hour.
std::chrono::seconds task_pause(int failures);

// Between 0 and `most`, the same for the same seed, name and moment.
std::chrono::seconds spread(std::uint64_t seed, const std::string& name, Instant moment,
                            std::chrono::seconds most);

// Did the clock on the wall go otherwise than a clock that only counts? The seconds that it is
// ahead (negative: behind) since the last look; 0 within half a minute.
struct Clocks {
  Instant wall{};
  std::chrono::nanoseconds counted{0};
};
std::chrono::seconds clock_jump(const Clocks& before, const Clocks& now);

}  // namespace horizon::daemon
