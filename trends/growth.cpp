#include "trends/growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace horizon::trends {
namespace {

using Points = std::span<const Point>;

// Completeness can fail only at the two ends of a series, so the complete points are one run.
Points complete_points(const Series& series) {
  const auto is_complete = [](const Point& point) { return point.complete; };
  const auto first = std::find_if(series.points.begin(), series.points.end(), is_complete);
  const auto last = std::find_if_not(first, series.points.end(), is_complete);
  return {first, last};
}

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

Verdict judge(const std::optional<RateRatio>& comparison, std::uint64_t recent_count,
              std::uint64_t min_count) {
  if (!comparison || recent_count < min_count) return Verdict::kTooFew;
  if (comparison->ratio.lower > 1) return Verdict::kRising;
  if (comparison->ratio.upper < 1) return Verdict::kFalling;
  return Verdict::kFlat;
}

// Running sums, so that every past comparison of a long series costs the same.
std::vector<Tally> running_sums(Points points) {
  std::vector<Tally> sums(points.size() + 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    sums[i + 1] = {.count = sums[i].count + points[i].count,
                   .exposure = sums[i].exposure + points[i].exposure};
  }
  return sums;
}

Tally between(std::span<const Tally> sums, std::size_t begin, std::size_t end) {
  return {.count = sums[end].count - sums[begin].count,
          .exposure = sums[end].exposure - sums[begin].exposure};
}

void find_since(Points points, std::size_t window, const GrowthOptions& options, Growth& growth) {
  if (growth.verdict != Verdict::kRising && growth.verdict != Verdict::kFalling) return;
  const std::vector<Tally> sums = running_sums(points);
  std::size_t end = points.size();
  for (; end >= 2 * window; --end) {
    const Tally recent = between(sums, end - window, end);
    const Tally previous = between(sums, end - 2 * window, end - window);
    const auto comparison = rate_ratio(recent, previous, options.confidence);
    if (judge(comparison, recent.count, options.min_count) != growth.verdict) break;
    growth.since = points[end - 1].period;
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
  std::vector<TimedTally> observations;
  for (const Point& point : points) {
    observations.push_back({.time = middle_in_years(point.period),
                            .tally = {.count = point.count, .exposure = point.exposure}});
  }
  growth.slope_per_year = log_linear_slope(observations, confidence);
  if (!growth.slope_per_year || growth.slope_per_year->per_unit.value <= 0) return;
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
  return growth.comparison ? GrowthGap::kNone : GrowthGap::kNoDocuments;
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
      break;
  }
  return "no-documents";
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
  const Points points = complete_points(series);
  const std::size_t asked =
      options.window > 0 ? options.window : default_window(series.granularity);
  const std::size_t window = std::min(asked, points.size() / 2);
  if (window == 0) return growth;
  const Points used = points.last(2 * window);
  growth.recent = sum(used.last(window), options.confidence);
  growth.previous = sum(used.first(window), options.confidence);
  growth.comparison = rate_ratio(growth.recent.tally, growth.previous.tally, options.confidence);
  growth.gap = find_gap(growth);
  growth.enough = growth.recent.tally.count >= options.min_count;
  growth.verdict = judge(growth.comparison, growth.recent.tally.count, options.min_count);
  fit_slope(used, options.confidence, growth);
  find_since(points, window, options, growth);
  return growth;
}

}  // namespace horizon::trends
