// Words that were learnt from the store: what its documents use like one word, and no list names.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "nlp/segment/cell.h"
#include "pipeline/analyser.h"
#include "pipeline/run.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

struct LearntWord {
  std::string word;
  nlp::segment::Cost cost = 0;  // hundredths of a nat

  friend bool operator==(const LearntWord&, const LearntWord&) = default;
};

// learnt.txt: "WORD COST" a line (docs/phrases.md); empty lines and what begins with # are passed
// over. Derived from the store, replaced as a whole; without the file nothing is learnt.
std::filesystem::path learnt_file(const std::filesystem::path& workspace);

// In the order of the file, without what lexicon.txt refuses. kUsage, with file and line, for what
// cannot be read.
Result<std::vector<LearntWord>> read_learnt(const std::filesystem::path& workspace);
Status write_learnt(const std::filesystem::path& workspace, std::span<const LearntWord> words);

// Chinese proposals of suggest_terms() that are supported so well that nobody need look at each:
// ideographs alone, in twenty documents or more, parts that stand together fifty times as often as
// by chance, neighbours as various as four or five equally frequent ones on either side, and no
// verb or function word at an end or inside. The cost of a word is that of its share of the texts,
// less what a word costs by itself in the model (two nats). Ascending. Words
// learnt before count as unknown, so that learning again from the same texts gives the same.
Result<std::vector<LearntWord>> learn_words(const Workspace& workspace, const Analyser& analyser,
                                            const JobContext& context);

}  // namespace horizon::pipeline
