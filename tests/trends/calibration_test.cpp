// Figures on seeded synthetic series with known truth: what the methods promise, measured.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "tests/trends/synthetic.h"
#include "trends/bursts.h"
#include "trends/growth.h"
#include "trends/regression.h"
#include "trends/shifts.h"

namespace horizon::trends {
namespace {

constexpr int kSeries = 1000;
constexpr std::uint64_t kExposure = 100'000;

struct World {
  std::size_t periods;
  double mean;   // documents a period at the beginning
  double alpha;  // of the negative binomial
  double slope;  // of the log mean, per period
};

// Of many sizes, lengths, scatters and slopes.
World world(Random& random) {
  World world{};
  world.periods = 12 + random.below(61);
  world.mean = std::exp(std::log(5.0) + random.uniform() * std::log(40.0));
  world.alpha = random.uniform() < 0.25 ? 0 : std::pow(10.0, -2 + 1.3 * random.uniform());
  world.slope = (random.uniform() - 0.5) * 0.04;
  return world;
}

std::vector<double> means_of(const World& world) {
  std::vector<double> means;
  for (std::size_t t = 0; t < world.periods; ++t) {
    means.push_back(world.mean * std::exp(world.slope * static_cast<double>(t)));
  }
  return means;
}

TEST(Calibration, IntervalsCoverTheTruth) {
  Random random(20261122);
  int points = 0;
  int points_covered = 0;
  int poisson_covered = 0;
  int ratios_covered = 0;
  int slopes_covered = 0;
  for (int i = 0; i < kSeries; ++i) {
    const World w = world(random);
    const std::vector<double> means = means_of(w);
    const Series series = months_of(draw(random, means, w.alpha), kExposure);
    for (std::size_t t = 0; t < means.size(); ++t) {
      const Estimate mean = dispersed_interval(series.points[t].count, series.dispersion);
      const Estimate plain = poisson_interval(series.points[t].count);
      ++points;
      points_covered += mean.lower <= means[t] && means[t] <= mean.upper ? 1 : 0;
      poisson_covered += plain.lower <= means[t] && means[t] <= plain.upper ? 1 : 0;
    }
    const Growth growth = measure_growth(series);
    const std::size_t n = growth.recent.periods;
    double recent = 0;
    double previous = 0;
    for (std::size_t k = 0; k < n; ++k) {
      recent += means[means.size() - 1 - k];
      previous += means[means.size() - 1 - n - k];
    }
    const Estimate& ratio = growth.comparison->ratio;
    const double truth = recent / previous;
    ratios_covered += ratio.lower <= truth && truth <= ratio.upper ? 1 : 0;
    std::vector<TimedCount> timed;
    for (std::size_t t = 0; t < means.size(); ++t) {
      timed.push_back({.time = static_cast<double>(t),
                       .observed = {.count = static_cast<double>(series.points[t].count),
                                    .exposure = static_cast<double>(kExposure)}});
    }
    const auto slope = negative_binomial_slope(timed);
    slopes_covered += slope && slope->per_unit.lower <= w.slope && w.slope <= slope->per_unit.upper;
  }
  std::printf("points %.1f%% (Poisson %.1f%%), ratios %.1f%%, slopes %.1f%%\n",
              100.0 * points_covered / points, 100.0 * poisson_covered / points,
              100.0 * ratios_covered / kSeries, 100.0 * slopes_covered / kSeries);
  EXPECT_NEAR(100.0 * points_covered / points, 95, 2);
  EXPECT_NEAR(100.0 * ratios_covered / kSeries, 95, 2);
  EXPECT_NEAR(100.0 * slopes_covered / kSeries, 95, 2);
}

TEST(Calibration, FlatSeriesHaveFewChangePointsAndBursts) {
  Random random(20261123);
  int changes = 0;
  int bursts = 0;
  for (int i = 0; i < kSeries; ++i) {
    World w = world(random);
    w.slope = 0;
    const Series series = months_of(draw(random, means_of(w), w.alpha), kExposure);
    const auto observed = observed_points(series);
    changes += static_cast<int>(find_shifts(series).size());
    bursts += find_bursts(observed, series.dispersion).found.empty() ? 0 : 1;
  }
  std::printf("per 100 flat series: %.1f change points, %.1f with a burst\n", changes / 10.0,
              bursts / 10.0);
  EXPECT_LE(changes / 10.0, 5);
  EXPECT_LE(bursts / 10.0, 5);
}

TEST(Calibration, PlantedBurstsAreFoundWithTheirOnset) {
  Random random(20261124);
  int found = 0;
  int planted = 0;
  while (planted < kSeries) {
    const std::size_t n = 24 + random.below(37);
    const double base = std::exp(std::log(2.5) + random.uniform() * std::log(12.0));
    const double alpha = random.uniform() < 0.5 ? 0 : 0.05 * random.uniform();
    const std::size_t onset = 8 + random.below(n - 12);
    std::vector<double> means(n, base);
    for (std::size_t t = onset; t < onset + 4; ++t) means[t] = 3 * base;
    const auto counts = draw(random, means, alpha);
    std::uint64_t within = 0;
    for (std::size_t t = onset; t < onset + 4; ++t) within += counts[t];
    if (within < 30) continue;
    ++planted;
    const Series series = months_of(counts, kExposure);
    for (const Burst& burst : find_bursts(observed_points(series), series.dispersion).found) {
      if (burst.begin + 1 >= onset && burst.begin <= onset + 1) {
        ++found;
        break;
      }
    }
  }
  std::printf("bursts found %.1f%%\n", 100.0 * found / planted);
  EXPECT_GE(100.0 * found / planted, 95);
}

}  // namespace
}  // namespace horizon::trends
