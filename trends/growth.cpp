#include "trends/growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "trends/windows.h"

namespace horizon::trends {
namespace {

using Points = std::span<const Point>;

Window sum(Points points, double confidence) {
  Window window;
  if (points.empty()) return window;
  window.first = points.front().period;
  window.last = points.back().period;
  window.periods = points.size();
  for (const Point& point : points) {
    window.tally.count += point.count;
    window.tally.exposure += point.exposure;
  }
  window.rate = rate(window.tally, 1000, confidence);
  return window;
}

Verdict judge(const std::optional<ComparedRates>& compared, std::uint64_t min_count) {
  if (!compared || compared->comparable.recent.count < min_count) return Verdict::kTooFew;
  if (compared->comparison.ratio.lower > 1) return Verdict::kRising;
  if (compared->comparison.ratio.upper < 1) return Verdict::kFalling;
  return Verdict::kFlat;
}

// The `window` points before `end` against as many before those.
std::optional<ComparedRates> compare_at(const Windows& windows, std::size_t end, std::size_t window,
                                        bool p_values) {
  return windows.compare({end - window, end}, {end - 2 * window, end - window}, p_values);
}

void find_since(const Windows& windows, std::size_t window, const GrowthOptions& options,
                Growth& growth) {
  if (growth.verdict != Verdict::kRising && growth.verdict != Verdict::kFalling) return;
  std::size_t end = windows.points().size();
  for (; end >= 2 * window; --end) {
    if (judge(compare_at(windows, end, window, false), options.min_count) != growth.verdict) break;
    growth.since = windows.points()[end - 1].period;
  }
  growth.since_or_earlier = end < 2 * window;
}

double middle_in_years(const Period& period) {
  constexpr double kDaysPerYear = 365.2425;
  const auto begin = static_cast<double>(period.begin.time_since_epoch().count());
  const auto end = static_cast<double>(end_of(period).time_since_epoch().count());
  return (begin + end) / 2 / kDaysPerYear;
}

void fit_slope(Points points, double confidence, Growth& growth) {
  std::vector<TimedCount> observations;
  for (const Point& point : points) {
    const double exposure =
        point.comparable > 0 ? point.comparable : static_cast<double>(point.exposure);
    observations.push_back(
        {.time = middle_in_years(point.period),
         .observed = {.count = static_cast<double>(point.count), .exposure = exposure}});
  }
  growth.slope_per_year = negative_binomial_slope(observations, confidence);
  // What would double within a thousand years stands still.
  constexpr double kStandstill = std::numbers::ln2 / 1000;
  if (!growth.slope_per_year || growth.slope_per_year->per_unit.value <= kStandstill) return;
  const Estimate& slope = growth.slope_per_year->per_unit;
  DoublingTime doubling{.years = std::numbers::ln2 / slope.value,
                        .lower = std::numbers::ln2 / slope.upper,
                        .upper = std::nullopt};
  if (slope.lower > 0) doubling.upper = std::numbers::ln2 / slope.lower;
  growth.doubling = doubling;
}

GrowthGap find_gap(const Growth& growth) {
  if (growth.recent.tally.exposure == 0 || growth.previous.tally.exposure == 0) {
    return GrowthGap::kNoExposure;
  }
  if (growth.recent.tally.count + growth.previous.tally.count == 0) return GrowthGap::kNoDocuments;
  return growth.comparison ? GrowthGap::kNone : GrowthGap::kNotComparable;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRising:
      return "rising";
    case Verdict::kFalling:
      return "falling";
    case Verdict::kFlat:
      return "flat";
    case Verdict::kTooFew:
      break;
  }
  return "too-few";
}

std::string_view to_string(GrowthGap gap) {
  switch (gap) {
    case GrowthGap::kNone:
      return "";
    case GrowthGap::kTooShort:
      return "too-short";
    case GrowthGap::kNoExposure:
      return "no-exposure";
    case GrowthGap::kNoDocuments:
      return "no-documents";
    case GrowthGap::kNotComparable:
      break;
  }
  return "not-comparable";
}

std::size_t default_window(Granularity granularity) {
  switch (granularity) {
    case Granularity::kWeek:
      return 26;
    case Granularity::kMonth:
      return 12;
    case Granularity::kQuarter:
      return 4;
    case Granularity::kYear:
      break;
  }
  return 1;
}

Growth measure_growth(const Series& series, const GrowthOptions& options) {
  Growth growth;
  const Windows windows(series, options.confidence);
  const Points points = windows.points();
  const std::size_t asked =
      options.window > 0 ? options.window : default_window(series.granularity);
  const std::size_t window = std::min(asked, points.size() / 2);
  if (window == 0) return growth;
  const Points used = points.last(2 * window);
  growth.recent = sum(used.last(window), options.confidence);
  growth.previous = sum(used.first(window), options.confidence);
  growth.plain = rate_ratio(growth.recent.tally, growth.previous.tally, options.confidence);
  const auto compared = compare_at(windows, points.size(), window, true);
  if (compared) {
    growth.comparison = compared->comparison;
    growth.comparable = compared->comparable;
  }
  growth.gap = find_gap(growth);
  growth.enough = growth.comparable.recent.count >= options.min_count;
  growth.verdict = judge(compared, options.min_count);
  fit_slope(used, options.confidence, growth);
  find_since(windows, window, options, growth);
  return growth;
}

}  // namespace horizon::trends
