// One place of the automaton that knows a lexicon's words, packed into 8 bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace horizon::nlp::segment {

// Number of a character within a lexicon; 0 stands for every character that has none.
using Code = std::uint16_t;
inline constexpr Code kNoCode = 0xFFFF;

// Costs are hundredths of a nat: 100 × −ln(probability).
using Cost = std::int16_t;
// Of what is no entry: more than kMaxEntry characters that nothing knows.
inline constexpr Cost kNoEntry = std::numeric_limits<Cost>::max();
inline constexpr Cost kUnknownCharacter = 1600;

// Longest entry in characters; the mask of inner cuts has a bit for each of the first eight.
inline constexpr std::size_t kMaxEntry = 20;
inline constexpr std::size_t kMaxCutEntry = 9;
static_assert(kMaxEntry * kUnknownCharacter < kNoEntry);

enum CharacterFlag : std::uint8_t {
  kNumeral = 1,   // 一 十 万 两 〇 ...
  kDateUnit = 2,  // 年 月 日 时: ends a number that is a date
  kForeign = 4,   // spells foreign names: 斯 尔 巴 ...
  kSurname = 8,   // 王 李 张 ...
  kRare = 16,     // seldom a word by itself
};

// A double array (Aoe 1989): the child of a cell by code c stands at index base + c, and is a child
// if its `code` is c, because no two cells share a base. A base of 0 means no children. The root is
// cell 0; it and empty cells have the code kNoCode.
// Bits 0-23 base, 24-39 code, 40-47 cuts (bit k: a cut behind character k + 1), 48-63 cost. An
// entry of one character cannot be cut; there the cuts are its CharacterFlags.
struct Cell {
  std::uint64_t bits = (std::uint64_t{kNoEntry} << 48) | (std::uint64_t{kNoCode} << 24);

  std::uint32_t base() const { return static_cast<std::uint32_t>(bits & 0xFFFFFFU); }
  Code code() const { return static_cast<Code>(bits >> 24); }
  std::uint8_t cuts() const { return static_cast<std::uint8_t>(bits >> 40); }
  Cost cost() const { return static_cast<Cost>(static_cast<std::uint16_t>(bits >> 48)); }
  // Cost × 256 + cuts.
  constexpr std::int64_t cost_and_cuts() const { return static_cast<std::int64_t>(bits) >> 40; }

  constexpr void set_base(std::uint32_t base) { bits = (bits & ~std::uint64_t{0xFFFFFF}) | base; }
  constexpr void set_code(Code code) {
    bits = (bits & ~(std::uint64_t{0xFFFF} << 24)) | (std::uint64_t{code} << 24);
  }
  constexpr void set_entry(Cost cost, std::uint8_t cuts) {
    bits = (bits & 0xFFFFFFFFFFU) | (std::uint64_t{static_cast<std::uint16_t>(cost)} << 48) |
           (std::uint64_t{cuts} << 40);
  }
};
static_assert(sizeof(Cell) == 8);

// A base is stored in 24 bits, and a code is added to it.
inline constexpr std::uint32_t kMaxBase = 0xFFFFFF;

}  // namespace horizon::nlp::segment
