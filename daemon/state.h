// Where the schedule stands, as the store keeps it.
#pragma once

#include "core/error.h"
#include "daemon/schedule.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::daemon {

inline constexpr const char* kBegunKey = "daemon.begun";            // seconds since the epoch
inline constexpr const char* kIssuedKey = "daemon.issued";          // 2026-11-16, a Monday
inline constexpr const char* kMaintainedKey = "daemon.maintained";  // seconds since the epoch

// What the settings ask for. kUsage if the time zone is unknown.
Result<Wants> wants_of(const pipeline::Workspace& workspace);

// Of a workspace without a store: nothing was done yet, and the service begins at `now`.
Result<State> read_state(const pipeline::Workspace& workspace, Instant now);

// The time as it is noted in the store.
std::string seconds_text(Instant instant);

}  // namespace horizon::daemon
