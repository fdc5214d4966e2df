// Days, dates with precision, and calendar periods (proleptic Gregorian, UTC; weeks by ISO 8601).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace horizon {

using Day = std::chrono::sys_days;
using Instant = std::chrono::sys_seconds;

// How much of a date the source stated. A year-only date is held as 1 January with kYear, and
// never counted in a period that is finer than a year.
enum class Precision : std::uint8_t { kDay = 0, kMonth = 1, kYear = 2 };

struct PartialDate {
  Day day{};  // first day of the stated day, month or year
  Precision precision = Precision::kDay;
  friend auto operator<=>(const PartialDate&, const PartialDate&) = default;
};

// "2026-11-22", "2026-11", "2026", or any of them followed by 'T' or a space and a time (which is
// dropped after conversion to UTC when it carries an offset). Years 1500 to 2200; anything else,
// and impossible dates such as 2026-02-30, give nullopt.
std::optional<PartialDate> parse_iso_date(std::string_view text);

std::string format_day(Day day);                   // "2026-11-22"
std::string format_date(const PartialDate& date);  // "2026-11-22", "2026-11" or "2026"
std::string format_instant(Instant instant);       // "2026-11-22T05:36:42Z"

enum class Granularity : std::uint8_t { kWeek, kMonth, kQuarter, kYear };

std::optional<Granularity> parse_granularity(std::string_view text);  // "week" "month" ...
std::string_view to_string(Granularity granularity);

// One calendar period: [begin, end).
struct Period {
  Granularity granularity = Granularity::kMonth;
  Day begin{};
  friend auto operator<=>(const Period&, const Period&) = default;
};

Period period_of(Day day, Granularity granularity);
Day end_of(const Period& period);  // first day after it
Period next(const Period& period);
std::string format_period(const Period& period);  // "2026-W47" "2026-11" "2026Q4" "2026"
// True if a date of this precision lies within one period of this granularity (a year-only date
// fits a year, not a month).
bool fits(Precision precision, Granularity granularity);

// The clock is passed in, so that tests and the sample workspace run on a fixed day.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Day today() const { return std::chrono::floor<std::chrono::days>(now()); }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant instant) : instant_(instant) {}
  Instant now() const override { return instant_; }

 private:
  Instant instant_;
};

}  // namespace horizon
