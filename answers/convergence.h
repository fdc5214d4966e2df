// Which subfields grow together.
#pragma once

#include "answers/voice.h"
#include "pipeline/convergence.h"

namespace horizon::answers {

// Rows: {"first", "second" (ids), "first_name", "second_name", "across_domains", "both",
// "first_documents", "second_documents", "exposure" (all), the same four with "previous_", "lift",
// "lift_lower", "lift_upper", the same with "previous_", "change", "lower", "upper", "why_not"
// ("nothing-to-compare" or null: there is a change), "p_together", "q_value"}; at most `limit`, of
// different domains only if `across` is set.
Answer convergence_answer(const pipeline::ConvergenceReport& report, bool across, std::size_t limit,
                          const taxonomy::Taxonomy& taxonomy, const Voice& voice);

}  // namespace horizon::answers
