// A document's title and abstract as the stream of words that is stored for counting phrases.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "nlp/passage.h"
#include "nlp/words.h"

namespace horizon::nlp {

// The words of a passage; `han_words`, if given, are those that its runs of ideographs were cut
// into: their first characters are marked. Numbers of more than four characters, and words of more
// than 40 bytes, are what no phrase is made of: they become a break. So do web addresses.
void append_words(const Passage& passage, bool title, std::span<const Word> han_words,
                  std::string& stream);

// Whether a stream keeps this folded word where no web address is.
bool is_kept(std::string_view word);

// The token behind a web address that begins at token `first`; `first` where none begins.
std::size_t behind_address(const Passage& passage, std::size_t first);

}  // namespace horizon::nlp
