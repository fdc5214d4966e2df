// A text as it is written → its words, with spaces between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nlp/segment/lattice.h"
#include "nlp/segment/pieces.h"

namespace horizon::nlp::segment {

// Runs of ideographs are cut by the lattice (Traditional ones as their Simplified forms); what else
// is a word is said in pieces.h. Entries with units in them are words, too: 5G网络. Linear in the
// text. Not for use by several threads at once.
class TextSegmenter {
 public:
  // Both must outlive the segmenter; `overlay` may be nullptr.
  explicit TextSegmenter(const Lexicon& base, const Lexicon* overlay = nullptr);

  // Appends the words of `text` to `out` with one space between them, and nothing else: white space
  // of the text only separates words.
  void append_words(std::string_view text, std::string& out);

 private:
  void code_pieces(std::string_view text);
  Code code_of(std::string_view text, std::size_t piece) const;
  Code unit(std::string_view key) const;
  void code_run(const char16_t* characters, std::size_t count);
  void join_foreign_names(std::string_view text);
  bool joins_foreign_name(std::string_view text, std::size_t dot) const;
  bool is_foreign(std::size_t first, std::size_t end) const;
  void write(std::string_view text, std::string& out) const;

  const Lexicon& base_;
  const Lexicon* overlay_;
  Lattice lattice_;
  // Of the part of the text in hand.
  PieceBatch batch_;
  std::vector<std::size_t> first_codes_;  // of each piece, and the end of the last one's
  std::vector<Code> codes_;
  std::vector<std::uint8_t> ends_;
};

}  // namespace horizon::nlp::segment
