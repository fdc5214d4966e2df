#include "trends/repeated.h"

#include <algorithm>
#include <numbers>

namespace horizon::trends {

std::vector<bool> lond(std::span<const double> p_values, double alpha) {
  std::vector<bool> rejected;
  double discoveries = 0;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    const auto position = static_cast<double>(i + 1);
    const double gamma = 6 / (std::numbers::pi * std::numbers::pi * position * position);
    const bool reject = p_values[i] <= alpha * gamma * (discoveries + 1);
    if (reject) discoveries += 1;
    rejected.push_back(reject);
  }
  return rejected;
}

std::vector<bool> repeated(std::span<const bool> decisions, std::size_t wanted,
                           std::size_t window) {
  std::vector<bool> confirmed;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const std::size_t begin = i + 1 > window ? i + 1 - window : 0;
    const auto made = std::count(decisions.begin() + static_cast<std::ptrdiff_t>(begin),
                                 decisions.begin() + static_cast<std::ptrdiff_t>(i + 1), true);
    confirmed.push_back(decisions[i] && static_cast<std::size_t>(made) >= wanted);
  }
  return confirmed;
}

}  // namespace horizon::trends
