#include "trends/lead_lag.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "trends/random.h"

namespace horizon::trends {
namespace {

constexpr std::size_t kMaxOrder = 4;
constexpr std::size_t kMaxPeriods = 400;

std::vector<double> log_rate_changes(std::span<const Observed> periods) {
  std::vector<double> changes;
  double before = 0;
  for (std::size_t t = 0; t < periods.size(); ++t) {
    const double now = std::log((periods[t].count + 0.5) / (periods[t].exposure + 1));
    if (t > 0) changes.push_back(now - before);
    before = now;
  }
  return changes;
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::vector<double> autocovariances(std::span<const double> values, std::size_t lags) {
  const double mean = mean_of(values);
  std::vector<double> covariances(lags + 1);
  for (std::size_t lag = 0; lag <= lags; ++lag) {
    for (std::size_t t = lag; t < values.size(); ++t) {
      covariances[lag] += (values[t] - mean) * (values[t - lag] - mean);
    }
  }
  return covariances;
}

// Coefficients of the autoregression of the smallest AIC, by the recursion of Levinson and Durbin.
std::vector<double> autoregression(std::span<const double> values) {
  const std::vector<double> covariance = autocovariances(values, kMaxOrder);
  std::vector<double> coefficients;
  std::vector<double> best;
  double error = covariance[0];
  if (error <= 0) return best;
  const auto n = static_cast<double>(values.size());
  double smallest = n * std::log(error);
  for (std::size_t order = 1; order <= kMaxOrder && order + 4 < values.size(); ++order) {
    double reflection = covariance[order];
    for (std::size_t i = 0; i + 1 < order; ++i) {
      reflection -= coefficients[i] * covariance[order - 1 - i];
    }
    reflection /= error;
    std::vector<double> next = coefficients;
    for (std::size_t i = 0; i + 1 < order; ++i) {
      next[i] = coefficients[i] - reflection * coefficients[order - 2 - i];
    }
    next.push_back(reflection);
    error *= 1 - reflection * reflection;
    if (error <= 0) break;
    coefficients = std::move(next);
    const double aic = n * std::log(error) + 2 * static_cast<double>(order);
    if (aic < smallest) {
      smallest = aic;
      best = coefficients;
    }
  }
  return best;
}

std::vector<double> filtered(std::span<const double> values, std::span<const double> coefficients) {
  std::vector<double> rest;
  for (std::size_t t = coefficients.size(); t < values.size(); ++t) {
    double value = values[t];
    for (std::size_t i = 0; i < coefficients.size(); ++i)
      value -= coefficients[i] * values[t - 1 - i];
    rest.push_back(value);
  }
  return rest;
}

double correlation(std::span<const double> a, std::span<const double> b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  double cross = 0;
  double squares_a = 0;
  double squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    cross += (a[i] - mean_a) * (b[i] - mean_b);
    squares_a += (a[i] - mean_a) * (a[i] - mean_a);
    squares_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return squares_a > 0 && squares_b > 0 ? cross / std::sqrt(squares_a * squares_b) : 0;
}

struct Peak {
  std::size_t lag = 0;
  double value = -1;
};

Peak highest(std::span<const double> first, std::span<const double> second, std::size_t max_lag) {
  Peak peak;
  for (std::size_t lag = 0; lag <= max_lag && lag + 8 <= first.size(); ++lag) {
    const std::size_t n = first.size() - lag;
    // The few pairs of a long lag correlate by chance: Bartlett's factor makes lags comparable.
    const double value = correlation(first.first(n), second.subspan(lag)) *
                         std::sqrt(static_cast<double>(n) / static_cast<double>(first.size()));
    if (value > peak.value) peak = {.lag = lag, .value = value};
  }
  return peak;
}

std::size_t block_length(std::size_t n) {
  return std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(std::cbrt(n) * 1.5)));
}

// Positions of a resample: blocks from anywhere, end to end.
std::vector<std::size_t> moving_blocks(std::size_t n, Random& random) {
  const std::size_t length = std::min(n, block_length(n));
  std::vector<std::size_t> positions;
  while (positions.size() < n) {
    const std::size_t begin = random.below(n - length + 1);
    for (std::size_t i = 0; i < length && positions.size() < n; ++i) positions.push_back(begin + i);
  }
  return positions;
}

double chance_of(double peak, std::span<const double> first, std::span<const double> second,
                 const LeadLagOptions& options, Random& random) {
  std::size_t as_high = 0;
  std::vector<double> moved(first.size());
  for (std::size_t i = 0; i < options.samples; ++i) {
    const auto positions = moving_blocks(first.size(), random);
    for (std::size_t t = 0; t < moved.size(); ++t) moved[t] = first[positions[t]];
    as_high += highest(moved, second, options.max_lag).value >= peak ? 1 : 0;
  }
  return static_cast<double>(as_high + 1) / static_cast<double>(options.samples + 1);
}

Estimate bootstrap_correlation(std::span<const double> first, std::span<const double> second,
                               std::size_t lag, const LeadLagOptions& options, Random& random) {
  const std::size_t n = first.size() - lag;
  const std::span<const double> later = second.subspan(lag);
  std::vector<double> values;
  std::vector<double> a(n);
  std::vector<double> b(n);
  for (std::size_t i = 0; i < options.samples; ++i) {
    const auto positions = moving_blocks(n, random);
    for (std::size_t t = 0; t < n; ++t) {
      a[t] = first[positions[t]];
      b[t] = later[positions[t]];
    }
    values.push_back(correlation(a, b));
  }
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  Estimate estimate{.value = correlation(first.first(n), later)};
  if (values.empty()) return estimate;
  estimate.lower = std::min(estimate.value, at(0.025));
  estimate.upper = std::max(estimate.value, at(0.975));
  return estimate;
}

bool too_few(std::span<const Observed> periods) {
  const auto filled =
      std::count_if(periods.begin(), periods.end(), [](const Observed& p) { return p.count > 0; });
  return 2 * static_cast<std::size_t>(filled) < periods.size();
}

}  // namespace

std::string_view to_string(LeadLagGap gap) {
  switch (gap) {
    case LeadLagGap::kNone:
      return "";
    case LeadLagGap::kTooShort:
      return "too-short";
    case LeadLagGap::kTooFew:
      return "too-few";
    case LeadLagGap::kNothing:
      break;
  }
  return "nothing-beyond-chance";
}

LeadLag lead_lag(std::span<const Observed> first, std::span<const Observed> second,
                 const LeadLagOptions& options) {
  LeadLag result;
  const std::size_t n = std::min({first.size(), second.size(), kMaxPeriods});
  result.periods = n;
  if (n < std::max<std::size_t>(options.min_periods, 10)) return result;
  first = first.last(n);
  second = second.last(n);
  result.gap = too_few(first) || too_few(second) ? LeadLagGap::kTooFew : LeadLagGap::kNothing;
  if (result.gap == LeadLagGap::kTooFew) return result;
  const std::vector<double> changes = log_rate_changes(first);
  const std::vector<double> coefficients = autoregression(changes);
  const std::vector<double> a = filtered(changes, coefficients);
  const std::vector<double> b = filtered(log_rate_changes(second), coefficients);
  const Peak peak = highest(a, b, options.max_lag);
  Random random(options.seed);
  result.p_value = chance_of(peak.value, a, b, options, random);
  if (result.p_value > 0.05) return result;
  result.gap = LeadLagGap::kNone;
  result.lag = peak.lag;
  result.correlation = bootstrap_correlation(a, b, peak.lag, options, random);
  return result;
}

std::optional<std::size_t> onset(std::span<const Observed> periods, std::size_t window) {
  if (window == 0) return std::nullopt;
  const auto sum = [&](std::size_t begin, std::size_t end) {
    Tally tally;
    double exposure = 0;
    for (std::size_t t = begin; t < end; ++t) {
      tally.count += static_cast<std::uint64_t>(periods[t].count);
      exposure += periods[t].exposure;
    }
    tally.exposure = static_cast<std::uint64_t>(std::llround(exposure));
    return tally;
  };
  constexpr std::uint64_t kMinDocuments = 10;
  for (std::size_t end = 2 * window; end <= std::min(periods.size(), kMaxPeriods); ++end) {
    const Tally recent = sum(end - window, end);
    if (recent.count < kMinDocuments) continue;
    const auto compared = rate_ratio(recent, sum(0, end - window));
    if (compared && compared->ratio.lower > 1) return end - 1;
  }
  return std::nullopt;
}

}  // namespace horizon::trends
