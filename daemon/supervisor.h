// The service: waits, starts each task in a process of its own when it is due, and tells how it is.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/date.h"
#include "core/error.h"

namespace horizon::daemon {

struct ServiceOptions {
  std::filesystem::path workspace;
  bool once = false;                  // do what is due, and end
  std::optional<Instant> now;         // instead of the clock's; with `once` only
  std::optional<std::string> listen;  // instead of [daemon] listen
  std::optional<bool> json_log;       // instead of [daemon] log
};

// Runs until SIGTERM or SIGINT (within ten seconds), or with `once` until nothing is due. SIGHUP
// reads the settings again; if they have mistakes, the old ones go on and the mistake is told.
// Blocks these signals in the calling thread, which must be the process's only one. True if
// everything went well; false if, with `once`, something failed. kUnavailable, naming the holder,
// if another daemon runs on this workspace.
Result<bool> serve(const ServiceOptions& options);

}  // namespace horizon::daemon
