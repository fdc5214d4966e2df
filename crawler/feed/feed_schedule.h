// When a feed wants to be asked again.
#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"

namespace horizon::crawler {

struct FeedSchedule {
  // At least this long between two requests: the longest of RSS's <ttl> and the syndication
  // module's period by frequency. Zero if the feed says nothing; at most 31 days.
  std::chrono::minutes interval{0};
  std::bitset<24> skipped_hours;  // UTC
  std::bitset<7> skipped_days;    // 0: Sunday, as std::chrono::weekday counts
  std::string next;               // the next page of this feed (RFC 5005, rel="next"); resolved
  std::string hub;                // WebSub (rel="hub")
  std::string self;               // where the feed says that it is (rel="self")

  bool is_skipped(Instant at) const;
  // The first hour from `at` on that is not skipped; `at` itself if none is, or if all are.
  Instant first_allowed(Instant at) const;
};

// What elements of a feed add to it; text that says nothing sensible adds nothing.
void add_ttl(std::string_view minutes, FeedSchedule& schedule);
// "hourly", "daily", "weekly", "monthly", "yearly"; frequency 1 where it is absent.
void add_period(std::string_view period, std::string_view frequency, FeedSchedule& schedule);
void add_skipped_hour(std::string_view hour, FeedSchedule& schedule);  // 0 to 23; 24 is 0
void add_skipped_day(std::string_view day, FeedSchedule& schedule);    // "Monday", ...

}  // namespace horizon::crawler
