// A title as far as it tells works apart. Pure. Internal to store/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::store {

struct Title {
  std::string letters;               // folded, TeX markup resolved, without any space
  std::size_t words = 0;             // a Han character counts as half a word
  std::vector<std::string> terms;    // sorted, each once: words; pairs of Han characters
  std::vector<std::string> numbers;  // sorted: "2", "ii", "3d", "part", "二", "下"
  // Nothing that only one work would be called: "Editorial", "勘误", "".
  bool says_nothing = true;
  // Of something that comes out again and again under one name: "annual report", "月报".
  bool periodical = false;
  friend bool operator==(const Title&, const Title&) = default;
};

Title read_title(std::string_view title);

// The part of the shorter title's terms that the other has: [0, 1].
double shared_terms(const Title& a, const Title& b);

}  // namespace horizon::store
