// When did the level of a rate change for good.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "trends/dispersion.h"
#include "trends/statistics.h"

namespace horizon::trends {

struct ChangePointOptions {
  double penalty = 3;           // times ln n for each change (the modified BIC's 3 ln n)
  std::size_t min_segment = 4;  // periods between two changes
  // The newest periods that are looked at: a bound on time. 2,000 weeks are 38 years.
  std::size_t max_periods = 2000;
};

// One stretch of an even rate: [begin, end) in the series that was given.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  double count = 0;
  double exposure = 0;
  double rate() const { return exposure > 0 ? count / exposure : 0; }
};

// The exact optimum of sum(cost) + penalty * changes by PELT: Killick, Fearnhead and Eckley, J. Am.
// Statist. Assoc. 107 (2012) 1590-1598. The cost is twice the negative log-likelihood of negative
// binomial counts (Poisson with alpha 0, divided by phi) with the exposure as offset, the alpha of
// the whole series, and the segment's own rate; the term ln(1 + alpha mean) is taken at the
// segment's mean exposure, which makes a segment's cost a sum of three numbers. The penalty is that
// of Zhang and Siegmund, Biometrics 63 (2007) 22-32. The segments in order; one if nothing changed,
// none without periods. Linear while changes come up with the data; at most max_periods^2 steps.
std::vector<Segment> find_segments(std::span<const Observed> periods,
                                   const Dispersion& dispersion = {},
                                   const ChangePointOptions& options = {});

}  // namespace horizon::trends
