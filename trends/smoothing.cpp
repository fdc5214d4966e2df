#include "trends/smoothing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace horizon::trends {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

struct Smoothed {
  double error = std::numeric_limits<double>::infinity();  // sum of squares, one step ahead
  double level = 0;
  double trend = 0;
  double alpha = 0;
  double phi = 1;
};

struct Gains {
  double alpha = 0.5;
  double beta = 0;  // share of alpha
  double phi = 1;
};

Smoothed smooth(std::span<const double> values, const Gains& gains, double level, double trend) {
  Smoothed state{
      .error = 0, .level = level, .trend = trend, .alpha = gains.alpha, .phi = gains.phi};
  for (const double value : values) {
    const double expected = state.level + gains.phi * state.trend;
    const double error = value - expected;
    state.error += error * error;
    state.level = expected + gains.alpha * error;
    state.trend = gains.phi * state.trend + gains.alpha * gains.beta * error;
  }
  return state;
}

// Where a series begins: the mean of its first few values.
double first_level(std::span<const double> values) {
  return mean_of(values.first(std::min<std::size_t>(values.size(), 4)));
}

constexpr std::array<double, 10> kAlphas = {0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

Smoothed best_level(std::span<const double> values) {
  Smoothed best;
  for (const double alpha : kAlphas) {
    const Smoothed tried = smooth(values, {.alpha = alpha}, first_level(values), 0);
    if (tried.error < best.error) best = tried;
  }
  return best;
}

// Least squares through (0, v0), (1, v1), ...
double slope_of(std::span<const double> values) {
  const double middle = static_cast<double>(values.size() - 1) / 2;
  const double mean = mean_of(values);
  double cross = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double off = static_cast<double>(i) - middle;
    cross += off * (values[i] - mean);
    squares += off * off;
  }
  return squares > 0 ? cross / squares : 0;
}

double autocorrelation(std::span<const double> values, std::size_t lag) {
  const double mean = mean_of(values);
  double cross = 0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i >= lag) cross += (values[i] - mean) * (values[i - lag] - mean);
  }
  return squares > 0 ? cross / squares : 0;
}

// The season is looked for around the trend: a trend correlates with itself at any lag.
std::vector<double> without_trend(std::span<const double> values, std::size_t season) {
  std::vector<double> rest;
  for (std::size_t i = 0; i + season < values.size(); ++i) {
    const std::size_t middle = i + season / 2;
    double around = 0;
    for (std::size_t k = 0; k <= season; ++k) {
      const bool edge = season % 2 == 0 && (k == 0 || k == season);
      if (season % 2 == 1 && k == season) continue;
      around += values[i + k] * (edge ? 0.5 : 1.0);
    }
    rest.push_back(values[middle] - around / static_cast<double>(season));
  }
  return rest;
}

bool is_seasonal(std::span<const double> rest, std::size_t season) {
  if (rest.size() < 2 * season) return false;
  double squares = 0;
  for (std::size_t lag = 1; lag < season; ++lag) {
    const double r = autocorrelation(rest, lag);
    squares += r * r;
  }
  const double limit = 1.645 * std::sqrt((1 + 2 * squares) / static_cast<double>(rest.size()));
  return autocorrelation(rest, season) > limit;
}

}  // namespace

std::vector<double> simple_smoothing(std::span<const double> values, std::size_t horizon) {
  if (values.empty()) return std::vector<double>(horizon, 0.0);
  return std::vector<double>(horizon, best_level(values).level);
}

std::vector<double> damped_trend(std::span<const double> values, std::size_t horizon) {
  if (values.size() < 4) return simple_smoothing(values, horizon);
  const double trend = slope_of(values.first(std::min<std::size_t>(values.size(), 6)));
  const double level = values.front() - trend;
  Smoothed best;
  for (const double phi : {0.8, 0.9, 0.95, 0.98}) {
    for (const double beta : {0.05, 0.1, 0.2, 0.4}) {
      for (const double alpha : kAlphas) {
        const Smoothed tried =
            smooth(values, {.alpha = alpha, .beta = beta, .phi = phi}, level, trend);
        if (tried.error < best.error) best = tried;
      }
    }
  }
  std::vector<double> ahead;
  double damping = best.phi;
  double sum = 0;
  for (std::size_t h = 0; h < horizon; ++h) {
    sum += damping;
    damping *= best.phi;
    ahead.push_back(best.level + sum * best.trend);
  }
  return ahead;
}

std::vector<double> theta(std::span<const double> values, std::size_t horizon) {
  if (values.size() < 3) return simple_smoothing(values, horizon);
  const Smoothed level = best_level(values);
  const double drift = slope_of(values) / 2;
  const double n = static_cast<double>(values.size());
  // The smoothed line lags behind a slope by (1 - alpha) / alpha periods.
  const double lag = (1 - std::pow(1 - level.alpha, n)) / level.alpha;
  std::vector<double> ahead;
  for (std::size_t h = 0; h < horizon; ++h) {
    ahead.push_back(level.level + drift * (static_cast<double>(h) + lag));
  }
  return ahead;
}

std::vector<double> seasonal_naive(std::span<const double> values, std::size_t season,
                                   std::size_t horizon) {
  if (values.empty()) return std::vector<double>(horizon, 0.0);
  const std::size_t back = values.size() >= season ? std::max<std::size_t>(1, season) : 1;
  std::vector<double> ahead;
  for (std::size_t h = 0; h < horizon; ++h) {
    ahead.push_back(values[values.size() - back + h % back]);
  }
  return ahead;
}

std::vector<double> seasonal_effects(std::span<const double> values, std::size_t season) {
  std::vector<double> effects(std::max<std::size_t>(1, season), 0.0);
  if (season < 2 || values.size() < 3 * season) return effects;
  const std::vector<double> rest = without_trend(values, season);
  if (!is_seasonal(rest, season)) return effects;
  std::vector<double> counts(season, 0.0);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const std::size_t at = (i + season / 2) % season;
    effects[at] += rest[i];
    counts[at] += 1;
  }
  for (std::size_t i = 0; i < season; ++i) effects[i] /= std::max(1.0, counts[i]);
  const double mean = mean_of(effects);
  for (double& effect : effects) effect -= mean;
  return effects;
}

std::vector<double> combined_forecast(std::span<const double> values, std::size_t season,
                                      std::size_t horizon) {
  const std::vector<double> effects = seasonal_effects(values, season);
  std::vector<double> plain(values.begin(), values.end());
  for (std::size_t i = 0; i < plain.size(); ++i) plain[i] -= effects[i % effects.size()];
  const std::vector<double> a = simple_smoothing(plain, horizon);
  const std::vector<double> b = damped_trend(plain, horizon);
  const std::vector<double> c = theta(plain, horizon);
  std::vector<double> ahead(horizon);
  for (std::size_t h = 0; h < horizon; ++h) {
    ahead[h] = (a[h] + b[h] + c[h]) / 3 + effects[(values.size() + h) % effects.size()];
  }
  return ahead;
}

}  // namespace horizon::trends
