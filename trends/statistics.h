// Exact and asymptotic inference for counts of documents. Pure functions of their arguments.
// Wherever a confidence is asked for it is two-sided and in (0, 1); anything else counts as 0.95.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace horizon::trends {

struct Estimate {
  double value = 0;
  double lower = 0;
  double upper = 0;  // may be +infinity
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

// A count and what it was counted among. An exposure below the count is read as the count.
struct Tally {
  std::uint64_t count = 0;
  std::uint64_t exposure = 0;
  friend bool operator==(const Tally&, const Tally&) = default;
};

// The same where the exposure is one that was made comparable (see strata.h), and so no whole
// number: a count and the documents that it was as good as counted among.
struct Observed {
  double count = 0;
  double exposure = 0;
  friend bool operator==(const Observed&, const Observed&) = default;
};

// z with P(Z <= z) = p for a standard normal Z; -infinity at p <= 0, +infinity at p >= 1.
double normal_quantile(double p);

// Interval of a Poisson mean of which `count` was observed: the exact one of F. Garwood, "Fiducial
// limits for the Poisson distribution", Biometrika 28 (1936) 437-442. Zero gives [0, 3.689] at
// 0.95. Covers with at least the asked probability, whatever the mean.
Estimate poisson_interval(std::uint64_t count, double confidence = 0.95);

// t with P(T <= t) = p for Student's T with `degrees` > 0 of freedom; NaN where there is none.
double student_quantile(double p, double degrees);

// P(T >= t) for Student's T; degrees <= 0 or infinite is the normal distribution.
double student_upper_tail(double t, double degrees);

// Interval of the mean of a negative binomial count with variance mean + alpha mean^2, of which
// `count` was observed: the means that leave at least (1 - confidence)/2 to either tail, by the
// incomplete beta function, as Garwood's does for the Poisson, which alpha <= 0 gives.
Estimate negative_binomial_interval(std::uint64_t count, double alpha, double confidence = 0.95);

// Count per `per` documents with the Garwood interval, which is cut at `per`: a share cannot be
// more than everything. nullopt if nothing was exposed.
std::optional<Estimate> rate(const Tally& tally, double per = 1000, double confidence = 0.95);

// Two rates compared.
struct RateRatio {
  Estimate ratio;
  double p_greater = 1;    // exact, one-sided: P(as many or more in `recent` | equal rates)
  double p_two_sided = 1;  // exact, twice the smaller tail, at most 1
};

// (c1/E1)/(c0/E0) with the log-Wald interval exp(log RR +- z sqrt(1/(c1+1/2) + 1/(c0+1/2)))
// (Walter, Biometrika 62 (1975) 371-374, for the halves). If one count is zero, the ratio too is
// formed with halves added to both counts, so that it stays finite; the p-values need no such help:
// given c1+c0, c1 is Binomial(c1+c0, E1/(E1+E0)) under equal rates (Przyborowski and Wilenski,
// Biometrika 31 (1940) 313-323). nullopt if both counts are zero or an exposure is.
std::optional<RateRatio> rate_ratio(const Tally& recent, const Tally& previous,
                                    double confidence = 0.95);

// q-values of a family of tests, in the order of the p-values, by Y. Benjamini and Y. Hochberg,
// J. R. Statist. Soc. B 57 (1995) 289-300: q <= a selects what their step-up rule selects at a.
// NaN counts as 1.
std::vector<double> benjamini_hochberg(std::span<const double> p_values);

// Pearson dispersion of counts around one common rate, at least 1; 1 if fewer than two
// observations have exposure or there is nothing to count.
double common_rate_dispersion(std::span<const Tally> tallies);

}  // namespace horizon::trends
