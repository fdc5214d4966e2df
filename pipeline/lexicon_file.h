// The operator's lexicon: words that Chinese texts are not to be cut within, beside those of the
// taxonomy.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"

namespace horizon::pipeline {

// lexicon.txt: a term a line, in any spelling; with a - before it, what is not to be learnt as a
// word. Empty lines and what begins with # are passed over.
std::filesystem::path lexicon_file(const std::filesystem::path& workspace);

// In the order of the file.
struct OperatorLexicon {
  std::vector<std::string> terms;
  std::vector<std::string> refused;
};

// Nothing if there is no file. kUsage, with file and line, for what is no UTF-8 or longer than a
// term can be, or if the file is too large.
Result<OperatorLexicon> read_lexicon(const std::filesystem::path& workspace);

// Puts terms behind those of the file, which is made if it is not there; those that it has already
// are passed over. Returns how many were added. kUsage, with the term, for one that is empty, has a
// line break or begins with # or -.
Result<std::size_t> add_to_lexicon(const std::filesystem::path& workspace,
                                   std::span<const std::string> terms);

}  // namespace horizon::pipeline
