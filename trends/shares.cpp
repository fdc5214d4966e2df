#include "trends/shares.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>

namespace horizon::trends {
namespace {

constexpr double kPrior = 0.5;
constexpr std::size_t kDraws = 2000;
constexpr std::uint64_t kSeed = 20260101;

double tail_of(double confidence) {
  return (1 - (confidence > 0 && confidence < 1 ? confidence : 0.95)) / 2;
}

double clean(double weight) { return std::isfinite(weight) && weight > 0 ? weight : 0; }

using Beta = boost::math::beta_distribution<>;

double inverse_squares(std::span<const double> shares) {
  double squares = 0;
  for (const double share : shares) squares += share * share;
  return squares > 0 ? 1 / squares : 0;
}

}  // namespace

std::vector<Estimate> dirichlet_shares(std::span<const double> weights, double confidence) {
  const double tail = tail_of(confidence);
  double total = 0;
  for (const double weight : weights) total += clean(weight) + kPrior;
  std::vector<Estimate> shares;
  for (const double weight : weights) {
    const double own = clean(weight) + kPrior;
    if (weights.size() == 1) {
      shares.push_back({1, 1, 1});
      continue;
    }
    const Beta posterior(own, total - own);
    shares.push_back(
        {own / total, quantile(posterior, tail), quantile(complement(posterior, tail))});
  }
  return shares;
}

Estimate share_of(double weight, double total, double confidence) {
  weight = clean(weight);
  total = std::max(clean(total), weight);
  if (total <= 0) return {0, 0, 1};
  const double tail = tail_of(confidence);
  const Beta posterior(weight + kPrior, total - weight + kPrior);
  // Nothing and everything are known on one side.
  return {weight / total, weight > 0 ? quantile(posterior, tail) : 0,
          weight < total ? quantile(complement(posterior, tail)) : 1};
}

double probability_above(double a, double b) {
  return cdf(complement(Beta(clean(a) + kPrior, clean(b) + kPrior), 0.5));
}

Estimate effective_number(std::span<const double> weights, double confidence) {
  std::vector<double> shares;
  for (const double weight : weights) shares.push_back(clean(weight));
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  if (total <= 0) return {0, 0, 0};
  for (double& share : shares) share /= total;
  const double value = inverse_squares(shares);
  std::mt19937_64 random(kSeed);
  std::vector<double> draws;
  draws.reserve(kDraws);
  for (std::size_t draw = 0; draw < kDraws; ++draw) {
    double sum = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      shares[i] = std::gamma_distribution<>(clean(weights[i]) + kPrior)(random);
      sum += shares[i];
    }
    for (double& share : shares) share /= sum;
    draws.push_back(inverse_squares(shares));
  }
  std::ranges::sort(draws);
  const auto at = [&](double p) {
    return draws[static_cast<std::size_t>(p * static_cast<double>(kDraws - 1))];
  };
  const double tail = tail_of(confidence);
  return {value, std::min(value, at(tail)), std::max(value, at(1 - tail))};
}

}  // namespace horizon::trends
