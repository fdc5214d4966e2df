// What kind of word a word is, as far as the bounds of phrases go.
#pragma once

#include <cstdint>
#include <string_view>

namespace horizon::nlp {

enum class WordClass : std::uint8_t {
  kContent,
  kDeterminer,   // the, this, our: what follows begins a phrase
  kVerbal,       // to, we, can, which, is: what follows is likely a verb or an adjective
  kFunction,     // prepositions, conjunctions, adverbs of the text's own course
  kKind,         // a noun that says what kind of thing a name in front of it names: method, system
  kOf,           // may stand inside of a phrase: internet of things
  kNumber,       // digits alone
  kLetter,       // one letter
  kHan,          // one ideograph
  kHanFunction,  // an ideograph that ends phrases when it is a word: 的, 和, 在
};

// Of a folded word, English or Chinese; every other word is content.
WordClass word_class(std::string_view word);

// True for ideographs.
constexpr bool is_ideograph(WordClass word) {
  return word == WordClass::kHan || word == WordClass::kHanFunction;
}

// True for everything between phrases, never inside of one.
constexpr bool separates(WordClass word) {
  return word == WordClass::kDeterminer || word == WordClass::kVerbal ||
         word == WordClass::kFunction;
}

}  // namespace horizon::nlp
