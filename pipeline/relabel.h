// Labels for everything anew, when taxonomy or thresholds have changed. Internal to pipeline/.
#pragma once

#include <vector>

#include "pipeline/ingest.h"

namespace horizon::pipeline {

// Walks the whole store in sequence order, labels in parallel. With `apply` the new labels are
// stored, a durable batch at a time; killed, the next run continues to the same result.
Result<std::vector<LabelMove>> relabel_all(store::Store& store, const Analyser& analyser,
                                           const JobContext& context, bool apply);

}  // namespace horizon::pipeline
