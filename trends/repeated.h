// Tests that are repeated: every week the same questions are asked again, and chance answers some
// of them. (Many questions at one time: benjamini_hochberg() in statistics.h.)
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace horizon::trends {

// LOND of Javanmard and Montanari (arXiv:1502.06197, 2015): the hypotheses of a stream in the order
// in which they came; each may be rejected at alpha * gamma_i * (discoveries so far + 1), with
// gamma_i = 6 / (pi^2 i^2), which adds up to 1. Keeps the false discovery rate at or below alpha
// over the whole stream for independent tests, without knowing how many will come. Deciding one
// never changes an earlier decision. NaN counts as 1.
std::vector<bool> lond(std::span<const double> p_values, double alpha = 0.05);

// Whether each of a series of weekly decisions is confirmed: made in at least `wanted` of the last
// `window` weeks, this one included. A simple guard against what is up one week and gone the next.
std::vector<bool> repeated(std::span<const bool> decisions, std::size_t wanted = 2,
                           std::size_t window = 3);

}  // namespace horizon::trends
