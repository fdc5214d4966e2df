#include "trends/shifts.h"

#include <algorithm>
#include <cmath>

#include "trends/windows.h"

namespace horizon::trends {
namespace {

// How many standard errors the logarithm of the ratio lies from zero.
double distance(const Estimate& ratio, double quantile) {
  if (!(ratio.lower > 0) || !(ratio.upper > ratio.lower)) return 0;
  const double standard_error = (std::log(ratio.upper) - std::log(ratio.lower)) / (2 * quantile);
  return std::abs(std::log(ratio.value)) / standard_error;
}

}  // namespace

std::vector<Shift> find_shifts(const Series& series, const ChangePointOptions& options) {
  const std::vector<Observed> observed = observed_points(series);
  std::vector<Segment> segments = find_segments(observed, series.dispersion, options);
  const Windows windows(series);
  const double quantile = dispersed_quantile(series.dispersion, 0.95);
  const double wanted =
      std::sqrt(options.penalty * std::log(static_cast<double>(std::max<std::size_t>(
                                      2, std::min(observed.size(), options.max_periods)))));
  const auto compare = [&](std::size_t i) {
    return windows.compare({segments[i].begin, segments[i].end},
                           {segments[i - 1].begin, segments[i - 1].end}, false);
  };
  // The weakest boundary goes first, so that its neighbours are judged on what it leaves.
  while (segments.size() > 1) {
    std::size_t weakest = 0;
    double least = wanted;
    for (std::size_t i = 1; i < segments.size(); ++i) {
      const auto compared = compare(i);
      const double here = compared ? distance(compared->comparison.ratio, quantile) : 0;
      if (here >= least) continue;
      least = here;
      weakest = i;
    }
    if (weakest == 0) break;
    segments[weakest - 1].end = segments[weakest].end;
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(weakest));
  }
  std::vector<Shift> shifts;
  for (std::size_t i = 1; i < segments.size(); ++i) {
    shifts.push_back({.since = windows.points()[segments[i].begin].period, .change = *compare(i)});
  }
  return shifts;
}

}  // namespace horizon::trends
