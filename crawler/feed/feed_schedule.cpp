#include "crawler/feed/feed_schedule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::minutes kLongest = std::chrono::days(31);

std::optional<int> number(std::string_view text) {
  text = trim(text);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

void want(std::chrono::minutes interval, FeedSchedule& schedule) {
  schedule.interval = std::max(schedule.interval, std::min(interval, kLongest));
}

}  // namespace

bool FeedSchedule::is_skipped(Instant at) const {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(at - day).count();
  return skipped_hours[static_cast<std::size_t>(hour)] ||
         skipped_days[std::chrono::weekday(day).c_encoding()];
}

Instant FeedSchedule::first_allowed(Instant at) const {
  Instant hour = at;
  for (int tried = 0; tried < 24 * 7; ++tried) {
    if (!is_skipped(hour)) return hour;
    hour = std::chrono::floor<std::chrono::hours>(hour) + std::chrono::hours(1);
  }
  return at;
}

void add_ttl(std::string_view minutes, FeedSchedule& schedule) {
  if (const auto value = number(minutes)) want(std::chrono::minutes(*value), schedule);
}

void add_period(std::string_view period, std::string_view frequency, FeedSchedule& schedule) {
  static constexpr std::array<std::pair<std::string_view, std::chrono::hours>, 5> kPeriods = {
      {{"hourly", std::chrono::hours(1)},
       {"daily", std::chrono::hours(24)},
       {"weekly", std::chrono::hours(24 * 7)},
       {"monthly", std::chrono::hours(24 * 30)},
       {"yearly", std::chrono::hours(24 * 365)}}};
  const std::string name = ascii_lower(trim(period));
  const int times = std::max(1, number(frequency).value_or(1));
  for (const auto& [known, length] : kPeriods) {
    if (name == known) want(std::chrono::minutes(length) / times, schedule);
  }
}

void add_skipped_hour(std::string_view hour, FeedSchedule& schedule) {
  const auto value = number(hour);
  if (value && *value <= 24) schedule.skipped_hours.set(static_cast<std::size_t>(*value % 24));
}

void add_skipped_day(std::string_view day, FeedSchedule& schedule) {
  static constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed",
                                                            "thu", "fri", "sat"};
  const std::string name = ascii_lower(trim(day));
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (name.starts_with(kDays[i])) schedule.skipped_days.set(i);
  }
}

}  // namespace horizon::crawler
