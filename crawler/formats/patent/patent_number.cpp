#include "crawler/formats/patent/patent_number.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

constexpr std::size_t kMaxNumber = 24;

// Letters and digits in upper case.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 2 * kMaxNumber)) {
    if (is_digit(c) || is_upper(c)) {
      out += c;
    } else if (c >= 'a' && c <= 'z') {
      out += static_cast<char>(c - 'a' + 'A');
    }
  }
  return out;
}

// "D0435854" is D435854: zeros pad the digits behind the letters.
std::string without_padding(std::string_view number) {
  std::size_t letters = 0;
  while (letters < number.size() && is_upper(number[letters])) ++letters;
  std::size_t digits = letters;
  while (digits + 1 < number.size() && number[digits] == '0') ++digits;
  return std::string(number.substr(0, letters)) + std::string(number.substr(digits));
}

bool is_us_application(const std::string& number, std::string_view kind) {
  const bool kind_fits = kind.starts_with('A') || (kind.size() == 2 && kind[0] == 'P');
  return kind_fits && number.size() == 10 && number.starts_with("20") &&
         std::all_of(number.begin(), number.end(), is_digit);
}

}  // namespace

std::string publication_number(const PatentId& id) {
  std::string country = compact(id.country);
  std::string number = compact(id.number);
  std::string kind = compact(id.kind);
  const bool prefixed = number.size() > 2 && is_upper(number[0]) && is_upper(number[1]) &&
                        (country.empty() || number.starts_with(country)) && is_digit(number[2]);
  if (prefixed) {
    country = number.substr(0, 2);
    number.erase(0, 2);
  }
  if (number.size() > kMaxNumber || kind.size() > 3 || country.size() != 2 ||
      !is_upper(country[0]) || !is_upper(country[1])) {
    return {};
  }
  if (std::none_of(number.begin(), number.end(), is_digit)) return {};
  number = without_padding(number);
  if (country == "US" && is_us_application(number, kind)) number.insert(4, "0");
  return country + number + kind;
}

std::optional<PartialDate> patent_date(std::string_view text) {
  text = trim(text);
  const bool packed = text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit);
  if (!packed) return parse_feed_date(text);
  std::string iso(text.substr(0, 4));
  if (text.substr(4, 2) != "00") {
    iso += "-" + std::string(text.substr(4, 2));
    if (text.substr(6, 2) != "00") iso += "-" + std::string(text.substr(6, 2));
  }
  return parse_iso_date(iso);
}

std::string country_code(std::string_view text) {
  // Codes that the USPTO's text files used before they followed ST.3.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOld = {{
      {"DT", "DE"},
      {"JA", "JP"},
      {"UK", "GB"},
      {"SW", "SE"},
      {"OE", "AT"},
      {"EN", "GB"},
      {"SZ", "CH"},
      {"GB2", "GB"},
  }};
  text = trim(text);
  if (text.size() < 2 || text.size() > 3) return {};
  const std::string code = compact(text);
  const bool letters = code.size() >= 2 && is_upper(code[0]) && is_upper(code[1]);
  if (!letters || (code.size() == 3 && code[2] != 'X' && !is_digit(code[2]))) return {};
  const std::string two = code.substr(0, 2);
  for (const auto& [old, now] : kOld) {
    if (old == code || (code.size() == 3 && old == two)) return std::string(now);
  }
  return two == "XX" || two == "ZZ" ? std::string() : two;
}

}  // namespace horizon::crawler
