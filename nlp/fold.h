// The one form in which texts and terms are compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::nlp {

// One word, digit group or Han character of a folded text.
struct FoldedToken {
  std::uint32_t begin = 0;  // bytes into FoldedText::text
  std::uint32_t size = 0;
  std::uint32_t source_begin = 0;  // bytes into the original text
  std::uint32_t source_size = 0;
  bool han = false;
};

// The text folded by NFKC, full case folding, Traditional → Simplified; TeX markup, hyphens,
// dashes and slashes between words as spaces; English plurals as singulars, British spellings as
// American ones; single Greek letters by their names, each a word ("β-Ga₂O₃" → "beta ga2o3", "μm"
// stays); chemical formulae and decimal numbers whole ("la0.7sr0.3mno3"); words separated by
// exactly one space, Han characters by none. Every token knows its place in the original.
struct FoldedText {
  std::string text;
  std::vector<FoldedToken> tokens;  // in order; text[begin, begin+size) each
};

FoldedText fold(std::string_view text);
// The folded text alone, for keys of tables.
std::string fold_key(std::string_view text);

// Plural → singular by rule, for folded English words only: "batteries" → "battery",
// "qubits" → "qubit"; "gas", "analysis", "lens", "class" stay. The same word always gives the same.
std::string_view singular(std::string_view word, std::string& buffer);

}  // namespace horizon::nlp
