// What a watch tells at once.
#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "daemon/delivery/parcel.h"
#include "daemon/jobs.h"
#include "pipeline/watch_run.h"

namespace horizon::daemon {

// The message of a finding, in both languages, as kept in the outbox (JSON).
std::string alert_body(const pipeline::WatchFinding& finding);

// kCorrupt for a body that alert_body() did not make. `language` is "zh", "en" or "both".
Result<Parcel> alert_parcel(const std::string& key, const std::string& body,
                            const std::string& language);

// Looks at the watches that want it, and decides on a message for each whose threshold is reached.
// Their documents are reported by nothing else then.
Status decide_alerts(const JobSetting& setting);

}  // namespace horizon::daemon
