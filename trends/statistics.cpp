#include "trends/statistics.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace horizon::trends {
namespace {

// Errors of Boost.Math come back as values (NaN, infinity), never as exceptions.
namespace policies = boost::math::policies;
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>,
                               policies::indeterminate_result_error<policies::ignore_error>>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double checked(double confidence) { return confidence > 0 && confidence < 1 ? confidence : 0.95; }

double exposed(const Tally& tally) {
  return static_cast<double>(std::max(tally.count, tally.exposure));
}

double counted(const Tally& tally) { return static_cast<double>(tally.count); }

// Above this the inverse incomplete gamma function loses digits, and the cube root of a gamma
// variable is normal to more digits than anyone prints (Wilson and Hilferty, Proc. Natl. Acad. Sci.
// 17 (1931) 684-688).
constexpr std::uint64_t kLargeCount = 1'000'000;

double gamma_quantile_for_large(double shape, double z) {
  const double ninth = 1 / (9 * shape);
  const double root = 1 - ninth + z * std::sqrt(ninth);
  return shape * root * root * root;
}

// P(X >= c) for X ~ Binomial(n, share), by the incomplete beta function.
double upper_tail(double c, double n, double share) {
  if (c <= 0) return 1;
  return boost::math::ibeta(c, n - c + 1, share, Quiet());
}

double lower_tail(double c, double n, double share) {
  if (c >= n) return 1;
  return boost::math::ibetac(c + 1, n - c, share, Quiet());
}

}  // namespace

double normal_quantile(double p) {
  if (std::isnan(p)) return p;
  if (p <= 0) return -kInfinity;
  if (p >= 1) return kInfinity;
  return boost::math::quantile(boost::math::normal_distribution<double, Quiet>(), p);
}

Estimate poisson_interval(std::uint64_t count, double confidence) {
  const double tail = (1 - checked(confidence)) / 2;
  const auto y = static_cast<double>(count);
  Estimate estimate{.value = y, .lower = 0, .upper = 0};
  if (count > kLargeCount) {
    estimate.lower = gamma_quantile_for_large(y, normal_quantile(tail));
    estimate.upper = gamma_quantile_for_large(y + 1, -normal_quantile(tail));
    return estimate;
  }
  // Half a chi-square quantile with 2y degrees is a gamma quantile with shape y.
  if (count > 0) estimate.lower = boost::math::gamma_p_inv(y, tail, Quiet());
  estimate.upper = boost::math::gamma_q_inv(y + 1, tail, Quiet());
  return estimate;
}

double student_quantile(double p, double degrees) {
  if (!(degrees > 0) || std::isnan(p)) return std::numeric_limits<double>::quiet_NaN();
  if (p <= 0) return -kInfinity;
  if (p >= 1) return kInfinity;
  return boost::math::quantile(
      boost::math::students_t_distribution<double, Quiet>(std::min(degrees, 1e6)), p);
}

double student_upper_tail(double t, double degrees) {
  if (std::isnan(t)) return 1;
  if (!(degrees > 0) || degrees > 1e6) return std::erfc(t / std::numbers::sqrt2) / 2;
  if (std::isinf(t)) return t > 0 ? 0 : 1;
  return boost::math::cdf(
      boost::math::complement(boost::math::students_t_distribution<double, Quiet>(degrees), t));
}

Estimate negative_binomial_interval(std::uint64_t count, double alpha, double confidence) {
  // Below this the variance is the Poisson's to six digits, and k = 1/alpha too large for ibeta.
  if (!(alpha * static_cast<double>(count + 1) > 1e-6)) return poisson_interval(count, confidence);
  const double tail = (1 - checked(confidence)) / 2;
  const double k = 1 / alpha;
  const auto y = static_cast<double>(count);
  // P(Y <= y) = I_p(k, y + 1) with p = k / (k + mean).
  const auto mean_at = [k](double p) { return p > 0 ? k * (1 - p) / p : kInfinity; };
  Estimate estimate{.value = y, .lower = 0, .upper = kInfinity};
  if (count > 0) estimate.lower = mean_at(boost::math::ibeta_inv(k, y, 1 - tail, Quiet()));
  estimate.upper = mean_at(boost::math::ibeta_inv(k, y + 1, tail, Quiet()));
  return estimate;
}

std::optional<Estimate> rate(const Tally& tally, double per, double confidence) {
  const double exposure = exposed(tally);
  if (exposure <= 0) return std::nullopt;
  Estimate estimate = poisson_interval(tally.count, confidence);
  const double scale = per / exposure;
  estimate.value *= scale;
  estimate.lower *= scale;
  estimate.upper = std::min(estimate.upper * scale, per);
  return estimate;
}

std::optional<RateRatio> rate_ratio(const Tally& recent, const Tally& previous, double confidence) {
  const double c1 = counted(recent);
  const double c0 = counted(previous);
  const double e1 = exposed(recent);
  const double e0 = exposed(previous);
  if (e1 <= 0 || e0 <= 0 || c1 + c0 <= 0) return std::nullopt;
  const double help = c1 > 0 && c0 > 0 ? 0.0 : 0.5;
  const double ratio = ((c1 + help) / e1) / ((c0 + help) / e0);
  const double z = normal_quantile(0.5 + checked(confidence) / 2);
  const double spread = std::exp(z * std::sqrt(1 / (c1 + 0.5) + 1 / (c0 + 0.5)));
  RateRatio result;
  result.ratio = {.value = ratio, .lower = ratio / spread, .upper = ratio * spread};
  const double share = e1 / (e1 + e0);
  result.p_greater = upper_tail(c1, c1 + c0, share);
  const double p_less = lower_tail(c1, c1 + c0, share);
  result.p_two_sided = std::min(1.0, 2 * std::min(result.p_greater, p_less));
  return result;
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  const auto value = [&](std::size_t i) {
    return std::isnan(p_values[i]) ? 1.0 : std::clamp(p_values[i], 0.0, 1.0);
  };
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return value(a) != value(b) ? value(a) < value(b) : a < b;
  });
  std::vector<double> q(p_values.size(), 1);
  double smallest = 1;
  const auto m = static_cast<double>(p_values.size());
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t i = order[rank - 1];
    smallest = std::min(smallest, value(i) * m / static_cast<double>(rank));
    q[i] = smallest;
  }
  return q;
}

double common_rate_dispersion(std::span<const Tally> tallies) {
  double counts = 0;
  double exposures = 0;
  std::size_t used = 0;
  for (const Tally& tally : tallies) {
    if (exposed(tally) <= 0) continue;
    counts += counted(tally);
    exposures += exposed(tally);
    ++used;
  }
  if (used < 2 || counts <= 0) return 1;
  double pearson = 0;
  for (const Tally& tally : tallies) {
    const double expected = exposed(tally) * counts / exposures;
    if (expected <= 0) continue;
    pearson += (counted(tally) - expected) * (counted(tally) - expected) / expected;
  }
  return std::max(1.0, pearson / static_cast<double>(used - 1));
}

}  // namespace horizon::trends
