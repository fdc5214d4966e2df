// What is too rare for a test and may matter.
#pragma once

#include <string>

#include "answers/voice.h"
#include "pipeline/weak_signals.h"

namespace horizon::answers {

// Rows, ranked within each signal: {"signal" ("term", "route", "combination", "document"), "rank",
// "id" (a node's, of a combination both with " x " between; the folded term; the document's),
// "name", "with" (related terms; subfield of a route), "recent", "recent_exposure", "previous",
// "previous_exposure" (documents in the windows among how many), "ratio", "lower", "upper" (of
// rates; of a combination its lift; 95 %), "why_not" ("single-document" or null: there is a ratio)}
// and what the signal has besides. `only`: one of the signals, or "" for all.
Answer weak_answer(const pipeline::WeakReport& report, const std::string& only,
                   const taxonomy::Taxonomy& taxonomy, const Voice& voice);

// "atypical", "first-meeting", "minority-route", "weak-term", "uncertain"
Json signs_json(unsigned signs);
// The same for people.
std::string signs_text(unsigned signs, const Voice& voice);

}  // namespace horizon::answers
