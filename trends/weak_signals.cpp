#include "trends/weak_signals.h"

#include <algorithm>
#include <cmath>

namespace horizon::trends {
namespace {

constexpr std::uint64_t kLeastMeeting = 2;

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

bool is_weak_growth(const Growth& growth) {
  const std::uint64_t recent = growth.recent.tally.count;
  return recent >= kLeastWeak && recent < kTestable && growth.comparison &&
         growth.comparison->ratio.value >= kWeakRatio;
}

bool is_first_meeting(const PairTally& recent, const PairTally& previous,
                      const Convergence& measured) {
  return previous.both == 0 && recent.both >= kLeastMeeting && !measured.tested &&
         measured.recent_lift.lower > 1;
}

Diffusion measure_diffusion(std::span<const std::uint32_t> counts,
                            std::span<const double> exposures) {
  Diffusion out{0, 1};
  double first = 0, last = 0, weight = 0;
  std::size_t first_at = 0, last_at = 0;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    if (exposures[t] <= 0) continue;
    const double discount = 1 - kDiscount * static_cast<double>(counts.size() - 1 - t);
    if (discount <= 0) continue;
    const double degree = (counts[t] + 0.5) / exposures[t] * discount;
    if (first <= 0) {
      first = degree;
      first_at = t;
    }
    last = degree;
    last_at = t;
    out.frequency += counts[t] * discount;
    weight += discount;
  }
  if (weight > 0) out.frequency /= weight;
  if (last_at > first_at)
    out.growth = std::pow(last / first, 1 / static_cast<double>(last_at - first_at));
  return out;
}

std::vector<Quadrant> map_keywords(std::span<const Diffusion> keywords) {
  std::vector<double> frequencies, growths;
  for (const Diffusion& keyword : keywords) {
    frequencies.push_back(keyword.frequency);
    growths.push_back(keyword.growth);
  }
  const double frequency = median(std::move(frequencies));
  const double growth = median(std::move(growths));
  std::vector<Quadrant> out;
  out.reserve(keywords.size());
  for (const Diffusion& keyword : keywords) {
    const bool rare = keyword.frequency <= frequency;
    if (keyword.growth > growth) {
      out.push_back(rare ? Quadrant::kWeak : Quadrant::kStrong);
    } else {
      out.push_back(rare ? Quadrant::kLatent : Quadrant::kWellKnown);
    }
  }
  return out;
}

}  // namespace horizon::trends
