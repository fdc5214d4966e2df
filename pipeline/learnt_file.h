// The file of words that were learnt from the store: what its documents use like one word, and no
// list names.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "nlp/segment/lexicon.h"

namespace horizon::pipeline {

using nlp::segment::LearntWord;

// learnt.txt: "WORD COST" a line (docs/phrases.md); empty lines and what begins with # are passed
// over. Derived from the store, replaced as a whole; without the file nothing is learnt.
std::filesystem::path learnt_file(const std::filesystem::path& workspace);

// In the order of the file, without what lexicon.txt refuses. kUsage, with file and line, for what
// cannot be read.
Result<std::vector<LearntWord>> read_learnt(const std::filesystem::path& workspace,
                                            std::span<const std::string> refused);
Status write_learnt(const std::filesystem::path& workspace, std::span<const LearntWord> words);

}  // namespace horizon::pipeline
