// How often characters occur in the languages of the world: what tells a right decoding from a
// wrong one.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace horizon::crawler {

struct LetterCosts {
  std::string_view language;    // BCP 47
  bool latin;                   // costs include ASCII letters
  std::u32string_view letters;  // lower case
  std::string_view costs;       // one for each letter: (c - 'a') * 2 / 3 bits
};
std::span<const LetterCosts> letter_costs();

enum class WideScript : std::uint8_t { kSimplified, kTraditional, kJapanese, kKorean };

// Most frequent first. Of Japanese its Han characters only.
std::u32string_view frequent_characters(WideScript script);

}  // namespace horizon::crawler
