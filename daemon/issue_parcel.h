// An issued week, as it is delivered.
#pragma once

#include <string>

#include "core/error.h"
#include "daemon/delivery/parcel.h"
#include "pipeline/workspace.h"

namespace horizon::daemon {

// The message `key` ("issue/2026-W47") with the files of its week, as they lie in the folder of
// digests; `language` is "zh", "en" or "both" (the text in both, the mail's HTML in Chinese).
// kNotFound if the week was not issued.
Result<Parcel> issue_parcel(const pipeline::Workspace& workspace, const std::string& key,
                            const std::string& language);

}  // namespace horizon::daemon
