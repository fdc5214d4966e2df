// Which terms and topics are emerging.
#pragma once

#include "answers/voice.h"
#include "pipeline/emerging.h"

namespace horizon::answers {

// Rows: {"rank", "term", "language", "topic", "lead", "related", "score", the emergence vector,
// "q_value", "replicated", "listed_before", "field", "subfield", "subfield_share"}.
Answer emerging_answer(const pipeline::EmergingReport& report, const Voice& voice);

}  // namespace horizon::answers
