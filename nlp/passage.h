// A text as its source wrote it beside its folded form, and what stands between its words.
#pragma once

#include <string_view>

#include "core/text_words.h"
#include "nlp/fold.h"

namespace horizon::nlp {

// Neither is owned. `folded` is fold(source), or of a prefix of it.
struct Passage {
  std::string_view source;
  const FoldedText* folded = nullptr;
};

// Of the bytes between two neighbouring tokens.
Gap gap_of(std::string_view between);

// The bytes in front of token `index`, back to the token before; those behind the last token for
// index = tokens.size().
std::string_view gap_before(const Passage& passage, std::size_t index);

// The bytes of the source under tokens [first, end), end > first.
std::string_view source_of(const Passage& passage, std::size_t first, std::size_t end);

// The folded bytes of a token.
inline std::string_view folded_of(const FoldedText& text, const FoldedToken& token) {
  return std::string_view(text.text).substr(token.begin, token.size);
}

}  // namespace horizon::nlp
