// Lists of words and characters → the bytes of a lexicon.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "nlp/segment/lexicon.h"

namespace horizon::nlp::segment {

struct Entry {
  std::u32string word;  // ideographs
  Cost cost = 0;
  std::uint8_t cuts = 0;  // as a Cell's
};

struct ScoredCharacter {
  char32_t character = 0;
  Character scores;
};

// Words of a text in the coded range, Simplified; of one given twice the cheaper entry counts, and
// what is longer than kMaxEntry is left out. Gives codes to all characters of the coded range, the
// most used first.
Result<std::string> compile_lexicon(std::span<const Entry> entries,
                                    std::span<const ScoredCharacter> characters);

// The bytes of Lexicon::overlay().
Result<std::string> compile_overlay(const Lexicon& base, std::span<const std::string> terms);

// The entry that keeps a term whole; its word is empty if the term does not consist of 2 to
// kMaxEntry ideographs.
Entry term_entry(std::string_view term);

}  // namespace horizon::nlp::segment
