// A task in a process of its own: what it needs ends with it, and so does what it breaks. The child
// is a copy of this process, with the settings that this process has read.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "core/error.h"
#include "daemon/conductor.h"

namespace horizon::daemon {

struct Ended {
  Outcome outcome = Outcome::kDone;
  std::string error;
};

class Child {
 public:
  // Runs `work` in a new process, which is killed when this one dies. This process must have no
  // other threads. `work` is given a flag that stop() sets.
  static Result<Child> start(const std::function<Status(const std::atomic<bool>& stop)>& work);
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  // Kills it, if it still runs.
  ~Child();

  // Readable when the child has said why it failed, or has ended.
  int descriptor() const { return pipe_; }
  // What came of it; nullopt while it runs.
  std::optional<Ended> poll();
  void stop();  // asks it to store what it has begun, and end
  void kill();
  pid_t pid() const { return pid_; }

 private:
  Child(pid_t pid, int pipe) : pid_(pid), pipe_(pipe) {}
  void read_message();

  pid_t pid_ = -1;  // -1: ended, or moved from
  int pipe_ = -1;
  bool asked_ = false;
  std::string message_;
};

}  // namespace horizon::daemon
