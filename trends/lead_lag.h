// Does one kind of document run ahead of another: papers before patents, patents before news.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "trends/statistics.h"

namespace horizon::trends {

struct LeadLagOptions {
  std::size_t max_lag = 12;      // periods
  std::size_t min_periods = 20;  // fewer say nothing about lags
  std::size_t samples = 400;     // of the block bootstrap
  std::uint64_t seed = 1;
};

enum class LeadLagGap : std::uint8_t {
  kNone,
  kTooShort,  // fewer than min_periods with both
  kTooFew,    // one of the two has documents in fewer than half of the periods
  kNothing,   // no correlation at any lag that chance would not give
};
std::string_view to_string(LeadLagGap gap);  // "" "too-short" "too-few" "nothing-beyond-chance"

struct LeadLag {
  LeadLagGap gap = LeadLagGap::kTooShort;
  std::size_t periods = 0;  // that were compared
  std::size_t lag = 0;      // the first goes this many periods before the second
  Estimate correlation;     // at that lag, with a 95 % bootstrap interval
  double p_value = 1;       // of the largest correlation over all lags
};

// Logarithms of the two rates, differenced, prewhitened by the autoregression of the first (order
// up to 4 by AIC; Box and Jenkins, "Time Series Analysis", 1970, section 11.2.1), and the
// correlation of first(t) with second(t + lag) for lags of 0 to max_lag. Against chance: the
// largest of them, when blocks of the first are moved about (moving blocks: Kuensch, Ann. Statist.
// 17 (1989) 1217-1241). The interval at the lag found resamples blocks of pairs. `first` and
// `second` are the same periods.
LeadLag lead_lag(std::span<const Observed> first, std::span<const Observed> second,
                 const LeadLagOptions& options = {});

// Position of the first period at whose end the last `window` periods were above all periods before
// them together, by the lower end of the 95 % interval of the rate ratio, with at least ten
// documents: when a rise could first be seen. What is left to compare where series are too short
// for lags. nullopt: never.
std::optional<std::size_t> onset(std::span<const Observed> periods, std::size_t window);

}  // namespace horizon::trends
