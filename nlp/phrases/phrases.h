// Candidate phrases of one document: everything that may be the name of something.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/text_words.h"
#include "nlp/phrases/word_class.h"

namespace horizon::nlp {

// What stands around a phrase, as bits: whether it is a whole is seen from many of these.
enum PhraseContext : std::uint8_t {
  kNextBounds = 1,      // punctuation, the end or a function word that is no determiner follows
  kPreviousBounds = 2,  // punctuation, the beginning or a function word precedes, no verbal one
  kNextDeterminer = 4,  // "learn a": what precedes is a verb
  kPreviousVerbal = 8,  // "to learn", "is novel"
  kPhraseInTitle = 16,
  kPhraseInCapitals = 32,  // all its words are
};

struct Phrase {
  std::uint64_t key = 0;    // of its words in order (phrase_table.h); a hyphen is a space
  std::uint32_t first = 0;  // its first word in the document
  std::uint8_t count = 0;   // of words; ideographs count each
  std::uint8_t context = 0;
};

// English: 1 to 4 words without a break or a function word between them, one inner "of" allowed; a
// number or a single letter neither first nor alone, unless a hyphen ties it: k-means. Chinese: 1
// to 4 words by the marks of their beginnings, 2 to 12 characters in all, no function word first or
// last; Latin words may be among them: 5G基站.
inline constexpr std::size_t kMaxPhraseWords = 4;
inline constexpr std::size_t kMaxPhraseHan = 12;

// Every place of every candidate, by first word, then by length. `classes` by WordId. Linear.
void find_phrases(std::span<const TextWord> words, std::span<const WordClass> classes,
                  std::vector<Phrase>& out);

// Each candidate once, at its first place, in the order of keys: what one document counts.
void keep_first(std::vector<Phrase>& phrases);

}  // namespace horizon::nlp
