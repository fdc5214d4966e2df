// Exponential smoothing and its relatives: from a series to its continuation. Pure functions;
// a series that is too short for a method continues at its last value. Internal to forecast.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace horizon::trends {

// Level only; alpha by the smallest squared one-step error.
std::vector<double> simple_smoothing(std::span<const double> values, std::size_t horizon);

// Level and damped trend (Holt; Gardner and McKenzie 1985), phi in .8 to .98.
std::vector<double> damped_trend(std::span<const double> values, std::size_t horizon);

// Simple smoothing with half the slope of the straight line through the series as drift.
std::vector<double> theta(std::span<const double> values, std::size_t horizon);

// The value of the same season a year before.
std::vector<double> seasonal_naive(std::span<const double> values, std::size_t season,
                                   std::size_t horizon);

// What each season adds, by position in the series (i % season), adding up to zero; all zero where
// the autocorrelation at lag `season` is not beyond 90 % of chance (the M4 competition's test), or
// fewer than three seasons are there.
std::vector<double> seasonal_effects(std::span<const double> values, std::size_t season);

// The mean of the three methods on the series without its seasonal effects, with them again.
std::vector<double> combined_forecast(std::span<const double> values, std::size_t season,
                                      std::size_t horizon);

}  // namespace horizon::trends
