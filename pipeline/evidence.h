// A stored document as evidence in an issue. Internal to pipeline/.
#pragma once

#include "digest/issue.h"
#include "store/store.h"

namespace horizon::pipeline {

// Without its nodes.
digest::EvidenceItem evidence_of(const store::StoredDocument& stored);

}  // namespace horizon::pipeline
