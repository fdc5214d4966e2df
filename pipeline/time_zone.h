// Wall-clock time of a place: what an operator means by "Monday, 08:00".
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/date.h"
#include "core/error.h"

namespace horizon::pipeline {

// What a clock on the wall shows.
struct LocalTime {
  Day day{};                           // the calendar's day there
  std::chrono::seconds of_the_day{0};  // [0, 24 h)
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

// Immutable; copies share what was loaded. The rules are those of the ICU data.
class TimeZone {
 public:
  // An IANA name ("Asia/Shanghai", "UTC"); "" is the machine's own zone. kUsage if unknown.
  static Result<TimeZone> named(const std::string& name);

  const std::string& name() const { return name_; }
  LocalTime local(Instant instant) const;
  // A time that does not exist (clocks were put forward) is the first moment after the gap; one
  // that happens twice (they were put back) is the first of the two.
  Instant instant(const LocalTime& local) const;

 private:
  struct Rules;
  TimeZone(std::string name, std::shared_ptr<const Rules> rules);
  std::string name_;
  std::shared_ptr<const Rules> rules_;
};

}  // namespace horizon::pipeline
