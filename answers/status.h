// What a workspace holds, and what failed.
#pragma once

#include "answers/voice.h"
#include "pipeline/workspace.h"
#include "store/store.h"

namespace horizon::answers {

// {"documents", "labelled", "undated", "quarantined", "raw_records", "earliest", "latest",
// "indexed", "index_behind", "taxonomy", "sources", "failures", "runs"}.
Result<Json> status_json(const pipeline::Workspace& workspace, const store::Store& store);

}  // namespace horizon::answers
