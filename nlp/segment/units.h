// What stands in a term beside ideographs: T细胞受体, 5G网络, pH值, α粒子, T/R组件.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::nlp::segment {

// Longest key of a unit in bytes; what is longer is no part of a term.
inline constexpr std::size_t kMaxUnit = 32;

// The one form of a word or sign as a unit: a word folded ("β-Ga₂O₃" → "beta ga2o3", "ＧＰＴ" →
// "gpt"), a sign as it is. Empty if it is none.
std::string unit_key(std::string_view piece);

// A term as a sequence of ideographs (Simplified) and units.
struct Spelling {
  std::u32string characters;       // 0 stands for a unit
  std::vector<std::string> units;  // keys, in the order of the zeros
};

// How a term may stand in a text: cut into the pieces of the text as it is written (pieces.h), and
// into folded words, where signs between words count as nothing (T/R as "t r"). Each once. Empty if
// the term has no ideograph or anything that is neither an ideograph of the coded range nor a unit;
// white space in it is passed over.
std::vector<Spelling> spellings(std::string_view term);

}  // namespace horizon::nlp::segment
