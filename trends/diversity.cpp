#include "trends/diversity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "trends/random.h"

namespace horizon::trends {
namespace {

constexpr std::size_t kResamples = 1000;

double true_diversity(double rao_stirling) { return 1 / (1 - std::min(rao_stirling, 1 - 1e-9)); }

Estimate interval(std::span<const double> weights, std::span<const double> distances, double value,
                  double confidence) {
  if (!(confidence > 0) || !(confidence < 1)) confidence = 0.95;
  Random random(weights.size());
  std::vector<double> drawn(weights.size()), values;
  for (std::size_t i = 0; i < kResamples; ++i) {
    for (std::size_t j = 0; j < weights.size(); ++j)
      drawn[j] = static_cast<double>(random.poisson(weights[j]));
    if (std::accumulate(drawn.begin(), drawn.end(), 0.0) > 0)
      values.push_back(true_diversity(rao_stirling(drawn, distances)));
  }
  if (values.empty()) return {value, value, value};
  std::ranges::sort(values);
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  return {value, std::min(value, at((1 - confidence) / 2)),
          std::max(value, at((1 + confidence) / 2))};
}

}  // namespace

std::vector<double> cosine_distances(std::span<const double> profiles, std::size_t categories) {
  std::vector<double> out(categories * categories, 1.0);
  if (categories == 0) return out;
  const std::size_t length = profiles.size() / categories;
  const auto dot = [&](std::size_t i, std::size_t j) {
    const auto a = profiles.subspan(i * length, length);
    const auto b = profiles.subspan(j * length, length);
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  std::vector<double> norm(categories);
  for (std::size_t i = 0; i < categories; ++i) norm[i] = std::sqrt(dot(i, i));
  for (std::size_t i = 0; i < categories; ++i) {
    out[i * categories + i] = 0;
    for (std::size_t j = i + 1; j < categories; ++j) {
      if (norm[i] <= 0 || norm[j] <= 0) continue;
      const double distance = std::clamp(1 - dot(i, j) / (norm[i] * norm[j]), 0.0, 1.0);
      out[i * categories + j] = out[j * categories + i] = distance;
    }
  }
  return out;
}

double rao_stirling(std::span<const double> weights, std::span<const double> distances) {
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (all <= 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    double row = 0;
    for (std::size_t j = 0; j < weights.size(); ++j)
      row += weights[j] * distances[i * weights.size() + j];
    sum += weights[i] * row;
  }
  return sum / (all * all);
}

std::optional<Diversity> measure_diversity(std::span<const double> weights,
                                           std::span<const double> distances, double confidence) {
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (all <= 0) return std::nullopt;
  Diversity out;
  double entropy = 0;
  for (const double weight : weights) {
    if (weight <= 0) continue;
    ++out.variety;
    entropy -= weight / all * std::log(weight / all);
  }
  if (out.variety > 1) out.balance = entropy / std::log(static_cast<double>(out.variety));
  out.rao_stirling = rao_stirling(weights, distances);
  out.effective = interval(weights, distances, true_diversity(out.rao_stirling), confidence);
  return out;
}

}  // namespace horizon::trends
