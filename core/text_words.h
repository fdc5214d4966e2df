// The words of a text in their order, in the form that travels from analysis to the store and to
// whoever counts phrases: flat, without an allocation for each word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace horizon {

// What stands between two neighbouring words.
enum class Gap : std::uint8_t {
  kNone,    // nothing: 脑|机, or what folding dropped
  kSpace,   // white space, markup, a possessive 's
  kHyphen,  // a hyphen, dash or "&" without spaces, between two words of one name
  kBreak,   // punctuation, brackets, signs of a formula: no term goes across it
};

// Of a Han character each is a word.
struct WordFlags {
  Gap before = Gap::kBreak;
  // A Han character: a word of the language begins here. Others: written in capitals.
  bool mark = false;
  bool title = false;
};

// Numbers a store's words; 0 is none.
using WordId = std::uint32_t;

// A word of a document by its number.
struct TextWord {
  WordId word = 0;
  WordFlags flags;
};

// A text as one string: for each word a byte of flags (0x10 to 0x1F), then the folded word, which
// holds no control characters.
void append_text_word(std::string& stream, WordFlags flags, std::string_view word);

// Takes the first word off the stream. False at its end; bytes that no word can begin with end it.
bool next_text_word(std::string_view& stream, WordFlags& flags, std::string_view& word);

}  // namespace horizon
