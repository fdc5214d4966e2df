// The words of a document by their numbers, as one blob: every number a varint (core/varint.h); the
// words of the title × 4 + the commonest gap of the document; then for each word its number × 4 + 2
// if it is marked + 1 if its gap is not the commonest, which then follows as a byte. Some two and a
// half bytes a word.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/text_words.h"

namespace horizon {

// Of a stream of words (core/text_words.h); its errors are those of `number_of`. "" of no words.
using NumberOf = std::function<Result<WordId>(std::string_view word)>;
Result<std::string> encode_words(std::string_view stream, const NumberOf& number_of);

// Replaces `words`. kCorrupt if the blob is not what encode_words() makes.
Status decode_words(std::string_view blob, std::vector<TextWord>& words);

// Whether two blobs are of the same words. Marks may differ: phrases are found without them.
bool same_words(std::string_view a, std::string_view b);

// Two words side by side, neither of them 0, as they stand in a blob that encode_words() has made.
class WordPair {
 public:
  WordPair(WordId first, WordId second) : first_(first), second_(second) {}

  // A quick look that never misses them, and rarely sees what is not there.
  bool may_be_in(std::string_view blob) const;

 private:
  // A word's number but for the two bits of its first byte that are no part of it.
  struct Pattern {
    explicit Pattern(WordId word);
    bool is_at(std::string_view blob) const;

    std::array<char, 5> bytes{};
    std::size_t size = 0;
  };

  Pattern first_, second_;
};

}  // namespace horizon
