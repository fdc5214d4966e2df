// The numbers of a date before they are known to make one; shared by the readers of its forms.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "crawler/text/date_text.h"

namespace horizon::crawler {

// Day and month are 0 where the text names none.
struct DateFields {
  int year = 0;
  int month = 0;
  int day = 0;
  std::optional<int> hour = {};  // 24 is midnight at the day's end
  int minute = 0;
  int second = 0;                          // 60 is a leap second
  std::optional<int> offset_minutes = {};  // east of UTC
};

// nullopt for what no calendar or clock shows: 30 February, 25:00, 24:01, +19:00, the year 900.
std::optional<TextDate> to_text_date(const DateFields& fields);

// RFC 5322, 4.3: two digits below 50 are of this century, other short years count from 1900.
int full_year(int year, std::size_t digits);

// Minutes of "hh", "hmm", "hhmm" without a sign; nullopt for minutes above 59.
std::optional<int> offset_of_digits(int value, std::size_t digits);

// ISO 8601 in basic and extended form: calendar, week and ordinal dates, W3CDTF, and the truncated
// forms of ISO 8601:1988 that begin with a year in its century ("031231", "03-335", "-0312", "21"
// for a century). nullopt for anything else: the time must be separated by 'T' or a blank, and
// nothing may follow.
std::optional<DateFields> parse_iso8601(std::string_view text);

}  // namespace horizon::crawler
