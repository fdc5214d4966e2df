#include <fmt/format.h>

#include <array>
#include <vector>

#include "core/text.h"
#include "crawler/formats/export/text_parts.h"
#include "crawler/formats/jsonl_fields.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kLongest = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The month that a word begins with ("Nov", "NOVEMBER", "Sept."); 0 for none.
int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (starts_with_ignoring_case(word, kMonths[i])) return static_cast<int>(i) + 1;
  }
  return 0;
}

// Numbers and words of a date, in order.
struct Parts {
  std::vector<std::string_view> numbers;
  int month = 0;   // of the first word that is one
  int months = 0;  // how many are named
};

Parts parts_of(std::string_view text) {
  Parts parts;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    if (is_digit(text[pos])) {
      while (pos < text.size() && is_digit(text[pos])) ++pos;
      parts.numbers.push_back(text.substr(begin, pos - begin));
      continue;
    }
    const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    if (!is_letter(text[pos])) {
      ++pos;
      continue;
    }
    while (pos < text.size() && is_letter(text[pos])) ++pos;
    if (const int month = month_of(text.substr(begin, pos - begin)); month != 0) {
      if (parts.months++ == 0) parts.month = month;
    }
  }
  return parts;
}

int to_int(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 8)) value = value * 10 + (c - '0');
  return value;
}

std::optional<PartialDate> dated(int year, int month, int day) {
  if (day > 0 && month > 0) {
    if (const auto whole = parse_iso_date(fmt::format("{:04}-{:02}-{:02}", year, month, day))) {
      return whole;
    }
  }
  if (month > 0) return parse_iso_date(fmt::format("{:04}-{:02}", year, month));
  return parse_iso_date(fmt::format("{:04}", year));
}

// "22/11/2026", "11.22.2026": the day is known only where it is above 12, or where both agree.
std::optional<PartialDate> year_last(int first, int second, int year) {
  if (first > 12 && second <= 12) return dated(year, second, first);
  if (second > 12 && first <= 12) return dated(year, first, second);
  if (first == second) return dated(year, first, second);
  return dated(year, 0, 0);
}

// Two years, or a year and a volume, tell no day.
std::optional<PartialDate> from_parts(const Parts& parts) {
  std::size_t year_at = parts.numbers.size();
  for (std::size_t i = 0; i < parts.numbers.size() && year_at == parts.numbers.size(); ++i) {
    const int value = to_int(parts.numbers[i]);
    if (parts.numbers[i].size() == 4 && value >= 1500 && value <= 2200) year_at = i;
  }
  if (year_at == parts.numbers.size()) return std::nullopt;
  const int year = to_int(parts.numbers[year_at]);
  if (parts.month > 0) {
    int day = 0;
    for (std::size_t i = 0; i < parts.numbers.size(); ++i) {
      const bool near = i + 1 == year_at || i == year_at + 1;
      if (i != year_at && near && day == 0 && parts.numbers[i].size() <= 2) {
        day = to_int(parts.numbers[i]);
      }
    }
    return dated(year, parts.month, parts.months == 1 ? day : 0);
  }
  if (year_at == 2) return year_last(to_int(parts.numbers[0]), to_int(parts.numbers[1]), year);
  if (year_at == 0 && parts.numbers.size() > 1 && parts.numbers[1].size() <= 2) {
    const int day =
        parts.numbers.size() > 2 && parts.numbers[2].size() <= 2 ? to_int(parts.numbers[2]) : 0;
    if (const int month = to_int(parts.numbers[1]); month <= 12) return dated(year, month, day);
  }
  return dated(year, 0, 0);
}

}  // namespace

std::optional<PartialDate> parse_export_date(std::string_view text) {
  text = trim_wide(text);
  while (!text.empty() && std::string_view("/,.;-( ").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  const Parts parts = parts_of(text);
  // Which of two numbers in front of a year is the month must not be guessed.
  const bool year_behind = parts.month == 0 && parts.numbers.size() == 3 &&
                           parts.numbers[2].size() == 4 && parts.numbers[0].size() <= 2;
  if (!year_behind) {
    if (const auto date = parse_any_date(text)) return date;
  }
  return from_parts(parts);
}

std::optional<PartialDate> parse_split_date(std::string_view year, std::string_view month) {
  year = trim_wide(year);
  month = trim_wide(month);
  const Parts own = parts_of(year.substr(0, kLongest));
  const auto whole = parse_export_date(year);
  if (!whole || whole->precision != Precision::kYear || month.empty() || own.numbers.empty()) {
    return whole;
  }
  Parts parts = parts_of(month.substr(0, kLongest));
  const int number = to_int(format_date(*whole).substr(0, 4));
  if (parts.month > 0) {
    const bool has_day = parts.months == 1 && parts.numbers.size() == 1;
    return dated(number, parts.month, has_day ? to_int(parts.numbers[0]) : 0);
  }
  if (parts.numbers.empty() || parts.numbers[0].size() > 2) return whole;
  const int in_year = to_int(parts.numbers[0]);
  const bool has_day = parts.numbers.size() == 2 && parts.numbers[1].size() <= 2;
  if (in_year < 1 || in_year > 12) return whole;
  return dated(number, in_year, has_day ? to_int(parts.numbers[1]) : 0);
}

}  // namespace horizon::crawler
