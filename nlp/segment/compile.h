// Lists of words and characters → the bytes of a lexicon.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "nlp/segment/lexicon.h"
#include "nlp/segment/units.h"

namespace horizon::nlp::segment {

struct Entry {
  std::u32string word;  // ideographs; 0 stands for a unit
  Cost cost = 0;
  std::uint8_t cuts = 0;           // as a Cell's
  std::vector<std::string> units;  // their keys, in the order of the zeros
};

struct ScoredCharacter {
  char32_t character = 0;
  Character scores;
};

// Words of characters in the coded range, Simplified, and units; of one given twice the cheaper
// entry counts, and what is longer than kMaxEntry is left out. Gives codes to all characters of the
// coded range, the most used first.
Result<std::string> compile_lexicon(std::span<const Entry> entries,
                                    std::span<const ScoredCharacter> characters);

// The bytes of Lexicon::overlay().
Result<std::string> compile_overlay(const Lexicon& base, std::span<const std::string> terms,
                                    std::span<const LearntWord> learnt);

// The entries that keep a term whole, one for each of its spellings; none if the term does not
// consist of 2 to kMaxEntry ideographs and units.
std::vector<Entry> term_entries(std::string_view term);

}  // namespace horizon::nlp::segment
