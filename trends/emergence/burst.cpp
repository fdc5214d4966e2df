#include "trends/emergence/burst.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace horizon::trends {
namespace {

constexpr double kRatio = 2;
constexpr double kGamma = 1;
constexpr double kMostShare = 0.9999;

}  // namespace

double open_burst_weight(std::span<const std::uint32_t> counts, std::span<const double> exposures) {
  const double documents = std::accumulate(counts.begin(), counts.end(), 0.0);
  const double exposure = std::accumulate(exposures.begin(), exposures.end(), 0.0);
  if (documents <= 0 || exposure <= 0) return 0;
  const double base = std::min(documents / exposure, kMostShare / kRatio);
  const double rate = base * kRatio;
  const double rise = kGamma * std::log(static_cast<double>(counts.size()));
  const double gain_yes = std::log(rate / base);
  const double gain_no = std::log((1 - rate) / (1 - base));
  // Of the best paths to here, costs relative to staying in the base state all the time. `open` is
  // what the burst that the burst path is in has saved.
  double quiet = 0, busy = rise, open = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double y = counts[i];
    const double gain = y * gain_yes + std::max(exposures[i] - y, 0.0) * gain_no;
    const double from_quiet = quiet + rise;
    if (i > 0 && busy < from_quiet) {
      open += gain;
    } else {
      open = gain;
    }
    const double next_quiet = std::min(quiet, busy);
    busy = (i > 0 ? std::min(busy, from_quiet) : from_quiet) - gain;
    quiet = i > 0 ? next_quiet : 0;
  }
  return busy < quiet ? std::max(open, 0.0) : 0.0;
}

}  // namespace horizon::trends
