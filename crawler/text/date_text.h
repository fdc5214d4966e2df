// Dates as the wild writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"

namespace horizon::crawler {

enum class TextDatePrecision : std::uint8_t { kYear, kMonth, kDay, kTime };

struct TextDate {
  Instant instant{};  // the first one that is meant, in UTC; forms without a zone are UTC
  TextDatePrecision precision = TextDatePrecision::kDay;
  PartialDate written{};  // the calendar day as written, in whatever zone that was
};

// RFC 822 and its wild forms (any or no or a wrong weekday, any zone, any order of day and month),
// ctime, RFC 850, ISO 8601 and W3CDTF with week and ordinal dates, numbers between any marks, names
// of months in the languages of date_words.h, Chinese, Japanese and Korean forms with their
// numerals, seconds or milliseconds since 1970. Years 1500 to 2200. nullopt for what is no date, an
// impossible one (30 February, 25:00, an offset of more than 14 hours) or one relative to another
// ("yesterday", "11月22日"); never a guess.
std::optional<TextDate> parse_date_text(std::string_view text);

// The calendar day AS WRITTEN, not that day in UTC: a Chinese news item of 07:00 +0800 belongs to
// the day on which it appeared in China, as its readers and its publisher count it.
std::optional<PartialDate> parse_feed_date(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT" and its obsolete forms (RFC 9110, 5.6.7): a date with a time to
// the second, in UTC unless it names another zone.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace horizon::crawler
