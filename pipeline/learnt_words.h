// Learns words from the store (learnt_file.h).
#pragma once

#include <vector>

#include "core/error.h"
#include "pipeline/analyser.h"
#include "pipeline/learnt_file.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// Chinese proposals of suggest_terms() that are supported so well that nobody need look at each:
// ideographs alone, in twenty documents or more, parts that stand together fifty times as often as
// by chance, neighbours as various as four or five equally frequent ones on either side, and no
// verb or function word at an end or inside. The cost of a word is that of its share of the texts,
// less what a word costs by itself in the model (two nats). Ascending. Words
// learnt before count as unknown, so that learning again from the same texts gives the same.
Result<std::vector<LearntWord>> learn_words(const Workspace& workspace, const Analyser& analyser,
                                            const JobContext& context);

}  // namespace horizon::pipeline
