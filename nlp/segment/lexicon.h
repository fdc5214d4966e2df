// The words and characters that a segmenter knows, as one block of bytes that is used as it lies.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"
#include "nlp/segment/cell.h"

namespace horizon::nlp::segment {

// So much that no path goes there; sums of a few do not overflow.
inline constexpr Cost kNever = 16000;

// Costs of a character by its place in a word that no lexicon holds. Those of a word's characters
// are added; what such a word costs by itself is within those of the first.
struct Character {
  Cost first2 = kNever;  // of two
  Cost last2 = kNever;
  Cost first3 = kNever;  // of three
  Cost middle3 = kNever;
  Cost last3 = kNever;
  Cost surname = kNever;
  Cost given1 = kNever;  // first of two behind a surname
  Cost given2 = kNever;
  Cost given = kNever;      // the only one
  std::uint16_t flags = 0;  // CharacterFlags
};
static_assert(sizeof(Character) == 20);

// The first bytes of a compiled lexicon. Numbers are in the machine's order; a file that another
// kind of machine made has another `version` and is refused.
struct LexiconHeader {
  std::array<char, 8> magic = {'H', 'Z', 'L', 'E', 'X', 'I', 'C', 'N'};
  std::uint32_t version = 2;
  std::uint32_t code_count = 0;    // codes are 1 ... code_count - 1
  std::uint32_t scored_count = 0;  // characters with scores: codes below it
  std::uint32_t cell_count = 0;
  std::uint32_t first_unit = 0;  // codes of units: first_unit ... first_unit + unit_count - 1
  std::uint32_t unit_count = 0;
  std::uint64_t codes_id = 0;  // of the assignment of codes: an overlay has its base's
  std::uint64_t checksum = 0;  // of all bytes behind the header
};
static_assert(sizeof(LexiconHeader) == 48);

// The range of characters that can have a code: every ideograph outside it is a word of its own.
inline constexpr char32_t kFirstCoded = 0x3400;
inline constexpr char32_t kEndCoded = 0xA000;
inline constexpr std::size_t kCodedCount = kEndCoded - kFirstCoded;
// 〇 and the circle that is written for it lie outside; both have this code.
inline constexpr char32_t kIdeographicZero = 0x3007;
inline constexpr char32_t kCircleZero = 0x25CB;
inline constexpr Code kZeroCode = 1;

// Codes that a lexicon leaves for the units of its overlay.
inline constexpr std::size_t kOverlayUnits = 8192;

// Cost: hundredths of a nat, 0 to kUnknownCharacter; what is out of that range is brought into it.
struct LearntWord {
  std::string word;
  Cost cost = 0;

  friend bool operator==(const LearntWord&, const LearntWord&) = default;
};

// Immutable; copies share the bytes; one instance serves all threads.
//
// Beside characters, entries may have units in them (units.h): the T of T细胞受体.
//
// Layout behind the header: u16 code of each character of the coded range (the code of a
// Traditional character is that of its Simplified form), then the Character of each scored code,
// the hashes of the units in ascending order, and the cells. All parts begin at multiples of 4
// bytes, hashes and cells at multiples of 8.
class Lexicon {
 public:
  // The lexicon that is part of the program.
  static const Lexicon& base();
  // Bytes of unknown origin, which are kept: everything is checked, and kCorrupt says what is
  // wrong.
  static Result<Lexicon> from_bytes(std::string bytes);
  // Terms on top of `base`, whose codes they use; its cells hold the terms alone. Each term is kept
  // whole wherever it stands and no longer term crosses it; one of two characters may stand across
  // the border of two words, and only has the cost of a very frequent word. Left out are terms that
  // do not consist of 2 to kMaxEntry ideographs and units, at least one of them an ideograph, and
  // those whose units are more than kOverlayUnits.
  //
  // What was learnt is a word among words: it stands where its cost makes the best path, and a term
  // of the same characters goes before it.
  static Result<Lexicon> overlay(const Lexicon& base, std::span<const std::string> terms,
                                 std::span<const LearntWord> learnt = {});
  // The bytes() of such an overlay, checked as from_bytes() does; kCorrupt, too, if it was made for
  // another base.
  static Result<Lexicon> overlay_from_bytes(const Lexicon& base, std::string bytes);

  // 0 if it has none.
  Code code(char32_t character) const {
    if (character >= kFirstCoded && character < kEndCoded) return codes_[character - kFirstCoded];
    return character == kIdeographicZero || character == kCircleZero ? kZeroCode : Code{0};
  }
  // Of a unit by its key (units.h); 0 if no entry has it.
  Code unit(std::string_view key) const;
  bool has_units() const { return !units_.empty(); }
  std::span<const Character> characters() const { return characters_; }
  std::span<const Cell> cells() const { return cells_; }
  const LexiconHeader& header() const { return header_; }
  std::string_view bytes() const { return bytes_; }

  // The entry that is exactly these codes; nullptr if there is none.
  const Cell* find(std::u16string_view codes) const;

 private:
  Lexicon() = default;
  static Lexicon view(std::string_view bytes, std::shared_ptr<const std::string> owner);

  std::shared_ptr<const std::string> owner_;  // empty for the program's own
  std::string_view bytes_;
  LexiconHeader header_;
  std::span<const std::uint16_t> codes_;
  std::span<const Character> characters_;
  std::span<const std::uint64_t> units_;
  std::bitset<2048> unit_filter_;  // by the low bits of their hashes: most words are no units
  std::span<const Cell> cells_;
};

}  // namespace horizon::nlp::segment
