#include "core/date.h"

#include <fmt/format.h>

#include <charconv>

namespace horizon {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int kEarliestYear = 1500;
constexpr int kLatestYear = 2200;

// Reads exactly `width` digits and removes them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc() || end != text.data() + width || text[0] == '-') return std::nullopt;
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> checked_day(int y, int m, int d) {
  if (y < kEarliestYear || y > kLatestYear) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            std::chrono::day{static_cast<unsigned>(d)}};
  if (m < 1 || d < 1 || !date.ok()) return std::nullopt;
  return Day{date};
}

struct TimeOfDay {
  std::chrono::minutes since_midnight{0};
  std::chrono::minutes offset{0};
};

// "hh:mm[:ss[.fff]][Z|±hh[:]mm]"; nullopt if it is not a time.
std::optional<TimeOfDay> parse_time(std::string_view text) {
  TimeOfDay time;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 24 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  time.since_midnight = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  if (take(text, ':')) {
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) return std::nullopt;
    if (take(text, '.') || take(text, ',')) {
      while (!text.empty() && text[0] >= '0' && text[0] <= '9') text.remove_prefix(1);
    }
  }
  take(text, ' ');
  if (text.empty() || text == "Z" || text == "z") return time;
  const bool west = text[0] == '-';
  if (!west && text[0] != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto offset_hours = take_digits(text, 2);
  take(text, ':');
  const auto offset_minutes = text.empty() ? std::optional<int>(0) : take_digits(text, 2);
  if (!offset_hours || !offset_minutes || !text.empty() || *offset_hours > 14) return std::nullopt;
  time.offset = std::chrono::hours(*offset_hours) + std::chrono::minutes(*offset_minutes);
  if (west) time.offset = -time.offset;
  return time;
}

int iso_year_of(Day day) {
  // The ISO year of a week is the year of its Thursday (ISO 8601, 3.1.1.23).
  const std::chrono::weekday weekday{day};
  const Day thursday = day + days(4 - static_cast<int>(weekday.iso_encoding()));
  return static_cast<int>(year_month_day{thursday}.year());
}

Day monday_of_iso_week_1(int iso_year) {
  const Day fourth_of_january{year{iso_year} / 1 / 4};
  const std::chrono::weekday weekday{fourth_of_january};
  return fourth_of_january - days(static_cast<int>(weekday.iso_encoding()) - 1);
}

}  // namespace

std::optional<PartialDate> parse_iso_date(std::string_view text) {
  const auto y = take_digits(text, 4);
  if (!y || *y < kEarliestYear || *y > kLatestYear) return std::nullopt;
  const auto first_of_year = checked_day(*y, 1, 1);
  if (text.empty()) return PartialDate{*first_of_year, Precision::kYear};
  if (!take(text, '-')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m) return std::nullopt;
  const auto first_of_month = checked_day(*y, *m, 1);
  if (!first_of_month) return std::nullopt;
  if (text.empty()) return PartialDate{*first_of_month, Precision::kMonth};
  if (!take(text, '-')) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  const auto day = checked_day(*y, *m, *d);
  if (!day) return std::nullopt;
  if (text.empty()) return PartialDate{*day, Precision::kDay};
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto time = parse_time(text);
  if (!time) return std::nullopt;
  const auto instant = *day + time->since_midnight - time->offset;
  return PartialDate{std::chrono::floor<days>(instant), Precision::kDay};
}

std::string format_day(Day day) {
  const year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_date(const PartialDate& date) {
  std::string text = format_day(date.day);
  if (date.precision == Precision::kYear) text.resize(4);
  if (date.precision == Precision::kMonth) text.resize(7);
  return text;
}

std::string format_instant(Instant instant) {
  const Day day = std::chrono::floor<days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_day(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::optional<Granularity> parse_granularity(std::string_view text) {
  if (text == "week") return Granularity::kWeek;
  if (text == "month") return Granularity::kMonth;
  if (text == "quarter") return Granularity::kQuarter;
  if (text == "year") return Granularity::kYear;
  return std::nullopt;
}

std::string_view to_string(Granularity granularity) {
  switch (granularity) {
    case Granularity::kWeek:
      return "week";
    case Granularity::kMonth:
      return "month";
    case Granularity::kQuarter:
      return "quarter";
    case Granularity::kYear:
      return "year";
  }
  return "";
}

Period period_of(Day day, Granularity granularity) {
  const year_month_day date{day};
  switch (granularity) {
    case Granularity::kWeek: {
      const std::chrono::weekday weekday{day};
      return {granularity, day - days(static_cast<int>(weekday.iso_encoding()) - 1)};
    }
    case Granularity::kMonth:
      return {granularity, Day{date.year() / date.month() / 1}};
    case Granularity::kQuarter: {
      const unsigned first = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
      return {granularity, Day{date.year() / month{first} / 1}};
    }
    case Granularity::kYear:
      return {granularity, Day{date.year() / 1 / 1}};
  }
  return {granularity, day};
}

Day end_of(const Period& period) {
  const year_month_day date{period.begin};
  switch (period.granularity) {
    case Granularity::kWeek:
      return period.begin + days(7);
    case Granularity::kMonth:
      return Day{date + std::chrono::months(1)};
    case Granularity::kQuarter:
      return Day{date + std::chrono::months(3)};
    case Granularity::kYear:
      return Day{date + std::chrono::years(1)};
  }
  return period.begin;
}

Period next(const Period& period) { return {period.granularity, end_of(period)}; }

std::string format_period(const Period& period) {
  const year_month_day date{period.begin};
  const int y = static_cast<int>(date.year());
  const unsigned m = static_cast<unsigned>(date.month());
  switch (period.granularity) {
    case Granularity::kWeek: {
      const int iso_year = iso_year_of(period.begin);
      const auto week = (period.begin - monday_of_iso_week_1(iso_year)).count() / 7 + 1;
      return fmt::format("{:04}-W{:02}", iso_year, week);
    }
    case Granularity::kMonth:
      return fmt::format("{:04}-{:02}", y, m);
    case Granularity::kQuarter:
      return fmt::format("{:04}Q{}", y, (m - 1) / 3 + 1);
    case Granularity::kYear:
      return fmt::format("{:04}", y);
  }
  return {};
}

bool fits(Precision precision, Granularity granularity) {
  if (precision == Precision::kDay) return true;
  if (precision == Precision::kYear) return granularity == Granularity::kYear;
  return granularity != Granularity::kWeek;
}

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace horizon
