// Watches as an issue shows them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/error.h"
#include "digest/annex.h"
#include "pipeline/watch.h"
#include "pipeline/watch_run.h"

namespace horizon::pipeline {

// What every watch of the workspace has found up to a day, in order of id. A watch whose query
// cannot be understood any more is left out, and told by `on_error(id, error)`. What was reported
// by messages of other keys than `message` is left out.
using WatchError = std::function<void(const std::string& id, const Error& error)>;
Result<std::vector<WatchFinding>> evaluate_watches(const std::vector<Watch>& watches,
                                                   const Searcher& searcher, Day as_of,
                                                   const std::string& message,
                                                   const WatchError& on_error);

// A watch, and behind it its milestones.
std::vector<digest::WatchItem> watch_items(const std::vector<WatchFinding>& findings);

// The key under which the issue of a week tells what it tells: "issue/2026-W47".
std::string issue_message_key(const Period& week);

// The watches of watches.json, for an issue.
WatchSource watch_source(const Workspace& workspace, WatchError on_error);

}  // namespace horizon::pipeline
