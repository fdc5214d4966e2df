// Dates as feeds write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"

namespace horizon::crawler {

// RFC 822 in its wild forms ("Mon, 22 Nov 2026 07:00:00 +0800", "22 Nov 26", "Sun Nov 22 07:00:00
// 2026", "Nov 22, 2026", any or no or a wrong weekday, any zone), W3CDTF
// ("2026-11-22T07:00:00+08:00", "2026-11", "2026"), "20261122", "2026/11/22" and "2026年11月22日".
//
// The day is the calendar day AS WRITTEN, not that day in UTC: a Chinese news item of 07:00 +0800
// belongs to the day on which it appeared in China, as its readers and its publisher count it.
// nullopt for what is no date or an impossible one; never a guess.
std::optional<PartialDate> parse_feed_date(std::string_view text);

enum class TextDatePrecision : std::uint8_t { kYear, kMonth, kDay, kTime };

struct TextDate {
  Instant instant{};  // the first one that is meant, in UTC; forms without a zone are UTC
  TextDatePrecision precision = TextDatePrecision::kDay;
  PartialDate written{};  // the calendar day as written, in whatever zone that was
};

// The same forms, with the time of the day.
std::optional<TextDate> parse_date_text(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT" and its obsolete forms (RFC 9110, 5.6.7), always UTC.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace horizon::crawler
