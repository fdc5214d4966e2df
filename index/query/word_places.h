// Phrases found in the words of a document as they are kept, without its text. Internal to the
// module's .cpp files.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/word_blob.h"
#include "index/index.h"
#include "index/query/place.h"

namespace horizon::index {

class WordPlaces {
 public:
  enum class Answer : std::uint8_t { kNo, kYes, kUnsure };

  // `source` may be null: nothing is sure then.
  WordPlaces(std::span<const Place> places, const WordSource* source);

  // Whether any place can be settled by words.
  bool any() const { return any_; }
  // False if no place holds in words that are kept as this blob (core/word_blob.h).
  bool may_hold(std::string_view blob) const;
  // Of the place at this position. Unsure are places other than phrases of whole words that are all
  // kept, and those that stand where something that is not kept may lie between two words.
  Answer holds(std::size_t place, std::span<const TextWord> words) const;

 private:
  struct Phrase {
    std::vector<WordId> words;      // empty: unsure
    std::optional<WordPair> begin;  // of words that documents have; nullopt: there are not two
    bool title = false;             // in the title only
    bool unknown = false;           // no document has one of its words
  };

  static Phrase phrase_of(const Place& place, const WordSource& source);

  std::vector<Phrase> phrases_;  // by place
  bool any_ = false;
};

}  // namespace horizon::index
