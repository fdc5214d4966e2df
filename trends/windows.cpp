#include "trends/windows.h"

#include <algorithm>

namespace horizon::trends {
namespace {

double bunching(double squares, std::uint64_t sum) {
  const auto all = static_cast<double>(sum);
  return all > 0 ? squares / (all * all) : 0;
}

// What the points scatter together beyond what their strata's own scatter leads to expect.
double common_alpha(const Series& series) {
  const auto [first, last] = complete_range(series);
  double own = 0;
  double together = 0;
  const std::size_t periods = series.points.size();
  for (std::size_t t = first; t < last; ++t) {
    const auto total = static_cast<double>(series.points[t].count);
    together += total * total;
    for (std::size_t s = 0; s < series.strata.size(); ++s) {
      const auto count = static_cast<double>(series.cells[s * periods + t].count);
      own += count * count;
    }
  }
  if (together <= 0) return 0;
  return std::max(0.0, series.dispersion.alpha - series.within.alpha * own / together);
}

}  // namespace

Windows::Windows(const Series& series, double confidence) {
  const auto [first, last] = complete_range(series);
  points_ = std::span(series.points).subspan(first, last - first);
  options_.degrees = series.dispersion.degrees;
  options_.quantile = dispersed_quantile(series.dispersion, confidence);
  options_.phi = series.dispersion.phi;
  options_.common_alpha = series.dispersion.alpha;
  const bool has_cells =
      !series.strata.empty() && series.cells.size() == series.strata.size() * series.points.size();
  if (!has_cells) {  // a series made by hand: one stratum
    std::vector<Tally> all;
    for (const Point& point : points_) {
      all.push_back({.count = point.count, .exposure = point.exposure});
    }
    add_stratum(all);
    return;
  }
  for (std::size_t s = 0; s < series.strata.size(); ++s) {
    add_stratum(std::span(series.cells).subspan(s * series.points.size() + first, points_.size()));
  }
  if (series.strata.size() < 2) return;
  options_.alpha = series.within.alpha;
  options_.common_alpha = common_alpha(series);
  if (series.within.beyond_chance() && !series.dispersion.beyond_chance()) {
    options_.degrees = series.within.degrees;
    options_.quantile = dispersed_quantile(series.within, confidence);
  }
}

void Windows::add_stratum(std::span<const Tally> cells) {
  ++strata_;
  Sums sum;
  sums_.push_back(sum);
  for (const Tally& cell : cells) {
    const auto exposure = static_cast<double>(cell.exposure);
    sum.tally.count += cell.count;
    sum.tally.exposure += cell.exposure;
    sum.squares += exposure * exposure;
    sums_.push_back(sum);
  }
}

Windows::Sums Windows::between(std::size_t stratum, Range range) const {
  const Sums& last = sums_[stratum * (points_.size() + 1) + range.end];
  const Sums& first = sums_[stratum * (points_.size() + 1) + range.begin];
  return {.tally = {.count = last.tally.count - first.tally.count,
                    .exposure = last.tally.exposure - first.tally.exposure},
          .squares = last.squares - first.squares};
}

std::optional<ComparedRates> Windows::compare(Range recent, Range previous, bool p_values) const {
  std::vector<StratumPair> pairs;
  for (std::size_t s = 0; s < strata_; ++s) {
    const Sums now = between(s, recent);
    const Sums before = between(s, previous);
    if (now.tally.exposure == 0 || before.tally.exposure == 0) continue;
    pairs.push_back({.recent = now.tally,
                     .previous = before.tally,
                     .recent_bunching = bunching(now.squares, now.tally.exposure),
                     .previous_bunching = bunching(before.squares, before.tally.exposure)});
  }
  CompareOptions options = options_;
  options.p_values = p_values;
  return compare_rates(pairs, options);
}

}  // namespace horizon::trends
