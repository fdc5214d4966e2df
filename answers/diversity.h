// How widely each subfield reaches into the others.
#pragma once

#include "answers/voice.h"
#include "pipeline/diversity.h"

namespace horizon::answers {

// Rows: {"topic", "name", "documents", "mixed" (of these with another subfield as well), "variety",
// "balance", "rao_stirling", "effective", "lower", "upper" (95 %), "expected" (effective, by
// chance), "previous_documents", "previous_effective", "previous_lower", "previous_upper", "change"
// ("wider", "narrower" or null), "with" (ids), "why_not" ("no-documents" or null)}; at most
// `limit`.
Answer diversity_answer(const pipeline::DiversityReport& report, std::size_t limit,
                        const taxonomy::Taxonomy& taxonomy, const Voice& voice);

}  // namespace horizon::answers
