#include "pipeline/calendar.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "core/text.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kMaxLength = 256;
constexpr int kMaxYears = 50;
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

tl::unexpected<Error> wrong(std::string_view what) {
  return fail(ErrorCode::kUsage,
              fmt::format("{}; write it as \"Mon..Fri 06:30\", \"*-*-01 03:00\" or \"daily\"",
                          sanitise_utf8(what)));
}

// What the words stand for.
std::string_view spelled_out(std::string_view word) {
  if (word == "hourly") return "*-*-* *:00:00";
  if (word == "daily") return "*-*-* 00:00:00";
  if (word == "weekly") return "Mon *-*-* 00:00:00";
  if (word == "monthly") return "*-*-01 00:00:00";
  if (word == "yearly") return "*-01-01 00:00:00";
  return word;
}

std::optional<int> number_in(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || code != std::errc() || end != text.data() + text.size()) return {};
  if (value < least || value > most) return {};
  return value;
}

struct Range {
  int begin = 0, end = 0, step = 1;
};

// "*", "5", "5..9", "5/15", "*/15", "5..9/2".
std::optional<Range> parse_range(std::string_view text, int least, int most) {
  Range range;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto step = number_in(text.substr(slash + 1), 1, most + 1);
    if (!step) return {};
    range.step = *step;
    text = text.substr(0, slash);
  }
  const auto dots = text.find("..");
  if (text == "*") {
    range.begin = least;
    range.end = most;
    return range;
  }
  const auto begin = number_in(text.substr(0, dots), least, most);
  if (!begin) return {};
  range.begin = *begin;
  range.end = slash == std::string_view::npos ? *begin : most;
  if (dots != std::string_view::npos) {
    const auto end = number_in(text.substr(dots + 2), *begin, most);
    if (!end) return {};
    range.end = *end;
  }
  return range;
}

template <std::size_t N>
Status parse_set(std::string_view text, int least, int most, std::string_view what,
                 std::bitset<N>& out, int origin = 0) {
  for (const std::string_view part : split(text, ',')) {
    const auto range = parse_range(part, least, most);
    if (!range) {
      return wrong(fmt::format("'{}' is no {} ({} to {}; also *, a..b, a/n and lists)", part, what,
                               least, most));
    }
    for (int i = range->begin; i <= range->end; i += range->step) {
      out.set(static_cast<std::size_t>(i - origin));
    }
  }
  return {};
}

bool begins_weekdays(std::string_view text) {
  return !text.empty() &&
         ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}

// "Mon,Wed..Fri"; a range may go over the end of the week.
Status parse_weekdays(std::string_view text, std::bitset<7>& out) {
  for (const std::string_view part : split(text, ',')) {
    const auto dots = part.find("..");
    const auto begin = parse_weekday(part.substr(0, dots));
    const auto end = dots == std::string_view::npos ? begin : parse_weekday(part.substr(dots + 2));
    if (!begin || !end) return wrong(fmt::format("'{}' is no weekday", part));
    for (unsigned i = begin->iso_encoding() - 1;; i = (i + 1) % 7) {
      out.set(i);
      if (i == end->iso_encoding() - 1) break;
    }
  }
  return {};
}

}  // namespace

std::optional<std::chrono::weekday> parse_weekday(std::string_view text) {
  const std::string lower = ascii_lower(text);
  for (unsigned i = 0; i < kWeekdays.size(); ++i) {
    if (lower == kWeekdays.at(i) || (lower.size() == 3 && kWeekdays.at(i).starts_with(lower))) {
      return std::chrono::weekday((i + 1) % 7);
    }
  }
  return {};
}

Result<Calendar> Calendar::parse(std::string_view text) {
  if (text.size() > kMaxLength) return wrong("the calendar expression is too long");
  const std::string line(spelled_out(trim(text)));
  Calendar calendar;
  std::string_view date = "*-*-*";
  std::string_view time = "00:00:00";
  std::string_view weekdays;
  int parts = 0;
  for (const std::string_view part : split(line, ' ')) {
    if (part.empty()) continue;
    ++parts;
    std::string_view& slot =
        begins_weekdays(part) ? weekdays : (part.find(':') != std::string_view::npos ? time : date);
    slot = part;
  }
  const auto dates = split(date, '-');
  const auto times = split(time, ':');
  if (parts == 0 || parts > 3 || dates.size() < 2 || dates.size() > 3 || times.size() < 2 ||
      times.size() > 3) {
    return wrong(fmt::format("'{}' is no calendar expression", trim(text)));
  }
  calendar.weekdays_.set();
  if (!weekdays.empty()) {
    calendar.weekdays_.reset();
    HORIZON_TRY(parse_weekdays(weekdays, calendar.weekdays_));
  }
  const int last_year = kFirstYear + static_cast<int>(calendar.years_.size()) - 1;
  HORIZON_TRY(parse_set(dates.size() == 3 ? dates[0] : "*", kFirstYear, last_year, "year",
                        calendar.years_, kFirstYear));
  HORIZON_TRY(parse_set(dates[dates.size() - 2], 1, 12, "month", calendar.months_));
  HORIZON_TRY(parse_set(dates.back(), 1, 31, "day of a month", calendar.days_));
  HORIZON_TRY(parse_set(times[0], 0, 23, "hour", calendar.hours_));
  HORIZON_TRY(parse_set(times[1], 0, 59, "minute", calendar.minutes_));
  HORIZON_TRY(parse_set(times.size() == 3 ? times[2] : "0", 0, 59, "second", calendar.seconds_));
  return calendar;
}

bool Calendar::matches(Day day) const {
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year()) - kFirstYear;
  return year >= 0 && static_cast<std::size_t>(year) < years_.size() &&
         years_[static_cast<std::size_t>(year)] && months_[static_cast<unsigned>(date.month())] &&
         days_[static_cast<unsigned>(date.day())] &&
         weekdays_[std::chrono::weekday(day).iso_encoding() - 1];
}

std::optional<std::chrono::seconds> Calendar::time_from(std::chrono::seconds from) const {
  const auto first = static_cast<std::size_t>(from.count());
  for (std::size_t hour = first / 3600; hour < hours_.size(); ++hour) {
    if (!hours_[hour]) continue;
    const bool same_hour = hour == first / 3600;
    for (std::size_t minute = same_hour ? first / 60 % 60 : 0; minute < minutes_.size(); ++minute) {
      if (!minutes_[minute]) continue;
      const bool same_minute = same_hour && minute == first / 60 % 60;
      for (std::size_t second = same_minute ? first % 60 : 0; second < seconds_.size(); ++second) {
        if (seconds_[second]) return std::chrono::seconds(hour * 3600 + minute * 60 + second);
      }
    }
  }
  return {};
}

std::optional<Instant> Calendar::next(Instant after, const TimeZone& zone) const {
  const LocalTime begin = zone.local(after);
  const Day end = begin.day + std::chrono::days(366 * kMaxYears);
  for (Day day = begin.day; day < end; day += std::chrono::days(1)) {
    if (!matches(day)) continue;
    // An hour that happens twice is looked at as a whole.
    std::chrono::seconds from{0};
    if (day == begin.day) from = std::max(from, begin.of_the_day - std::chrono::hours(3));
    for (auto time = time_from(from); time; time = time_from(*time + std::chrono::seconds(1))) {
      const Instant instant = zone.instant({day, *time});
      if (instant > after) return instant;
    }
  }
  return {};
}

}  // namespace horizon::pipeline
