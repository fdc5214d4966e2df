// Numbers in Chinese text: which characters around digits belong to the word.
#pragma once

#include <cstddef>
#include <string_view>

namespace horizon::nlp::segment {

// True for an ASCII or full-width digit at `pos`; `end` is then set behind it.
bool digit_at(std::string_view text, std::size_t pos, std::size_t& end);
// The same for a letter A to Z of either width and case.
bool latin_at(std::string_view text, std::size_t pos, std::size_t& end);

// The end of the number whose first digit stands at `pos`: 1,234.5 as a whole, with a percent sign,
// with 万 or 亿 (and 百 or 千 before them), or with the unit that makes it a date: 1998年, 98年,
// 3月, 3月份, 31日, 13时, and 45分 behind 时. 10年 is a number and a unit.
std::size_t number_end(std::string_view text, std::size_t pos);

}  // namespace horizon::nlp::segment
