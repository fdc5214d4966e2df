// How much counts scatter beyond chance. Documents come in bunches (a conference, a special issue,
// a wave of news), so that a count varies more than a Poisson count does; an interval that ignores
// it is too narrow.
#pragma once

#include <cstddef>
#include <span>

#include "trends/statistics.h"

namespace horizon::trends {

// Sums that can be pooled over several series (of a domain, say) before the dispersion is settled.
struct DispersionSums {
  double excess = 0;   // squared deviations less what a Poisson count leads to expect
  double squares = 0;  // the same deviations' share of the squared mean: excess / squares = alpha
  double pearson = 0;  // squared deviations in units of the Poisson variance
  double count = 0;    // documents of the periods
  std::size_t terms = 0;
  DispersionSums& operator+=(const DispersionSums& other);
};

struct Dispersion {
  double alpha = 0;    // variance = phi mean + alpha mean^2; 1/alpha is the NB2 "k"
  double phi = 1;      // above 1 only where fewer than eight periods leave no way to tell alpha
  double degrees = 0;  // of freedom behind it; 0: nothing was there to estimate it from
  bool beyond_chance() const { return alpha > 0 || phi > 1; }
};

// Of consecutive periods: each period against the mean of its two neighbours, so that a steady
// growth is not taken for scatter (the difference-based variance of Gasser, Sroka and
// Jennen-Steinmetz, Biometrika 73 (1986) 625-633, with the Poisson variance taken off by moments).
// Periods without exposure are passed over.
DispersionSums dispersion_sums(std::span<const Observed> periods);

// NB2 from six terms (eight periods) on, quasi-Poisson below; nothing without two terms, or with
// fewer than thirty documents: so few scatter by chance so much that nothing else can be told.
Dispersion settle(const DispersionSums& sums);

// The interval of one period's mean, in the unit of the count, at this dispersion: exact tails of
// the negative binomial (quasi-Poisson: of the Poisson, stretched), at a level that allows for the
// dispersion itself being an estimate.
Estimate dispersed_interval(std::uint64_t count, const Dispersion& dispersion,
                            double confidence = 0.95);

// The quantile to multiply standard errors with: Student's t on the dispersion's degrees where it
// was found beyond chance, else the normal's.
double dispersed_quantile(const Dispersion& dispersion, double confidence = 0.95);

}  // namespace horizon::trends
