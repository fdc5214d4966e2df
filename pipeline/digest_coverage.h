// What came in since the issue before, beside what usually comes in. Internal to pipeline/.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "digest/issue.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::pipeline {

// First seen after the first day, up to the second.
struct Arrived {
  Day after{};
  Day until{};
};

// `issued` is the coverage of the weeks before as it was issued, newest first; where a week was not
// issued, its arrivals are counted now.
Result<digest::Coverage> measure_coverage(
    const Workspace& workspace, const store::Store& store, const Arrived& span,
    const std::vector<std::optional<digest::Coverage>>& issued);

// A row's light and usual range from what came in the weeks before, newest first: weeks from the
// first one with a document on, at least four of them, without the highest and the lowest. Normal
// is what lies within that range and chance (two standard deviations of a count).
void set_light(digest::CoverageRow& row, std::vector<std::uint64_t> weeks);

}  // namespace horizon::pipeline
