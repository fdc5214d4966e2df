#include "trends/change_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace horizon::trends {
namespace {

class Costs {
 public:
  Costs(std::span<const Observed> periods, const Dispersion& dispersion)
      : dispersion_(dispersion), counts_(periods.size() + 1), exposures_(periods.size() + 1) {
    for (std::size_t t = 0; t < periods.size(); ++t) {
      counts_[t + 1] = counts_[t] + periods[t].count;
      exposures_[t + 1] = exposures_[t] + std::max(0.0, periods[t].exposure);
    }
  }

  // Twice the negative log-likelihood less what is the same for every segmentation.
  double operator()(std::size_t begin, std::size_t end) const {
    const double count = counts_[end] - counts_[begin];
    const double exposure = exposures_[end] - exposures_[begin];
    if (count <= 0 || exposure <= 0) return 0;
    const double log_rate = std::log(count / exposure);
    if (dispersion_.alpha <= 0) return -2 * count * (log_rate - 1) / dispersion_.phi;
    const auto length = static_cast<double>(end - begin);
    const double widening = std::log1p(dispersion_.alpha * count / length);
    return -2 * (count * (log_rate - widening) - length / dispersion_.alpha * widening);
  }

  Segment segment(std::size_t begin, std::size_t end) const {
    return {.begin = begin,
            .end = end,
            .count = counts_[end] - counts_[begin],
            .exposure = exposures_[end] - exposures_[begin]};
  }

 private:
  Dispersion dispersion_;
  std::vector<double> counts_;
  std::vector<double> exposures_;
};

// Where the last segment before each position begins in the best segmentation up to there.
std::vector<std::size_t> last_changes(const Costs& cost, std::size_t n, double penalty,
                                      std::size_t min_segment) {
  std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> last(n + 1);
  best[0] = -penalty;
  std::vector<std::size_t> candidates = {0};
  std::vector<double> totals;
  for (std::size_t end = min_segment; end <= n; ++end) {
    // A segment that begins at `end - min_segment` is now long enough to be one.
    const std::size_t entering = end - min_segment;
    if (entering >= min_segment) candidates.push_back(entering);
    totals.clear();
    for (const std::size_t begin : candidates) {
      const double total = best[begin] + cost(begin, end) + penalty;
      totals.push_back(total);
      if (total < best[end]) {
        best[end] = total;
        last[end] = begin;
      }
    }
    // Whatever cannot win here even without paying the penalty never will (K = 0).
    std::size_t kept = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (totals[i] - penalty <= best[end]) candidates[kept++] = candidates[i];
    }
    candidates.resize(kept);
  }
  return last;
}

}  // namespace

std::vector<Segment> find_segments(std::span<const Observed> periods, const Dispersion& dispersion,
                                   const ChangePointOptions& options) {
  const std::size_t skipped =
      periods.size() > options.max_periods ? periods.size() - options.max_periods : 0;
  const std::span<const Observed> used = periods.subspan(skipped);
  if (used.empty()) return {};
  const Costs cost(used, dispersion);
  const std::size_t min_segment = std::max<std::size_t>(1, options.min_segment);
  std::vector<Segment> segments;
  if (used.size() < 2 * min_segment) {
    segments.push_back(cost.segment(0, used.size()));
  } else {
    const double penalty = options.penalty * std::log(static_cast<double>(used.size()));
    const auto last = last_changes(cost, used.size(), penalty, min_segment);
    for (std::size_t end = used.size(); end > 0; end = last[end]) {
      segments.push_back(cost.segment(last[end], end));
    }
    std::reverse(segments.begin(), segments.end());
  }
  for (Segment& segment : segments) {
    segment.begin += skipped;
    segment.end += skipped;
  }
  return segments;
}

}  // namespace horizon::trends
