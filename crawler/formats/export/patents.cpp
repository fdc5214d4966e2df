#include "crawler/formats/export/patents.h"

#include <algorithm>

#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {

bool looks_like_patent_number(std::string_view text) {
  text = trim_wide(text);
  if (text.size() < 7 || text.size() > 30) return false;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!is_upper(text[0]) || !is_upper(text[1])) return false;
  std::size_t digits = 0;
  std::size_t letters = 0;
  for (const char c : text.substr(2)) {
    digits += is_digit(c) ? 1 : 0;
    letters += is_upper(c) ? 1 : 0;
    if (!is_digit(c) && !is_upper(c) && c != ' ' && c != '-' && c != '/' && c != '.') return false;
  }
  return digits >= 5 && letters <= 2;
}

}  // namespace horizon::crawler
