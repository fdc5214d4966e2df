// A clock that stands still unless somebody sleeps.
#pragma once

#include <atomic>
#include <chrono>

#include "core/date.h"

namespace horizon::test {

class FakeTime {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  Steady steady() const { return Steady(std::chrono::hours(1000)) + elapsed(); }
  Instant wall() const { return start_ + std::chrono::floor<std::chrono::seconds>(elapsed()); }
  void sleep(std::chrono::milliseconds pause) { milliseconds_ += pause.count(); }
  std::chrono::milliseconds elapsed() const { return std::chrono::milliseconds(milliseconds_); }

 private:
  Instant start_ = Day(std::chrono::days(20'779)) + std::chrono::hours(12);  // 2026-11-22
  std::atomic<std::int64_t> milliseconds_ = 0;
};

}  // namespace horizon::test
