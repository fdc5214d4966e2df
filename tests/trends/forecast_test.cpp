#include "trends/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "trends/random.h"
#include "trends/smoothing.h"

namespace horizon::trends {
namespace {

// Per 1,000 of an exposure of 20,000 documents a period.
std::vector<Observed> of_rates(const std::vector<double>& rates) {
  std::vector<Observed> periods;
  for (const double rate : rates) periods.push_back({.count = 20 * rate, .exposure = 20'000});
  return periods;
}

TEST(Forecast, ContinuesATrendWithIntervalsThatWiden) {
  Random random(3);
  std::vector<double> rates;
  for (int t = 0; t < 40; ++t) {
    rates.push_back(static_cast<double>(random.poisson(50 + 10.0 * t)) / 20);
  }
  const Forecast ahead = forecast(of_rates(rates));
  ASSERT_EQ(ahead.gap, ForecastGap::kNone);
  ASSERT_EQ(ahead.points.size(), 4U);
  ASSERT_TRUE(ahead.mase);
  EXPECT_LT(*ahead.mase, 1);
  EXPECT_TRUE(ahead.skill);
  EXPECT_NEAR(ahead.points[3].rate, (50 + 10 * 43) / 20.0, 3);
  double width = 0;
  for (const ForecastPoint& point : ahead.points) {
    EXPECT_LE(point.wide.lower, point.likely.lower);
    EXPECT_LT(point.likely.lower, point.rate);
    EXPECT_LT(point.rate, point.likely.upper);
    EXPECT_LE(point.likely.upper, point.wide.upper);
    EXPECT_GE(point.wide.upper - point.wide.lower, width);
    width = point.wide.upper - point.wide.lower;
  }
}

TEST(Forecast, WithoutSkillItIsLastYearAgain) {
  // The same every year: as in the same season a year before is never wrong.
  std::vector<double> rates;
  for (int t = 0; t < 48; ++t) rates.push_back(t % 4 == 3 ? 40 : 5);
  const Forecast ahead = forecast(of_rates(rates));
  ASSERT_EQ(ahead.gap, ForecastGap::kNone);
  EXPECT_FALSE(ahead.skill);
  for (std::size_t h = 0; h < 4; ++h) EXPECT_NEAR(ahead.points[h].rate, rates[44 + h], 1e-9) << h;
}

TEST(Forecast, RefusesWhatIsShortThinOrEmpty) {
  const auto even_of = [](std::size_t n, double rate) {
    return of_rates(std::vector<double>(n, rate));
  };
  EXPECT_EQ(forecast({}).gap, ForecastGap::kTooShort);
  EXPECT_EQ(forecast(even_of(11, 5)).gap, ForecastGap::kTooShort);
  EXPECT_EQ(forecast(even_of(40, 0.01)).gap, ForecastGap::kTooFew);
  EXPECT_EQ(forecast(even_of(40, 0)).gap, ForecastGap::kTooShort) << "no document, no history";
  std::vector<double> rare(40, 0.0);
  rare[3] = 5;
  EXPECT_EQ(forecast(of_rates(rare)).gap, ForecastGap::kTooFew);
  std::vector<double> young(60, 0.0);
  young.insert(young.end(), 20, 5.0);
  EXPECT_EQ(forecast(of_rates(young)).gap, ForecastGap::kNone) << "the years before it was known";
  const Forecast even = forecast(even_of(40, 5));
  ASSERT_EQ(even.gap, ForecastGap::kNone);
  EXPECT_FALSE(even.mase) << "nothing to measure an error by";
  EXPECT_NEAR(even.points[0].rate, 5, 1e-9);
  EXPECT_LT(even.points[0].wide.lower, 5) << "counting alone leaves that much open";
  const Forecast huge = forecast(even_of(40, 1e300));
  EXPECT_TRUE(std::isfinite(huge.points[0].wide.upper));
  std::vector<Observed> gaps = even_of(40, 5);
  for (std::size_t t = 3; t < 40; t += 7) gaps[t] = {.count = 0, .exposure = 0};
  EXPECT_TRUE(std::isfinite(forecast(gaps).points[0].rate));
}

TEST(Forecast, IntervalsHoldWhatTheyPromise) {
  // 300 series of trends, seasons and scatter; outcomes beyond their end.
  Random random(20261126);
  int terms = 0;
  int in_80 = 0;
  int in_95 = 0;
  for (int i = 0; i < 300; ++i) {
    const double slope = 0.03 * (random.uniform() - 0.3);
    const double season = random.uniform() < 0.3 ? 0.3 : 0;
    std::vector<double> rates;
    double level = std::log(20 + 100 * random.uniform());
    for (int t = 0; t < 52; ++t) {
      level += slope + 0.03 * random.normal();
      const double mean = std::exp(level + season * std::sin(std::numbers::pi * t / 2));
      rates.push_back(static_cast<double>(random.negative_binomial(mean, 0.02)) / 20);
    }
    const Forecast ahead = forecast(of_rates(std::vector<double>(rates.begin(), rates.end() - 4)));
    for (std::size_t h = 0; h < ahead.points.size(); ++h) {
      const double outcome = rates[48 + h];
      ++terms;
      in_80 += ahead.points[h].likely.lower <= outcome && outcome <= ahead.points[h].likely.upper;
      in_95 += ahead.points[h].wide.lower <= outcome && outcome <= ahead.points[h].wide.upper;
    }
  }
  std::printf("forecasts: 80 %% held %.1f%%, 95 %% held %.1f%%\n", 100.0 * in_80 / terms,
              100.0 * in_95 / terms);
  EXPECT_NEAR(100.0 * in_80 / terms, 80, 5);
  EXPECT_NEAR(100.0 * in_95 / terms, 95, 5);
}

TEST(Smoothing, KnowsASeasonWhenItIsThere) {
  std::vector<double> values;
  for (int t = 0; t < 24; ++t) values.push_back(0.1 * t + (t % 4 == 1 ? 2.0 : 0.0));
  const auto effects = seasonal_effects(values, 4);
  EXPECT_NEAR(effects[1], 1.5, 0.1);
  EXPECT_NEAR(effects[0], -0.5, 0.1);
  const std::vector<double> line = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  for (const double effect : seasonal_effects(line, 4)) EXPECT_NEAR(effect, 0, 1e-9);
  EXPECT_EQ(seasonal_effects(line, 1), std::vector<double>{0.0});
}

TEST(Smoothing, ContinuesWhatIsToBeContinued) {
  std::vector<double> line;
  for (int t = 0; t < 30; ++t) line.push_back(5 + 0.5 * t);
  EXPECT_NEAR(theta(line, 1)[0], 20, 1.0);
  EXPECT_NEAR(damped_trend(line, 1)[0], 20, 0.3);
  EXPECT_LT(damped_trend(line, 20)[19], 5 + 0.5 * 49) << "damped";
  EXPECT_NEAR(simple_smoothing(std::vector<double>(9, 4.0), 2)[1], 4, 1e-12);
  EXPECT_EQ(seasonal_naive(line, 4, 5)[4], line[26]);
  EXPECT_EQ(seasonal_naive({}, 4, 2), (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace horizon::trends
