// Calendar expressions: "Mon..Fri 06:30", "*-*-01 03:00", "hourly".
#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "pipeline/time_zone.h"

namespace horizon::pipeline {

// A set of moments by the clock on the wall. The form is the commonly used part of systemd.time(7),
// "Calendar Events": [weekdays] [[year-]month-day] [hour:minute[:second]], each part "*", a number,
// a range "a..b", a step "a/n" ("*/15" is "0/15") or a list of these with commas; weekdays as "Mon"
// or "Monday"; or one of the words hourly, daily, weekly, monthly, yearly. Without a time it is
// midnight, without a date every day.
class Calendar {
 public:
  // kUsage with what is wrong.
  static Result<Calendar> parse(std::string_view text);

  // The first moment after `after`; nullopt if there is none within fifty years. A time that the
  // zone skips counts at the moment after the gap, one that it repeats counts once.
  std::optional<Instant> next(Instant after, const TimeZone& zone) const;

 private:
  static constexpr int kFirstYear = 1970;
  bool matches(Day day) const;
  // The first second of the day that matches, from `from` on.
  std::optional<std::chrono::seconds> time_from(std::chrono::seconds from) const;

  std::bitset<7> weekdays_;  // [0]: Monday
  std::bitset<400> years_;   // from kFirstYear on
  std::bitset<13> months_;
  std::bitset<32> days_;
  std::bitset<24> hours_;
  std::bitset<60> minutes_;
  std::bitset<60> seconds_;
};

// "Mon", "monday", ...; nullopt for other words.
std::optional<std::chrono::weekday> parse_weekday(std::string_view text);

}  // namespace horizon::pipeline
