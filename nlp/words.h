// Here is a text: what are its words?
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nlp/fold.h"

namespace horizon::nlp {

struct Word {
  std::uint32_t begin = 0;  // bytes into FoldedText::text
  std::uint32_t size = 0;
  bool han = false;
};

// Splits folded texts into words. Latin, digits and other scripts come from the fold's tokens;
// runs of Han characters are cut by ICU's dictionary (UAX #29 with the CJK dictionary), with the
// lexicon's terms kept whole: 脑机接口 is one word. Immutable; one instance serves all threads.
class WordSegmenter {
 public:
  // `lexicon`: terms in any spelling; those that fold to Han characters are used.
  explicit WordSegmenter(std::span<const std::string> lexicon);
  ~WordSegmenter();
  WordSegmenter(WordSegmenter&&) noexcept;
  WordSegmenter& operator=(WordSegmenter&&) noexcept;

  std::vector<Word> words(const FoldedText& text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::nlp
