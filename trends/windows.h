// Stretches of one series compared, by what was collected in the same way in both.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "trends/series.h"
#include "trends/strata.h"

namespace horizon::trends {

// Complete points by position: [begin, end), 0 is the first complete point.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Running sums by stratum, so that every comparison costs the same however long the stretches are.
// The series must outlive it.
class Windows {
 public:
  explicit Windows(const Series& series, double confidence = 0.95);

  std::span<const Point> points() const { return points_; }

  // compare_rates() of two stretches, with an interval that allows for the series' scatter.
  std::optional<ComparedRates> compare(Range recent, Range previous, bool p_values) const;

 private:
  struct Sums {
    Tally tally;
    double squares = 0;  // of exposures
  };
  void add_stratum(std::span<const Tally> cells);
  Sums between(std::size_t stratum, Range range) const;

  std::span<const Point> points_;
  std::size_t strata_ = 0;
  std::vector<Sums> sums_;  // by stratum, then by position
  CompareOptions options_;
};

}  // namespace horizon::trends
