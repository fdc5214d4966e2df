// Which task is next, after what has happened to earlier ones: one at a time, each failure followed
// by a pause of its own, so that nothing that fails keeps anything else from its turn. Without
// clock, store and processes, so that years of it can be played in a test.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "daemon/schedule.h"

namespace horizon::daemon {

enum class Outcome : std::uint8_t {
  kDone,
  kStopped,  // because it was asked to; what it has done is kept
  kFailed,   // and said why
  kCrashed   // ended by a signal that nobody sent
};

struct Record {
  std::uint64_t done = 0, failed = 0;
  int failures = 0;              // in a row
  Instant retry{};               // not before
  std::optional<Instant> ended;  // the last time, whatever came of it
  std::string error;             // of the last failure; empty after a success
};

class Conductor {
 public:
  // The task to be started now; nullopt: none before wake().
  std::optional<Task> next(const Wants& wants, const State& state, Instant now);
  // When to ask again at the latest.
  Instant wake() const { return wake_; }

  // Should the running task make way? True for a harvest or maintenance that keeps an issue or a
  // delivery waiting longer than kPatience; both go on later where they were.
  bool makes_way(const Task& running, const Wants& wants, const State& state, Instant now) const;

  void finished(const Task& task, Outcome outcome, const std::string& error, Instant now);

  // The clock was put forward: issues wait a little, until it is known to stay.
  void clock_jumped(Instant now);

  const Record& record(TaskKind kind) const { return records_.at(static_cast<std::size_t>(kind)); }

 private:
  bool may_start(const Task& task, Instant now) const;
  // A harvest in which the program died is made source by source, until the culprit is known; that
  // one is left alone for a while, as one that fails.
  std::optional<Task> without_suspects(Task task, Instant now);
  void crashed(const Task& task, Instant now);

  std::array<Record, kTaskKinds> records_;
  bool prepared_ = false;
  std::set<std::string> suspects_;          // to be harvested alone
  std::map<std::string, Record> culprits_;  // died alone
  Instant issues_from_{};
  std::optional<Instant> up_since_;  // the first question
  Instant wake_{};
};

}  // namespace horizon::daemon
