#include "trends/delay.h"

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <map>
#include <utility>

namespace horizon::trends {
namespace {

// Errors of Boost.Math come back as values, never as exceptions.
namespace policies = boost::math::policies;
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>>;

constexpr std::int64_t kLongest = 90;  // days
constexpr double kBulkShare = 0.1;
constexpr std::uint64_t kMinDocuments = 100;
// Below this a nowcast would be a guess about documents that are nearly all still to come.
constexpr double kLeastShare = 0.05;

std::int64_t delay_of(const SeenOn& arrival) {
  return std::max<std::int64_t>(0, (arrival.first_seen - arrival.published).count());
}

// Arrivals that came with the day's news.
std::vector<SeenOn> without_bulk(std::span<const SeenOn> arrivals) {
  struct Batch {
    std::uint64_t all = 0, old = 0;
  };
  std::map<std::pair<std::size_t, Day>, Batch> batches;
  for (const SeenOn& arrival : arrivals) {
    Batch& batch = batches[{arrival.origin, arrival.first_seen}];
    batch.all += arrival.documents;
    if (delay_of(arrival) > kLongest) batch.old += arrival.documents;
  }
  std::vector<SeenOn> kept;
  for (const SeenOn& arrival : arrivals) {
    const Batch& batch = batches[{arrival.origin, arrival.first_seen}];
    const bool bulk = static_cast<double>(batch.old) > kBulkShare * static_cast<double>(batch.all);
    if (!bulk && delay_of(arrival) <= kLongest) kept.push_back(arrival);
  }
  return kept;
}

// P(N <= n) of a negative binomial number of misses before the `successes`-th success.
double misses_up_to(double n, double successes, double p) {
  return boost::math::ibeta(successes, n + 1, p, Quiet());
}

// The smallest n with P(N <= n) >= probability.
double misses_quantile(double probability, double successes, double p) {
  double above = 1;
  while (misses_up_to(above, successes, p) < probability && above < 1e12) above *= 2;
  double below = -1;
  while (above - below > 1) {
    const double middle = std::floor((below + above) / 2);
    (misses_up_to(middle, successes, p) < probability ? below : above) = middle;
  }
  return above;
}

}  // namespace

ReportingDelay ReportingDelay::estimate(std::span<const SeenOn> arrivals) {
  ReportingDelay delay;
  const std::vector<SeenOn> kept = without_bulk(arrivals);
  std::uint64_t documents = 0;
  for (const SeenOn& arrival : kept) {
    documents += arrival.documents;
    delay.newest_ = std::max(delay.newest_, arrival.first_seen);
  }
  if (documents < kMinDocuments) return delay;
  // came[d]: seen on day d; by[d]: seen on day d or before, both of publication days old enough
  // to have been seen on day d.
  constexpr std::size_t kDays = kLongest + 1;
  std::vector<double> came(kDays);
  std::vector<double> by(kDays);
  for (const SeenOn& arrival : kept) {
    const std::int64_t age = (delay.newest_ - arrival.published).count();
    const std::int64_t late = delay_of(arrival);
    came[static_cast<std::size_t>(late)] += arrival.documents;
    for (std::int64_t d = late; d <= std::min(age, kLongest); ++d) {
      by[static_cast<std::size_t>(d)] += arrival.documents;
    }
  }
  delay.seen_.assign(kDays, 1.0);
  for (std::size_t d = kDays - 1; d > 0; --d) {
    const double hazard = by[d] > 0 ? std::min(came[d] / by[d], 1.0) : 0;
    delay.seen_[d - 1] = delay.seen_[d] * (1 - hazard);
  }
  return delay;
}

double ReportingDelay::share_seen(Day published) const {
  if (seen_.empty()) return 1;
  const std::int64_t age = (newest_ - published).count();
  if (age >= kLongest) return 1;
  const double share = seen_[static_cast<std::size_t>(std::max<std::int64_t>(0, age))];
  return std::max(share, kLeastShare);
}

Estimate nowcast(std::uint64_t count, double share_seen, double confidence) {
  const auto seen = static_cast<double>(count);
  if (!(share_seen < 1)) return {.value = seen, .lower = seen, .upper = seen};
  const double p = std::max(share_seen, kLeastShare);
  const double successes = seen + 0.5;
  const double level = confidence > 0 && confidence < 1 ? confidence : 0.95;
  const double tail = (1 - level) / 2;
  return {.value = seen + seen * (1 - p) / p,
          .lower = seen + misses_quantile(tail, successes, p),
          .upper = seen + misses_quantile(1 - tail, successes, p)};
}

}  // namespace horizon::trends
