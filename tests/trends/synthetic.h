// Series of which the truth is known.
#pragma once

#include <cstdint>
#include <vector>

#include "trends/random.h"
#include "trends/series.h"

namespace horizon::trends {

// A monthly series from January 2010 on with one stratum, every month complete.
inline Series months_of(const std::vector<std::uint64_t>& counts, std::uint64_t exposure) {
  Series series;
  Period period{.granularity = Granularity::kMonth,
                .begin = std::chrono::year{2010} / std::chrono::January / 1};
  for (const std::uint64_t count : counts) {
    Point point;
    point.period = period;
    point.count = count;
    point.exposure = exposure;
    point.comparable = static_cast<double>(exposure);
    point.rate = rate({.count = count, .exposure = exposure});
    point.complete = true;
    series.points.push_back(point);
    period = next(period);
  }
  series.dispersion = settle(dispersion_sums(observed_points(series)));
  series.within = series.dispersion;
  return series;
}

inline std::vector<std::uint64_t> draw(Random& random, const std::vector<double>& means,
                                       double alpha) {
  std::vector<std::uint64_t> counts;
  for (const double mean : means) counts.push_back(random.negative_binomial(mean, alpha));
  return counts;
}

}  // namespace horizon::trends
