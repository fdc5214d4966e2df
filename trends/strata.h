// Rates made comparable: what comes in changes its make-up (a feed is added, a language grows), and
// a change of make-up must not look like a trend.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "trends/dispersion.h"
#include "trends/statistics.h"

namespace horizon::trends {

// Documents that were collected in one way. A document belongs to exactly one.
struct Stratum {
  Kind kind = Kind::kOther;
  std::string language;
  std::string source;
  friend auto operator<=>(const Stratum&, const Stratum&) = default;
};

// Each period's exposure as if all had the make-up of the whole: E*_t such that count_t / E*_t
// follows the period alone. Under the multiplicative model rate_st = a_s b_t for stratum s and
// period t (Breslow and Day, "Statistical Methods in Cancer Research" II, IARC 1987, sections 4.3
// to 4.6), fitted by maximum likelihood with iterative proportional scaling (Deming and Stephan,
// Ann. Math. Statist. 11 (1940) 427-444), the weights a_s are the same at all times:
// E*_t = sum_s a_s E_st, scaled so that the E*_t add up to the exposure. A stratum that is there
// only from some day on takes part from that day on and shifts nothing. Strata that share no period
// with others, directly or through third ones, cannot be compared by any method, and keep their
// plain rates. One stratum gives its own exposure.
// `cells` has `strata` rows of `periods` each. The result has one number a period.
std::vector<double> comparable_exposures(std::span<const Tally> cells, std::size_t strata,
                                         std::size_t periods);

// Two windows of one stratum.
struct StratumPair {
  Tally recent;
  Tally previous;
  // How much of each window lies in few of its periods: sum of squared exposures over squared sum;
  // 1/n for n even periods. Scatter beyond chance does not average out within a period.
  double recent_bunching = 0;
  double previous_bunching = 0;
};

struct ComparedRates {
  RateRatio comparison;
  StratumPair comparable;  // what it rests on: the strata that have exposure in both windows
};

struct CompareOptions {
  double alpha = 0;         // scatter of each stratum's periods: variance mean + alpha mean^2
  double common_alpha = 0;  // of all strata together, on top of that
  double phi = 1;           // or all of the scatter as a factor on the variance
  double quantile = 1.959963984540054;  // what the standard error is multiplied with: 95 %
  double degrees = 0;                   // of Student's t for the p-values; 0: normal
  bool p_values = true;                 // else they stay 1: exact ones take time
};

// The rate ratio over strata: of Mantel and Haenszel (J. Natl. Cancer Inst. 22 (1959) 719-748) for
// rates, with the variance of Greenland and Robins (Biometrics 41 (1985) 55-68). A stratum without
// exposure in either window says nothing and is left out. One stratum gives rate_ratio(). Scatter
// beyond chance widens the interval. Without it the p-values are exact (given each stratum's
// documents, the recent ones are a sum of binomials); with it they come from the ratio's
// logarithm. nullopt if no stratum has exposure in both windows, or none of these holds a document.
std::optional<ComparedRates> compare_rates(std::span<const StratumPair> strata,
                                           const CompareOptions& options = {});

}  // namespace horizon::trends
