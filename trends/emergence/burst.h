// Bursts of a count among another: J. Kleinberg, "Bursty and hierarchical structure in streams",
// KDD 2002, section 4 (the batched, two-state automaton).
#pragma once

#include <cstdint>
#include <span>

namespace horizon::trends {

// The weight of the burst that is still open in the last period, 0 if there is none: the sum of
// what the burst state saves over the base state. `counts` among `exposures`, a period each; rates
// s = 2 apart, the step up costs gamma = 1 times the logarithm of the number of periods.
double open_burst_weight(std::span<const std::uint32_t> counts, std::span<const double> exposures);

}  // namespace horizon::trends
