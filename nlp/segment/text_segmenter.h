// A text as it is written → its words, as spans of its bytes or with spaces between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nlp/segment/lattice.h"

namespace horizon::nlp::segment {

// Runs of ideographs are cut by the lattice (Traditional ones as their Simplified forms). What else
// is a word: a number with its separators, percent sign, 万 and 亿, and the unit that makes it a
// date (1998年, 3月); letters and digits with hyphens between them (CRISPR-Cas9, 5G); an address of
// the web or of e-mail; a run of kana, or of any other letters; a row of equal dashes or dots;
// every other character by itself. Bytes that are not UTF-8 pass through as they are, a row of them
// being one word. Linear in the text. Not for use by several threads at once.
class TextSegmenter {
 public:
  // Both must outlive the segmenter; `overlay` may be nullptr.
  explicit TextSegmenter(const Lexicon& base, const Lexicon* overlay = nullptr);

  // Appends the words of `text` to `out` with one space between them, and nothing else: white space
  // and control characters of the text only separate words.
  void append_words(std::string_view text, std::string& out);

 private:
  // Each reads at pos_, appends what it has read, and leaves pos_ behind it.
  void read_high();
  void read_han();
  void read_number(std::size_t begin);
  void read_letters(std::size_t begin);
  void read_other_letters(std::size_t begin, char32_t first);
  void read_sign(std::size_t begin, char32_t c);
  void read_malformed(std::size_t begin);

  void collect_run();
  void append_run(std::size_t begin);
  void join_foreign_name(std::size_t begin);
  bool is_foreign(std::size_t first, std::size_t end) const;
  void emit(std::size_t begin);
  char32_t peek(std::size_t pos, std::size_t& end) const;

  const Lexicon& base_;
  Lattice lattice_;
  std::string_view text_;
  std::size_t pos_ = 0;
  std::string* out_ = nullptr;
  bool first_ = true;            // nothing appended yet
  std::size_t foreign_end_ = 0;  // where a word of characters of foreign names ended
  // The run in hand; the vectors only grow, and have its codes and ends of words at their
  // beginning.
  std::size_t size_ = 0;
  std::vector<Code> codes_;
  std::vector<std::uint8_t> ends_;
};

}  // namespace horizon::nlp::segment
