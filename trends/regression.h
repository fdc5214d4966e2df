// The straight line through the logarithms of rates: how fast something grows.
#pragma once

#include <optional>
#include <span>

#include "trends/statistics.h"

namespace horizon::trends {

struct TimedCount {
  double time = 0;  // in the unit that the slope is wanted in
  Observed observed;
};

struct LogSlope {
  Estimate per_unit;      // of log rate, per unit of time
  double dispersion = 1;  // Pearson's around the fitted line, at least 1
  double alpha = 0;       // of the negative binomial variance mean + alpha mean^2; 0: Poisson
};

// Slope of log(count/exposure) on time: Poisson regression with offset log exposure by iteratively
// reweighted least squares (McCullagh and Nelder, "Generalized Linear Models", 2nd ed. 1989,
// section 2.5 and, for the dispersion, 6.2.3), quasi-Poisson interval with Student's t on n-2
// degrees. Observations without exposure are left out. nullopt if fewer than three remain, if all
// are at one time, if fewer than two counts are above zero, or if it does not converge.
std::optional<LogSlope> log_linear_slope(std::span<const TimedCount> observations,
                                         double confidence = 0.95);

// The same with the variance mean + alpha mean^2 (NB2), alpha by moments around the fitted line
// (Breslow, Applied Statistics 33 (1984) 38-44, with Cameron and Trivedi, "Regression Analysis of
// Count Data", 1998, section 3.2); right where single periods scatter more the larger they are.
// Wants eight observations; with fewer it is log_linear_slope().
std::optional<LogSlope> negative_binomial_slope(std::span<const TimedCount> observations,
                                                double confidence = 0.95);

}  // namespace horizon::trends
