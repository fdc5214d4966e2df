// Acronyms and the names that they stand for, as the text itself says it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "nlp/passage.h"

namespace horizon::nlp {

// Tokens of one folded text.
struct TokenRange {
  std::uint32_t first = 0;
  std::uint32_t end = 0;
};

struct Definition {
  TokenRange acronym;
  TokenRange expansion;
  // False where Chinese text runs on into the bracket, "研究了脑机接口（BCI）": the expansion is
  // some end of the range.
  bool exact = true;
};

// Every "long form (SF)" and "SF (long form)", by the rule of A. Schwartz and M. Hearst, "A simple
// algorithm for identifying abbreviation definitions in biomedical text", PSB 2003: each letter of
// the short form stands in the long form, in order, the first at the beginning of a word. The
// bracket may hold several forms, 脑机接口（Brain-Computer Interface，BCI）; a Chinese long form
// has no letters to compare and is taken as it stands: BCI（脑机接口）. In order of their place; at
// most 64. Linear in the text.
std::vector<Definition> find_definitions(const Passage& passage);

// True if the folded words of the long form bear out the short form by that rule, beginning with
// the first of them: "brain computer interface", "bci".
bool abbreviates(std::string_view short_form, std::string_view long_form);

}  // namespace horizon::nlp
