// Index entries of what is stored.
#pragma once

#include <span>
#include <vector>

#include "core/error.h"
#include "index/index.h"
#include "pipeline/analyser.h"
#include "store/store.h"

namespace horizon::pipeline {

// In the order of the documents; in parallel.
Result<std::vector<index::Prepared>> prepare_all(const store::Store& store,
                                                 const Analyser& analyser,
                                                 std::span<const store::StoredDocument> documents);

}  // namespace horizon::pipeline
