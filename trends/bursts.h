// Stretches of time in which a topic is written about far more than otherwise.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "trends/dispersion.h"
#include "trends/statistics.h"

namespace horizon::trends {

struct BurstOptions {
  double scale = 2;             // the burst's rate over the base rate
  double gamma = 1;             // what it costs to enter a burst, times ln n
  std::size_t min_periods = 2;  // shorter bursts are single events
  std::size_t min_history = 8;  // periods; a shorter series has no base rate to speak of
  double min_count = 5;         // documents within the burst
  // Nats by which a burst's weight must exceed what it costs to enter one: without it, one flat
  // series in twelve had a burst.
  double margin = 1.5;
};

// Positions in the series that was given: [begin, end).
struct Burst {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool ongoing = false;  // the series ends within it
  double count = 0;      // documents within it
  double expected = 0;   // documents there at the base rate
  double weight = 0;     // how much better the burst explains them, in nats, after dispersion
};

struct Bursts {
  double base_rate = 0;  // documents per document outside the bursts
  std::vector<Burst> found;
};

// The batched two-state automaton of J. Kleinberg, "Bursty and Hierarchical Structure in Streams",
// KDD 2002, section 4 (states of rate p0 and scale p0, up-switch gamma ln n, Viterbi). Two
// differences, since his p0 is the mean rate, the burst included, which hides bursts in short
// series: p0 is the rate outside the bursts, found together with them from several starts, the
// cheapest explanation winning; and costs are divided by the dispersion of the series, so that
// what scatters is not all bursts. Linear in the length of the series.
Bursts find_bursts(std::span<const Observed> periods, const Dispersion& dispersion = {},
                   const BurstOptions& options = {});

}  // namespace horizon::trends
