// A date cut into numbers, words and marks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

struct DateToken {
  enum class Kind : std::uint8_t { kNumber, kWord, kMark };
  Kind kind = Kind::kMark;
  std::string text = {};   // digits, letters, or one ASCII mark
  std::size_t digits = 0;  // of a number; Chinese numerals count as two
  int value = 0;           // of a number; -1 above nine digits
  bool spaced = false;     // white space stands before it
};

struct DateTokens {
  std::vector<DateToken> tokens = {};
  std::string comment = {};  // what the first parentheses hold
};

// Of folded text (fold_date_text). Letters of one script are one word; Han characters are words of
// their own but for the halves of the day and eras, and Chinese numerals are numbers. Names of the
// tz database ("europe/brussels") are one word. Weekdays in Chinese, ordinal endings ("22nd") and
// what stands in parentheses are left out.
DateTokens cut_date(std::string_view folded);

}  // namespace horizon::crawler
