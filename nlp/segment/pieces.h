// A text as it is written → runs of ideographs, and the words that are none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace horizon::nlp::segment {

// Of an ideograph in a run, in UTF-8.
inline constexpr std::size_t kHanBytes = 3;

// Bytes of one run of ideographs of kHanBytes each, or of one word of another kind.
struct Piece {
  enum class Kind : std::uint8_t {
    kHan,   // nothing separates the ideographs in the text
    kWord,  // letters or digits
    kOther,
  };
  std::size_t begin = 0;
  std::size_t size = 0;
  Kind kind = Kind::kOther;

  std::size_t end() const { return begin + size; }
};

// A part of a text. Made once and used for one part after another, it needs no further memory.
struct PieceBatch {
  std::vector<Piece> pieces;
  std::vector<char16_t> characters;  // the ideographs of the runs in their order come first
  std::size_t character_count = 0;
};

// What is a word besides ideographs: a number with its separators, percent sign, 万 and 亿, and the
// unit that makes it a date (1998年, 3月); letters and digits with hyphens between them
// (CRISPR-Cas9, 5G); an address of the web or of e-mail; a run of kana, or of any other letters; a
// row of equal dashes or dots; every other character by itself, ideographs outside the basic plane
// among them. Bytes that are not UTF-8 are words, a row of them being one. ASCII white space only
// separates. Linear in the text.
class PieceReader {
 public:
  // The text must outlive the reader.
  explicit PieceReader(std::string_view text) : text_(text) {}

  // Fills the batch. It ends behind white space, a comma, semicolon or full stop once it has
  // `enough` pieces and ideographs together, so that no name or term is torn; far beyond that,
  // anywhere. False if nothing was left.
  bool read(std::size_t enough, PieceBatch& batch);

 private:
  // Each reads at pos_ and leaves pos_ behind what it has read; `begin` is where that began.
  Piece::Kind read_piece();
  Piece::Kind read_high();
  Piece::Kind read_han();
  Piece::Kind read_number(std::size_t begin);
  Piece::Kind read_letters(std::size_t begin);
  Piece::Kind read_kana();
  Piece::Kind read_sign(std::size_t begin, char32_t c);
  Piece::Kind read_malformed();
  void collect_run();
  void skip_repeated(char32_t c);
  bool skip_joint(std::size_t begin);
  char32_t peek(std::size_t pos, std::size_t& end) const;

  std::string_view text_;
  std::size_t pos_ = 0;
  // Where a run ended because its 第 belongs to the digits behind it.
  std::size_t ordinal_ = std::string_view::npos;
  PieceBatch* batch_ = nullptr;
};

// True for a comma, semicolon or full stop: no term has one in it.
bool is_stop(std::string_view sign);

// True if the piece is the dot between two parts of a name: 卡尔·马克思.
bool is_name_dot(std::string_view text, const Piece& piece);

}  // namespace horizon::nlp::segment
