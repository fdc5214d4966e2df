#include "trends/strata.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace horizon::trends {
namespace {

double exposed(const Tally& tally) {
  return static_cast<double>(std::max(tally.count, tally.exposure));
}

double counted(const Tally& tally) { return static_cast<double>(tally.count); }

// The cells that hold anything, by period: most strata are silent most of the time.
struct Cell {
  std::size_t stratum = 0;
  double exposure = 0;
};

struct Table {
  std::vector<std::vector<Cell>> by_period;
  std::vector<double> of_period;   // counts
  std::vector<double> of_stratum;  // counts
  std::vector<double> exposures;   // of periods
};

Table tabulate(std::span<const Tally> cells, std::size_t strata, std::size_t periods) {
  Table table;
  table.by_period.resize(periods);
  table.of_period.resize(periods);
  table.exposures.resize(periods);
  table.of_stratum.resize(strata);
  for (std::size_t s = 0; s < strata; ++s) {
    for (std::size_t t = 0; t < periods; ++t) {
      const Tally& cell = cells[s * periods + t];
      if (exposed(cell) <= 0) continue;
      table.by_period[t].push_back({.stratum = s, .exposure = exposed(cell)});
      table.exposures[t] += exposed(cell);
      table.of_period[t] += counted(cell);
      table.of_stratum[s] += counted(cell);
    }
  }
  return table;
}

// One round: the periods' effects given the strata's, then the strata's given the periods'.
// Returns how far the strata's moved.
double scale_once(const Table& table, std::vector<double>& of_stratum) {
  std::vector<double> reach(of_stratum.size());
  for (std::size_t t = 0; t < table.by_period.size(); ++t) {
    double expected = 0;
    for (const Cell& cell : table.by_period[t])
      expected += cell.exposure * of_stratum[cell.stratum];
    if (expected <= 0) continue;
    const double effect = table.of_period[t] / expected;
    for (const Cell& cell : table.by_period[t]) reach[cell.stratum] += cell.exposure * effect;
  }
  double moved = 0;
  for (std::size_t s = 0; s < of_stratum.size(); ++s) {
    if (reach[s] <= 0) continue;
    const double next = table.of_stratum[s] / reach[s];
    moved = std::max(moved, std::abs(next - of_stratum[s]) / std::max(next, 1e-300));
    of_stratum[s] = next;
  }
  return moved;
}

double expected_in(const Table& table, std::span<const double> of_stratum, std::size_t period) {
  double expected = 0;
  for (const Cell& cell : table.by_period[period]) {
    expected += cell.exposure * of_stratum[cell.stratum];
  }
  return expected;
}

// P(X >= x) and P(X <= x) of a sum of binomials.
struct Tails {
  double upper = 1;
  double lower = 1;
};

struct Draws {
  std::uint64_t count = 0;
  double share = 0;
};

Tails exact_tails(std::span<const Draws> draws, std::uint64_t total, std::uint64_t x) {
  std::vector<double> mass(total + 1);
  mass[0] = 1;
  std::uint64_t reached = 0;
  for (const Draws& draw : draws) {
    for (std::uint64_t i = 0; i < draw.count; ++i) {
      ++reached;
      for (std::uint64_t k = reached; k > 0; --k) {
        mass[k] = mass[k] * (1 - draw.share) + mass[k - 1] * draw.share;
      }
      mass[0] *= 1 - draw.share;
    }
  }
  Tails tails{.upper = 0, .lower = 0};
  for (std::uint64_t k = 0; k <= total; ++k) {
    if (k >= x) tails.upper += mass[k];
    if (k <= x) tails.lower += mass[k];
  }
  return {.upper = std::min(1.0, tails.upper), .lower = std::min(1.0, tails.lower)};
}

Tails tails_of(std::span<const Draws> draws, std::uint64_t x) {
  // The exact sum takes total^2 steps; beyond this the normal distribution agrees to two digits.
  constexpr std::uint64_t kExact = 600;
  std::uint64_t total = 0;
  double mean = 0;
  double variance = 0;
  for (const Draws& draw : draws) {
    total += draw.count;
    mean += static_cast<double>(draw.count) * draw.share;
    variance += static_cast<double>(draw.count) * draw.share * (1 - draw.share);
  }
  if (total <= kExact) return exact_tails(draws, total, x);
  const double sd = std::sqrt(variance);
  const double off = static_cast<double>(x) - mean;
  return {.upper = student_upper_tail((off - 0.5) / sd, 0),
          .lower = student_upper_tail((-off - 0.5) / sd, 0)};
}

std::vector<StratumPair> comparable(std::span<const StratumPair> strata) {
  std::vector<StratumPair> kept;
  for (const StratumPair& pair : strata) {
    if (exposed(pair.recent) > 0 && exposed(pair.previous) > 0) kept.push_back(pair);
  }
  return kept;
}

// Mantel and Haenszel's two sums and the numerator of Greenland and Robins's variance.
struct Sums {
  double recent = 0;
  double previous = 0;
  double spread = 0;
};

Sums mantel_haenszel(std::span<const StratumPair> strata) {
  Sums sums;
  for (const StratumPair& pair : strata) {
    const Tally& recent = pair.recent;
    const Tally& previous = pair.previous;
    const double all = exposed(recent) + exposed(previous);
    sums.recent += counted(recent) * (exposed(previous) / all);
    sums.previous += counted(previous) * (exposed(recent) / all);
    sums.spread +=
        (counted(recent) + counted(previous)) * (exposed(recent) / all) * (exposed(previous) / all);
  }
  return sums;
}

Tails conditional_tails(std::span<const StratumPair> strata, std::uint64_t recent) {
  std::vector<Draws> draws;
  for (const StratumPair& pair : strata) {
    const Tally& now = pair.recent;
    const Tally& before = pair.previous;
    draws.push_back({.count = now.count + before.count,
                     .share = exposed(now) / (exposed(now) + exposed(before))});
  }
  return tails_of(draws, recent);
}

StratumPair sum_of(std::span<const StratumPair> strata) {
  StratumPair sum;
  for (const StratumPair& pair : strata) {
    sum.recent.count += pair.recent.count;
    sum.recent.exposure += pair.recent.exposure;
    sum.previous.count += pair.previous.count;
    sum.previous.exposure += pair.previous.exposure;
  }
  return sum;
}

// The ratio of the sums, with halves where a window is empty, as in rate_ratio().
double pooled_ratio(std::span<const StratumPair> strata, const Sums& sums) {
  if (sums.recent > 0 && sums.previous > 0) return sums.recent / sums.previous;
  const StratumPair all = sum_of(strata);
  const double recent = exposed(all.recent);
  const double previous = exposed(all.previous);
  const double half = 0.5 / (recent + previous);
  return (sums.recent + half * previous) / (sums.previous + half * recent);
}

// How much more the strata's unequal make-up leaves open than one stratum of the same counts.
double inflation(const StratumPair& all, const Sums& sums) {
  if (sums.recent <= 0 || sums.previous <= 0) return 1;
  const double plain = 1 / counted(all.recent) + 1 / counted(all.previous);
  return std::max(1.0, sums.spread / (sums.recent * sums.previous) / plain);
}

// What scatter beyond chance adds to the variance of the logarithm of the ratio: each stratum's
// share of the ratio, squared, times its own.
double scatter(std::span<const StratumPair> strata, const CompareOptions& options) {
  double weights = 0;
  double own = 0;
  double common = 0;
  for (const StratumPair& pair : strata) {
    const double all = exposed(pair.recent) + exposed(pair.previous);
    const double weight = (counted(pair.recent) + counted(pair.previous)) *
                          (exposed(pair.recent) / all) * (exposed(pair.previous) / all);
    const double bunching = pair.recent_bunching + pair.previous_bunching;
    weights += weight;
    own += weight * weight * bunching;
    common += weight * bunching;
  }
  if (weights <= 0) return 0;
  return options.alpha * own / (weights * weights) + options.common_alpha * common / weights;
}

}  // namespace

std::vector<double> comparable_exposures(std::span<const Tally> cells, std::size_t strata,
                                         std::size_t periods) {
  const Table table = tabulate(cells, strata, periods);
  std::vector<double> exposures = table.exposures;
  const double counts = std::accumulate(table.of_period.begin(), table.of_period.end(), 0.0);
  if (strata < 2 || counts <= 0) return exposures;
  // From equal strata: what cannot be compared stays at its plain rate.
  std::vector<double> of_stratum(strata, 1.0);
  constexpr int kRounds = 500;
  constexpr double kStill = 1e-8;
  for (int round = 0; round < kRounds; ++round) {
    if (scale_once(table, of_stratum) <= kStill) break;
  }
  double expected = 0;
  double exposure = 0;
  for (std::size_t t = 0; t < periods; ++t) {
    const double here = expected_in(table, of_stratum, t);
    // A period of strata that never hold the topic says nothing about it either way.
    if (here <= 0) continue;
    expected += here;
    exposure += table.exposures[t];
    exposures[t] = here;
  }
  for (std::size_t t = 0; t < periods; ++t) {
    const double here = expected_in(table, of_stratum, t);
    exposures[t] = here > 0 ? here * exposure / expected : 0;
  }
  return exposures;
}

std::optional<ComparedRates> compare_rates(std::span<const StratumPair> strata,
                                           const CompareOptions& options) {
  const std::vector<StratumPair> kept = comparable(strata);
  const StratumPair all = sum_of(kept);
  if (kept.empty() || all.recent.count + all.previous.count == 0) return std::nullopt;
  const Sums sums = mantel_haenszel(kept);
  const double ratio = pooled_ratio(kept, sums);
  const double c1 = counted(all.recent);
  const double c0 = counted(all.previous);
  const double beyond_chance = scatter(kept, options);
  const double variance =
      (1 / (c1 + 0.5) + 1 / (c0 + 0.5)) * inflation(all, sums) * options.phi + beyond_chance;
  const double spread = std::exp(options.quantile * std::sqrt(variance));
  ComparedRates result;
  result.comparable = all;
  RateRatio& comparison = result.comparison;
  comparison.ratio = {.value = ratio, .lower = ratio / spread, .upper = ratio * spread};
  if (!options.p_values) return result;
  Tails tails;
  if (beyond_chance > 0 || options.phi > 1) {
    const double z = std::log(ratio) / std::sqrt(variance);
    tails = {.upper = student_upper_tail(z, options.degrees),
             .lower = student_upper_tail(-z, options.degrees)};
  } else if (kept.size() == 1) {
    const auto plain = rate_ratio(all.recent, all.previous);
    if (plain) {
      comparison.p_greater = plain->p_greater;
      comparison.p_two_sided = plain->p_two_sided;
      return result;
    }
  } else {
    tails = conditional_tails(kept, all.recent.count);
  }
  comparison.p_greater = tails.upper;
  comparison.p_two_sided = std::min(1.0, 2 * std::min(tails.upper, tails.lower));
  return result;
}

}  // namespace horizon::trends
