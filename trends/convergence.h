// Which fields grow together: documents that belong to two of them, more than chance would bring,
// and more than before. Pure functions of counts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "trends/statistics.h"

namespace horizon::trends {

// Documents in one window: of two topics, of each, of all.
struct PairTally {
  std::uint64_t both = 0;
  std::uint64_t first = 0;   // of the one topic
  std::uint64_t second = 0;  // of the other
  std::uint64_t all = 0;
};

// both * all / (first * second): how many times as often as by chance the two meet. The interval
// is that of a Poisson count divided by its expectation. nullopt if nothing is expected.
std::optional<Estimate> lift(const PairTally& tally, double confidence = 0.95);

struct Convergence {
  Estimate recent_lift;
  std::optional<Estimate> previous_lift;
  // Recent lift over the previous one, that is: growth of `both` beyond the growth of both topics,
  // by the conditional test of two Poisson counts (rate_ratio), their exposures being what chance
  // would have brought. nullopt without a previous window.
  std::optional<RateRatio> change;
  double p_together = 1;  // P(so many or more of `both` | independence), Poisson
  bool tested = false;    // `both` of the recent window reaches kLeastTogether
};

inline constexpr std::uint64_t kLeastTogether = 5;

// nullopt if nothing is expected in the recent window.
std::optional<Convergence> measure_convergence(const PairTally& recent, const PairTally& previous,
                                               double confidence = 0.95);

}  // namespace horizon::trends
