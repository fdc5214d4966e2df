#include "trends/convergence.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace horizon::trends {
namespace {

// Expectations are fractions, exposures whole numbers: counted in millionths of a document.
constexpr double kScale = 1e6;

double expected(const PairTally& tally) {
  if (tally.all == 0) return 0;
  return static_cast<double>(tally.first) * static_cast<double>(tally.second) /
         static_cast<double>(tally.all);
}

Tally scaled(const PairTally& tally) {
  const double exposure = std::min(expected(tally) * kScale, 9e18);
  return {tally.both, static_cast<std::uint64_t>(std::llround(exposure))};
}

}  // namespace

std::optional<Estimate> lift(const PairTally& tally, double confidence) {
  const double chance = expected(tally);
  if (chance <= 0) return std::nullopt;
  const Estimate count = poisson_interval(tally.both, confidence);
  return Estimate{count.value / chance, count.lower / chance, count.upper / chance};
}

std::optional<Convergence> measure_convergence(const PairTally& recent, const PairTally& previous,
                                               double confidence) {
  const auto now = lift(recent, confidence);
  if (!now) return std::nullopt;
  Convergence found;
  found.recent_lift = *now;
  found.previous_lift = lift(previous, confidence);
  found.tested = recent.both >= kLeastTogether;
  if (recent.both > 0) {
    found.p_together = boost::math::gamma_p(static_cast<double>(recent.both), expected(recent));
  }
  // Rare pairs expect less than a document in a window: an exposure below the count would be taken
  // for the count, which the scale prevents down to a millionth.
  const Tally one = scaled(recent), other = scaled(previous);
  if (one.exposure > one.count && other.exposure > other.count)
    found.change = rate_ratio(one, other, confidence);
  return found;
}

}  // namespace horizon::trends
