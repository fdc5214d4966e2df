// Labels for everything anew, when taxonomy or thresholds have changed. Internal to pipeline/.
#pragma once

#include <vector>

#include "pipeline/ingest.h"

namespace horizon::pipeline {

// The labels that everything would get, against those that it has; nothing is changed. Walks the
// store in sequence order, labels in parallel, in memory for one batch.
Result<std::vector<LabelMove>> preview_labels(const store::Store& store, const Analyser& analyser,
                                              const JobContext& context);

// The same, and stores them, a durable batch at a time with the place that was reached: killed, the
// next run with the same analyser goes on there, and its moves are those of the rest.
Result<std::vector<LabelMove>> relabel_all(store::Store& store, const Analyser& analyser,
                                           const JobContext& context);

}  // namespace horizon::pipeline
