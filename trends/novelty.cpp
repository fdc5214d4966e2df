#include "trends/novelty.h"

#include <algorithm>
#include <cmath>

namespace horizon::trends {
namespace {

constexpr double kOddPart = 0.1;

std::uint32_t key_of(std::uint16_t a, std::uint16_t b) {
  return (static_cast<std::uint32_t>(std::min(a, b)) << 16U) | std::max(a, b);
}

// The value below which `part` of the sorted values lie, between two by their distance.
double percentile(std::span<const double> sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

Combinations::Combinations(std::size_t items, std::size_t slices)
    : items_(items), degrees_(items * slices), pairs_(slices) {}

void Combinations::add(std::size_t slice, std::span<const std::uint16_t> items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    degrees_[slice * items_ + items[i]] += static_cast<double>(items.size() - 1);
    for (std::size_t j = i + 1; j < items.size(); ++j) keys_.push_back(key_of(items[i], items[j]));
  }
  const auto count = static_cast<double>(items.size());
  if (count > 1) pairs_[slice] += count * (count - 1) / 2;
}

void Combinations::settle() {
  std::ranges::sort(keys_);
  for (const std::uint32_t key : keys_) {
    if (counts_.empty() || counts_.back().key != key) counts_.push_back({key, 0});
    ++counts_.back().documents;
  }
  keys_ = {};
}

Pairing Combinations::pairing(std::uint16_t a, std::uint16_t b, std::size_t slice,
                              std::size_t own) const {
  Pairing out{std::min(a, b), std::max(a, b), 0, 0, 0};
  const std::uint32_t key = key_of(a, b);
  const auto found = std::ranges::lower_bound(counts_, key, {}, &Count::key);
  if (found != counts_.end() && found->key == key) out.together = found->documents - 1.0;
  for (std::size_t s = 0; s < pairs_.size(); ++s) {
    const double mine = s == slice ? static_cast<double>(own) - 1 : 0;
    const double all = pairs_[s] - mine * (mine + 1) / 2;
    const double first = degrees_[s * items_ + a] - mine;
    const double second = degrees_[s * items_ + b] - mine;
    if (all > 0) out.expected += first * second / (2 * all);
  }
  out.z = (out.together - out.expected) / std::sqrt(out.expected + 1);
  return out;
}

std::optional<Novelty> Combinations::measure(std::size_t slice,
                                             std::span<const std::uint16_t> items) const {
  if (items.size() < 2) return std::nullopt;
  Novelty out;
  out.pairs = items.size() * (items.size() - 1) / 2;
  std::vector<double> z;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      const Pairing one = pairing(items[i], items[j], slice, items.size());
      if (z.empty() || one.z < out.oddest.z) out.oddest = one;
      z.push_back(one.z);
    }
  }
  std::ranges::sort(z);
  out.novelty = percentile(z, kOddPart);
  out.conventionality = percentile(z, 0.5);
  return out;
}

}  // namespace horizon::trends
