#include "trends/forecast.h"

#include <algorithm>
#include <cmath>

#include "trends/smoothing.h"

namespace horizon::trends {
namespace {

constexpr double kMinDocuments = 10;

// The history on the scale that is forecast on.
struct History {
  std::vector<double> values;     // log(1 + rate per 1,000)
  std::vector<double> exposures;  // documents
};

// The variance of log(1 + rate) that counting alone gives, at this level and exposure.
double counting_variance(double value, double exposure) {
  const double rate = std::expm1(std::clamp(value, 0.0, 7.0));
  const double documents = std::max(exposure, 1.0);
  // Half a document more, so that a rate of zero is not taken for a certainty.
  const double of_rate = 1000 * (rate + 500 / documents) / documents;
  return of_rate / ((1 + rate) * (1 + rate));
}

// Forecast errors of one past origin, by horizon; as many as outcomes are known.
struct Trial {
  std::size_t origin = 0;
  std::vector<double> ours;
  std::vector<double> naive;
  std::vector<double> counting;  // variance of each outcome by counting alone
  double scale = 0;              // the naive method's mean absolute error within the history
};

double naive_scale(std::span<const double> values, std::size_t season) {
  const std::size_t lag = values.size() > season ? std::max<std::size_t>(1, season) : 1;
  double sum = 0;
  std::size_t terms = 0;
  for (std::size_t i = lag; i < values.size(); ++i) {
    sum += std::abs(values[i] - values[i - lag]);
    ++terms;
  }
  return terms > 0 ? sum / static_cast<double>(terms) : 0;
}

Trial try_origin(const History& history, std::size_t origin, std::size_t horizon,
                 std::size_t season) {
  const std::span<const double> values = history.values;
  const std::span<const double> known = values.first(origin);
  const std::size_t ahead = std::min(horizon, values.size() - origin);
  const auto ours = combined_forecast(known, season, ahead);
  const auto naive = seasonal_naive(known, season, ahead);
  Trial trial;
  trial.origin = origin;
  trial.scale = naive_scale(known, season);
  for (std::size_t h = 0; h < ahead; ++h) {
    trial.ours.push_back(values[origin + h] - ours[h]);
    trial.naive.push_back(values[origin + h] - naive[h]);
    trial.counting.push_back(counting_variance(ours[h], history.exposures[origin + h]));
  }
  return trial;
}

std::vector<Trial> try_past(const History& history, const ForecastOptions& options,
                            std::size_t horizon) {
  const std::vector<double>& values = history.values;
  const std::size_t first =
      std::max<std::size_t>({options.min_history / 2, 2 * options.season + 1, 4});
  std::vector<Trial> trials;
  if (first >= values.size()) return trials;
  const std::size_t possible = values.size() - first;
  const std::size_t step =
      std::max<std::size_t>(1, (possible + options.max_origins - 1) / options.max_origins);
  for (std::size_t back = possible; back > 0; back -= std::min(step, back)) {
    trials.push_back(try_origin(history, values.size() - back, horizon, options.season));
  }
  return trials;
}

using Errors = std::vector<double> Trial::*;

// By horizon, the variance of errors beyond counting; never falling: what is farther off is no
// surer.
std::vector<double> variance_by_horizon(std::span<const Trial> trials, Errors errors,
                                        std::size_t horizon) {
  std::vector<double> variance(horizon);
  for (std::size_t h = 0; h < horizon; ++h) {
    double beyond = 0;
    std::size_t terms = 0;
    for (const Trial& trial : trials) {
      if (h >= (trial.*errors).size()) continue;
      beyond += (trial.*errors)[h] * (trial.*errors)[h] - trial.counting[h];
      ++terms;
    }
    const double seen = terms > 0 ? std::max(0.0, beyond / static_cast<double>(terms)) : 0;
    const double before = h > 0 ? variance[h - 1] : 0;
    // Few have seen so far ahead: errors add up as those of a random walk do.
    const double walked = h > 0 ? before * static_cast<double>(h + 1) / static_cast<double>(h) : 0;
    variance[h] = terms >= 5 ? std::max(seen, before) : std::max({seen, before, walked});
  }
  return variance;
}

// Absolute errors in units of what was to be expected of them, ascending.
std::vector<double> scores(std::span<const Trial> trials, Errors errors,
                           std::span<const double> variance) {
  std::vector<double> all;
  for (const Trial& trial : trials) {
    for (std::size_t h = 0; h < (trial.*errors).size(); ++h) {
      const double expected = std::sqrt(variance[h] + trial.counting[h]);
      if (expected > 0) all.push_back(std::abs((trial.*errors)[h]) / expected);
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

// The conformal quantile: the score that level (n + 1)/n of them stay below. Errors of one origin
// go together, so n is the number of origins; beyond the largest score the tail is the normal's.
double conformal(std::span<const double> sorted, std::size_t origins, double level) {
  const double normal = normal_quantile(0.5 + level / 2);
  if (sorted.empty() || origins == 0) return normal;
  const double n = static_cast<double>(origins);
  const double corrected = std::min(level * (n + 1) / n, 1.0);
  const auto rank =
      static_cast<std::size_t>(std::ceil(corrected * static_cast<double>(sorted.size())));
  const double found = sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
  return corrected >= 1 ? std::max(found, normal) : found;
}

struct Bands {
  std::vector<double> variance;
  double likely = 0;
  double wide = 0;

  double half_width(double level, std::size_t h, double counting) const {
    const double quantile = level < 0.9 ? likely : wide;
    // No outcome is surer than counting allows, however even the past was.
    return std::max(quantile * std::sqrt(variance[h] + counting),
                    normal_quantile(0.5 + level / 2) * std::sqrt(counting));
  }
};

Bands bands_of(std::span<const Trial> trials, Errors errors, std::size_t horizon) {
  Bands bands;
  bands.variance = variance_by_horizon(trials, errors, horizon);
  const auto sorted = scores(trials, errors, bands.variance);
  // Forecasts over the same periods err together: origins are worth less the farther they look.
  const auto worth = static_cast<std::size_t>(static_cast<double>(trials.size()) /
                                              std::sqrt(static_cast<double>(horizon)));
  bands.likely = conformal(sorted, worth, 0.80);
  bands.wide = std::max(bands.likely, conformal(sorted, worth, 0.95));
  return bands;
}

std::optional<double> mase_of(std::span<const Trial> trials) {
  double sum = 0;
  std::size_t terms = 0;
  for (const Trial& trial : trials) {
    if (trial.scale <= 0) continue;
    for (const double error : trial.ours) {
      sum += std::abs(error) / trial.scale;
      ++terms;
    }
  }
  if (terms == 0) return std::nullopt;
  return sum / static_cast<double>(terms);
}

// What could be known of these trials' errors when `until` periods had passed.
std::vector<Trial> known_by(std::span<const Trial> trials, std::size_t until) {
  std::vector<Trial> known;
  for (const Trial& trial : trials) {
    if (trial.origin >= until) break;
    Trial& copy = known.emplace_back(trial);
    const std::size_t outcomes = until - trial.origin;
    if (copy.ours.size() > outcomes) copy.ours.resize(outcomes);
    if (copy.naive.size() > outcomes) copy.naive.resize(outcomes);
  }
  return known;
}

// How often outcomes lay within bands made from what was known at their origin.
void check_coverage(std::span<const Trial> trials, Errors errors, std::size_t horizon,
                    Forecast& result) {
  constexpr std::size_t kLearn = 8;
  std::size_t terms = 0;
  std::size_t in_likely = 0;
  std::size_t in_wide = 0;
  for (std::size_t i = kLearn; i < trials.size(); ++i) {
    const Bands bands = bands_of(known_by(trials, trials[i].origin), errors, horizon);
    for (std::size_t h = 0; h < (trials[i].*errors).size(); ++h) {
      const double off = std::abs((trials[i].*errors)[h]);
      ++terms;
      in_likely += off <= bands.half_width(0.80, h, trials[i].counting[h]) ? 1 : 0;
      in_wide += off <= bands.half_width(0.95, h, trials[i].counting[h]) ? 1 : 0;
    }
  }
  if (terms == 0) return;
  result.covered_80 = static_cast<double>(in_likely) / static_cast<double>(terms);
  result.covered_95 = static_cast<double>(in_wide) / static_cast<double>(terms);
}

double rate_of(double value) { return std::clamp(std::expm1(std::min(value, 20.0)), 0.0, 1000.0); }

Estimate band(double value, double half_width) {
  return {.value = rate_of(value),
          .lower = rate_of(value - half_width),
          .upper = rate_of(value + half_width)};
}

ForecastGap find_gap(std::span<const Observed> periods, const ForecastOptions& options) {
  if (periods.size() < std::max(options.min_history, 3 * options.season)) {
    return ForecastGap::kTooShort;
  }
  double count = 0;
  std::size_t empty = 0;
  for (const Observed& period : periods) {
    count += period.count;
    empty += period.count > 0 ? 0 : 1;
  }
  return count < kMinDocuments || 2 * empty > periods.size() ? ForecastGap::kTooFew
                                                             : ForecastGap::kNone;
}

// A period in which nothing was collected keeps the value before it: it says nothing.
History history_of(std::span<const Observed> periods) {
  History history;
  for (const Observed& period : periods) {
    const bool known = period.exposure > 0;
    const double rate = known ? std::min(1000 * period.count / period.exposure, 1000.0) : 0;
    history.values.push_back(known                    ? std::log1p(rate)
                             : history.values.empty() ? 0
                                                      : history.values.back());
    history.exposures.push_back(period.exposure);
  }
  return history;
}

// What a period ahead may be counted among: as the last year's periods.
double recent_exposure(const History& history, std::size_t season) {
  const std::size_t n = std::clamp<std::size_t>(season, 1, history.exposures.size());
  double sum = 0;
  for (const double exposure : std::span(history.exposures).last(n)) sum += exposure;
  return sum / static_cast<double>(n);
}

}  // namespace

std::string_view to_string(ForecastGap gap) {
  switch (gap) {
    case ForecastGap::kNone:
      return "";
    case ForecastGap::kTooShort:
      return "too-short";
    case ForecastGap::kTooFew:
      break;
  }
  return "too-few";
}

Forecast forecast(std::span<const Observed> periods, const ForecastOptions& options) {
  Forecast result;
  // A topic's history begins with its first document.
  const auto first = std::find_if(periods.begin(), periods.end(),
                                  [](const Observed& period) { return period.count > 0; });
  periods = periods.subspan(static_cast<std::size_t>(first - periods.begin()));
  result.gap = find_gap(periods, options);
  if (result.gap != ForecastGap::kNone) return result;
  const History history = history_of(periods.last(std::min(periods.size(), options.max_history)));
  const std::vector<double>& values = history.values;
  const std::size_t horizon = std::clamp<std::size_t>(options.horizon, 1, values.size() / 3);
  const std::vector<Trial> trials = try_past(history, options, horizon);
  result.origins = trials.size();
  result.mase = mase_of(trials);
  result.skill = result.mase && *result.mase < 1;
  const Errors errors = result.skill ? &Trial::ours : &Trial::naive;
  const auto ahead = result.skill ? combined_forecast(values, options.season, horizon)
                                  : seasonal_naive(values, options.season, horizon);
  const Bands bands = bands_of(trials, errors, horizon);
  check_coverage(trials, errors, horizon, result);
  const double exposure = recent_exposure(history, options.season);
  for (std::size_t h = 0; h < horizon; ++h) {
    const double counting = counting_variance(ahead[h], exposure);
    result.points.push_back({.rate = rate_of(ahead[h]),
                             .likely = band(ahead[h], bands.half_width(0.80, h, counting)),
                             .wide = band(ahead[h], bands.half_width(0.95, h, counting))});
  }
  return result;
}

}  // namespace horizon::trends
