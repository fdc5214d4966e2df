// What the Unicode tables say about single characters, in the form that folding needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace horizon::nlp {

// What a character does to the words around it.
enum class Role : std::uint8_t {
  kDrop,       // invisible: neither part of a word nor between words
  kSeparator,  // punctuation, symbols, white space
  kWord,       // letters, marks, digits; `folded` is all word characters
  kHan,        // one ideograph
  kMixed,      // folds to several characters of different roles
};

struct CharacterFold {
  Role role = Role::kSeparator;
  bool starts = true;       // false if it may combine with the character before it
  std::string_view folded;  // NFKC_Casefold of the character; static storage
};

// Looks up a character of the tabulated range; the table is made at the first call.
inline constexpr char32_t kTableBegin = 0x80;
inline constexpr char32_t kTableEnd = 0x3200;
const CharacterFold& tabulated_fold(char32_t code_point);

// For characters outside the table, and where they are decided by ICU alone.
Role role_of(char32_t code_point);
bool starts_normalisation(char32_t code_point);

// NFKC_Casefold of a short text. Returns the text itself if ICU cannot.
std::string normalise(std::string_view text);

// The Simplified form of a character of the basic ideographs (U+3400 to U+9FFF), one to one by
// ICU's Traditional-Simplified table; the character itself if it has none.
char32_t simplified(char32_t code_point);

}  // namespace horizon::nlp
