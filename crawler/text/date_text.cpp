#include "crawler/text/date_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "core/text.h"

namespace horizon::crawler {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<int> to_number(std::string_view text) {
  if (text.empty() || text.size() > 4 || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// 1 to 12 for an English month name or its first three letters or more; 0 for anything else.
int month_number(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  std::string lower = ascii_lower(word);
  if (lower.ends_with('.')) lower.pop_back();
  if (lower.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].starts_with(lower) || (lower == "sept" && i == 8))
      return static_cast<int>(i) + 1;
  }
  return 0;
}

// RFC 5322, 4.3: two digits below 50 are of this century, other short years count from 1900.
int full_year(int year, std::size_t digits) {
  if (digits == 4) return year;
  return digits == 2 && year < 50 ? year + 2000 : year + 1900;
}

struct Words {
  int month = 0;
  std::array<std::string_view, 2> numbers;  // day and year in some order
  std::size_t count = 0;
  bool valid = true;
};

void take_word(std::string_view word, Words& words) {
  if (word.empty()) return;
  if (is_digit(word[0]) && word.find(':') != std::string_view::npos) return;  // the time
  if (const int month = month_number(word); month != 0 && words.month == 0) {
    words.month = month;
    return;
  }
  if (!is_digit(word[0])) return;                                        // weekday or zone
  while (!word.empty() && is_alpha(word.back())) word.remove_suffix(1);  // "22nd"
  if (words.count == 2) {
    words.valid = false;
  } else {
    words.numbers[words.count++] = word;
  }
}

std::optional<PartialDate> parse_words(std::string_view text) {
  Words words;
  std::size_t pos = 0;
  while (pos < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" ,\t\r\n", pos), text.size());
    const std::string_view word = text.substr(pos, end - pos);
    pos = end + 1;
    if (word.empty() || word[0] == '+' || word[0] == '-' || word[0] == '(') continue;  // zone
    const bool dashed = is_digit(word[0]) && word.find('-') != std::string_view::npos;
    if (!dashed) {
      take_word(word, words);
      continue;
    }
    for (const std::string_view part : split(word, '-')) take_word(part, words);  // RFC 850
  }
  if (!words.valid || words.month == 0 || words.count != 2) return std::nullopt;
  const bool year_first = words.numbers[0].size() == 4;
  const std::string_view year_text = words.numbers[year_first ? 0 : 1];
  const auto day = to_number(words.numbers[year_first ? 1 : 0]);
  const auto year = to_number(year_text);
  if (!day || !year || year_text.size() < 2) return std::nullopt;
  return parse_iso_date(
      fmt::format("{:04}-{:02}-{:02}", full_year(*year, year_text.size()), words.month, *day));
}

// "2026-11-22...", "2026/1/2", "2026.01.02", "2026年1月2日", "20261122": numbers between marks.
std::optional<PartialDate> parse_numeric(std::string_view text) {
  const auto year = to_number(text.substr(0, 4));
  if (!year || text.size() < 4) return std::nullopt;
  text.remove_prefix(4);
  std::string iso = fmt::format("{:04}", *year);
  if (text.size() == 4 && to_number(text)) {
    return parse_iso_date(iso + "-" + std::string(text.substr(0, 2)) + "-" +
                          std::string(text.substr(2)));
  }
  for (int field = 0; field < 2; ++field) {
    bool marked = false;
    for (const std::string_view mark : {"-", "/", ".", "年", "月"}) {
      if (!marked && text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        marked = true;
      }
    }
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (!marked || digits == 0) break;
    if (digits > 2) return std::nullopt;
    iso += fmt::format("-{:02}", *to_number(text.substr(0, digits)));
    text.remove_prefix(digits);
  }
  for (const std::string_view mark : {"年", "月", "日"}) {
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
  }
  // What follows is a time or nothing; "2026-11-222" and "2026-11-22-3" are no dates.
  const bool ends = text.empty() || text[0] == 'T' || text[0] == 't' || text[0] == ' ' ||
                    text[0] == 'Z' || text[0] == '+';
  return ends ? parse_iso_date(iso) : std::nullopt;
}

// "hh:mm[:ss]" with an offset behind it, as seconds since midnight in UTC.
std::optional<std::chrono::seconds> parse_iso_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon + 3 > text.size()) return std::nullopt;
  const auto hour = to_number(text.substr(colon - 2, 2));
  const auto minute = to_number(text.substr(colon + 1, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::chrono::seconds time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  text.remove_prefix(colon + 3);
  if (text.size() >= 3 && text[0] == ':') {
    time += std::chrono::seconds(to_number(text.substr(1, 2)).value_or(0));
    text.remove_prefix(3);
  }
  const std::size_t sign = text.find_first_of("+-");
  if (sign == std::string_view::npos || sign + 3 > text.size()) return time;
  const auto hours = to_number(text.substr(sign + 1, 2));
  const std::size_t rest = sign + (text.substr(sign + 3).starts_with(':') ? 4 : 3);
  const auto minutes = to_number(text.substr(std::min(rest, text.size()), 2));
  const auto offset =
      std::chrono::hours(hours.value_or(0)) + std::chrono::minutes(minutes.value_or(0));
  return text[sign] == '-' ? time + offset : time - offset;
}

}  // namespace

std::optional<PartialDate> parse_feed_date(std::string_view text) {
  text = trim(text);
  constexpr std::size_t kLongest = 100;
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  if (const auto date = parse_numeric(text)) return date;
  return parse_words(text);
}

std::optional<TextDate> parse_date_text(std::string_view text) {
  const auto written = parse_feed_date(text);
  if (!written) return std::nullopt;
  TextDate date{written->day, TextDatePrecision::kDay, *written};
  if (written->precision == Precision::kYear) date.precision = TextDatePrecision::kYear;
  if (written->precision == Precision::kMonth) date.precision = TextDatePrecision::kMonth;
  if (date.precision != TextDatePrecision::kDay) return date;
  const auto zoned = parse_iso_time(text);
  if (!zoned) return date;
  date.instant = Instant(written->day) + *zoned;
  date.precision = TextDatePrecision::kTime;
  return date;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  const auto date = parse_feed_date(text);
  const std::size_t colon = text.find(':');
  if (!date || date->precision != Precision::kDay || colon == std::string_view::npos || colon < 2 ||
      colon + 6 > text.size()) {
    return std::nullopt;
  }
  const auto hour = to_number(text.substr(colon - 2, 2));
  const auto minute = to_number(text.substr(colon + 1, 2));
  const auto second = to_number(text.substr(colon + 4, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return Instant(date->day) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace horizon::crawler
