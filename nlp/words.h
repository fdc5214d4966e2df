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

namespace segment {
class Lexicon;
}

struct Word {
  std::uint32_t begin = 0;  // bytes into FoldedText::text
  std::uint32_t size = 0;
  bool han = false;  // Han characters alone
};

// Splits folded texts into words. Latin, digits and other scripts come from the fold's tokens; runs
// of Han characters that nothing separates in the original are cut by the lattice over the
// program's lexicon (segment/lattice.h), with the terms given kept whole: 脑机接口 is one word, and
// so is 5g网络, where nothing stands between the two in the original. Immutable; one instance
// serves all threads.
class WordSegmenter {
 public:
  // `terms` in any spelling; those that Lexicon::overlay() leaves out are not used.
  explicit WordSegmenter(std::span<const std::string> terms);
  // With the terms of an overlay of Lexicon::base() that is made already.
  static WordSegmenter with_overlay(segment::Lexicon overlay);
  ~WordSegmenter();
  WordSegmenter(WordSegmenter&&) noexcept;
  WordSegmenter& operator=(WordSegmenter&&) noexcept;

  std::vector<Word> words(const FoldedText& text) const;

  // The words of the lexicon and the terms that lie within `word` of `text` and are shorter than
  // it, of two characters or more, by begin and then by size: 侵入式脑机接口 gives 侵入, 脑机,
  // 脑机接口 and 接口. None for words that are not Han.
  std::vector<Word> parts(const FoldedText& text, const Word& word) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::nlp
