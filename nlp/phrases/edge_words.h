// Words that no name of a technology begins or ends with.
#pragma once

#include <string_view>

namespace horizon::nlp {

// False for verbs, adverbs, adjectives of praise and measure, and function words: "novel",
// "improve", 通过, 现有. `word` is folded; `han`: it is a Chinese word. Closed lists of general
// language, no terms of any field.
bool may_begin_term(std::string_view word, bool han);
// Likewise; and nouns that by themselves and at the end name nothing: "approach", "result", 问题.
bool may_end_term(std::string_view word, bool han);

}  // namespace horizon::nlp
