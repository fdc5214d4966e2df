// Exact counts of many short sequences of words, in flat memory.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/text_words.h"

namespace horizon::nlp {

// The key of a sequence is made word by word. Equal sequences have equal keys; of others, two in
// 2^64 meet.
inline constexpr std::uint64_t kEmptyKey = 0x51ED270B27D4EB2FULL;
constexpr std::uint64_t extend_key(std::uint64_t key, WordId word) {
  key = (key ^ word) * 0x9E3779B97F4A7C15ULL;
  return key ^ (key >> 29U);
}

inline std::uint64_t key_of(std::span<const WordId> words) {
  std::uint64_t key = kEmptyKey;
  for (const WordId word : words) key = extend_key(key, word);
  return key;
}

struct PhraseCount {
  std::uint64_t key = 0;
  std::uint32_t words_at = 0;  // into the table's words
  std::uint8_t size = 0;       // words
  std::uint32_t occurrences = 0;
  std::uint32_t documents = 0;
  std::uint32_t last_document = std::numeric_limits<std::uint32_t>::max();
  // Documents whose first place of it...
  // Begins at punctuation or a function word, no verbal one; Chinese: where a word begins.
  std::uint32_t bounded_left = 0;
  // Ends at punctuation or a function word, no determiner; Chinese: where a word ends.
  std::uint32_t bounded_right = 0;
  std::uint32_t verbal_left = 0;       // stands behind to, we, can, is
  std::uint32_t determiner_right = 0;  // stands before the, a, our
};

class PhraseTable {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  // The entry of a sequence, which is added if it is new. Valid until the next call.
  PhraseCount& entry(std::uint64_t key, std::span<const TextWord> words);
  // Its index among entries(); kNone if it was never added.
  std::uint32_t find(std::uint64_t key) const;

  std::span<const PhraseCount> entries() const { return entries_; }
  std::span<const WordId> words(const PhraseCount& entry) const {
    return std::span(words_).subspan(entry.words_at, entry.size);
  }

 private:
  std::size_t slot(std::uint64_t key) const;
  void grow();

  std::vector<PhraseCount> entries_;
  std::vector<WordId> words_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1024, kNone);
};

}  // namespace horizon::nlp
