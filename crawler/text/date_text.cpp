#include "crawler/text/date_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/text.h"
#include "crawler/text/date_fields.h"
#include "crawler/text/date_written.h"

namespace horizon::crawler {
namespace {

using std::chrono::minutes;

constexpr std::size_t kLongest = 150;  // bytes; what is longer is a sentence
constexpr int kEarliestYear = 1500;    // as core/date.h has it
constexpr int kLatestYear = 2200;
// Samoa was, and Kiribati is, 14 hours ahead.
constexpr int kWidestOffset = 14 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Seconds (nine or ten digits) or milliseconds (twelve or thirteen) since 1970, with or without a
// fraction. Fourteen digits are a date and a time.
std::optional<TextDate> parse_epoch(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(fraction.begin(), fraction.end(), is_digit)) {
    return std::nullopt;
  }
  const bool seconds = whole.size() == 9 || whole.size() == 10;
  if (!seconds && whole.size() != 12 && whole.size() != 13) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (!seconds) value /= 1000;
  // Twelve digits may also be a date and a time to the minute.
  if (whole.size() == 12 && (whole.starts_with("19") || whole.starts_with("20"))) {
    return std::nullopt;
  }
  const Instant instant{std::chrono::seconds(value)};
  const Day day = std::chrono::floor<std::chrono::days>(instant);
  if (std::chrono::year_month_day(day).year() > std::chrono::year(kLatestYear)) return std::nullopt;
  return TextDate{instant, TextDatePrecision::kTime, {day, Precision::kDay}};
}

}  // namespace

int full_year(int year, std::size_t digits) {
  if (digits >= 4) return year;
  return digits <= 2 && year < 50 ? year + 2000 : year + 1900;
}

std::optional<int> offset_of_digits(int value, std::size_t digits) {
  if (digits <= 2) return value * 60;
  if (digits > 4 || value % 100 > 59) return std::nullopt;
  return value / 100 * 60 + value % 100;
}

std::optional<TextDate> to_text_date(const DateFields& fields) {
  if (fields.year < kEarliestYear || fields.year > kLatestYear) return std::nullopt;
  if (fields.month == 0 && (fields.day != 0 || fields.hour)) return std::nullopt;
  if (fields.month < 0 || fields.month > 12 || fields.day < 0 || fields.day > 31) {
    return std::nullopt;
  }
  const std::chrono::year_month_day calendar{
      std::chrono::year{fields.year},
      std::chrono::month{static_cast<unsigned>(std::max(fields.month, 1))},
      std::chrono::day{static_cast<unsigned>(std::max(fields.day, 1))}};
  if (!calendar.ok()) return std::nullopt;
  TextDate date{Day{calendar}, TextDatePrecision::kDay, {Day{calendar}, Precision::kDay}};
  if (fields.day == 0) {
    date.precision = fields.month == 0 ? TextDatePrecision::kYear : TextDatePrecision::kMonth;
    date.written.precision = fields.month == 0 ? Precision::kYear : Precision::kMonth;
    return fields.hour ? std::nullopt : std::optional(date);
  }
  const int offset = fields.offset_minutes.value_or(0);
  if (offset < -kWidestOffset || offset > kWidestOffset) return std::nullopt;
  if (fields.hour) {
    const bool end_of_day = *fields.hour == 24 && fields.minute == 0 && fields.second == 0;
    if ((*fields.hour > 23 && !end_of_day) || fields.minute > 59 || fields.second > 60) {
      return std::nullopt;
    }
    date.precision = TextDatePrecision::kTime;
    date.instant += std::chrono::hours(*fields.hour) + minutes(fields.minute) +
                    std::chrono::seconds(fields.second);
  }
  date.instant -= minutes(offset);
  return date;
}

std::optional<TextDate> parse_date_text(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  if (const auto date = parse_epoch(text)) return date;
  if (const auto fields = parse_iso8601(text)) {
    if (const auto date = to_text_date(*fields)) return date;
  }
  const auto fields = parse_written_date(text);
  return fields ? to_text_date(*fields) : std::nullopt;
}

std::optional<PartialDate> parse_feed_date(std::string_view text) {
  const auto date = parse_date_text(text);
  return date ? std::optional(date->written) : std::nullopt;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  const auto date = parse_date_text(text);
  if (!date || date->precision != TextDatePrecision::kTime ||
      std::count(text.begin(), text.end(), ':') != 2) {
    return std::nullopt;
  }
  return date->instant;
}

}  // namespace horizon::crawler
