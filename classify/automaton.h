// Finds all phrases of a large set in a folded text, in one pass.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "nlp/fold.h"

namespace horizon::classify {

using PhraseId = std::uint32_t;
inline constexpr PhraseId kNoPhrase = 0xFFFFFFFFU;

struct PhraseMatch {
  PhraseId phrase = kNoPhrase;
  std::uint32_t first_token = 0;
  std::uint32_t token_count = 0;
};

// A trie over tokens, not bytes: folded words are numbered once, so that phrases begin and end at
// the boundaries of words, Han characters (each a token) match anywhere, and a word that no phrase
// knows costs one look-up. Built by add(), then read by any number of threads.
class PhraseAutomaton {
 public:
  // Phrases of more tokens are not taken.
  static constexpr std::size_t kMaxTokens = 32;

  // The same folded phrase always gets the same id; ids count from 0. kNoPhrase for a phrase
  // without any word or of more than kMaxTokens.
  PhraseId add(const nlp::FoldedText& phrase);

  // Appends every occurrence of every phrase, nested and overlapping ones too, ordered by first
  // token, then by length.
  void find(const nlp::FoldedText& text, std::vector<PhraseMatch>& out) const;

  std::size_t size() const { return phrase_count_; }

 private:
  using WordId = std::uint32_t;
  using State = std::uint32_t;
  static constexpr WordId kNoWord = 0xFFFFFFFFU;
  static constexpr State kNoState = 0;  // the root is entered by nothing

  struct Edge {
    std::uint64_t key = std::numeric_limits<std::uint64_t>::max();
    State to = kNoState;
  };
  // A word at its place in the table, which is empty without a size.
  struct Word {
    std::uint32_t hash = 0;
    std::uint32_t begin = 0, size = 0;  // in bytes_
    WordId id = kNoWord;
  };

  static std::uint64_t edge_key(State state, WordId word) {
    return (std::uint64_t{state} << 32) | word;
  }
  std::size_t slot(std::uint64_t key) const;
  State step(State state, WordId word) const;
  State step_or_add(State state, WordId word);
  void grow();
  std::size_t place_of(std::string_view word, std::uint32_t hash) const;
  WordId number_of(std::string_view word);
  void grow_words();
  WordId word_of(const nlp::FoldedText& text, const nlp::FoldedToken& token) const;

  // Open addressing, a power of two, at most half full: a word that no phrase has, as most are,
  // ends at one look.
  std::vector<Word> words_;
  std::string bytes_;
  std::size_t word_count_ = 0;
  std::vector<WordId> han_words_;  // by code point, for the basic plane
  std::vector<State> first_;       // root's edges by word
  std::vector<Edge> edges_;        // open addressing, a power of two
  std::size_t edge_count_ = 0;
  std::vector<PhraseId> phrase_at_ = {kNoPhrase};  // by state
  std::size_t phrase_count_ = 0;
};

}  // namespace horizon::classify
