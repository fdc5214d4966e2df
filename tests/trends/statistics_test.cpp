#include "trends/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace horizon::trends {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

TEST(PoissonInterval, GivesThePublishedLimitsOfGarwood) {
  struct Case {
    std::uint64_t count;
    double confidence, lower, upper;
  };
  const Case cases[] = {
      {0, 0.95, 0, 3.689},        {1, 0.95, 0.0253, 5.572},     {2, 0.95, 0.2422, 7.225},
      {5, 0.95, 1.6235, 11.668},  {10, 0.95, 4.795, 18.390},    {20, 0.95, 12.217, 30.888},
      {50, 0.95, 37.111, 65.919}, {100, 0.95, 81.364, 121.627}, {0, 0.90, 0, 2.996},
      {10, 0.90, 5.425, 16.962},  {10, 0.99, 3.717, 21.398}};
  for (const Case& c : cases) {
    const Estimate got = poisson_interval(c.count, c.confidence);
    EXPECT_NEAR(got.lower, c.lower, 1e-3) << c.count << " at " << c.confidence;
    EXPECT_NEAR(got.upper, c.upper, 1e-3) << c.count << " at " << c.confidence;
    EXPECT_EQ(got.value, static_cast<double>(c.count));
  }
}

TEST(PoissonInterval, HoldsHugeCountsAndFoolishConfidences) {
  const Estimate huge = poisson_interval(1'000'000'000'000ULL);
  EXPECT_NEAR(huge.lower, 1e12 - 1.96e6, 1e4);
  EXPECT_NEAR(huge.upper, 1e12 + 1.96e6, 1e4);
  // The large-count form takes over from the exact one without a step.
  const Estimate below = poisson_interval(1'000'000);
  const Estimate above = poisson_interval(1'000'001);
  EXPECT_NEAR(above.lower - below.lower, 1, 0.05);
  EXPECT_NEAR(above.upper - below.upper, 1, 0.05);
  for (const double confidence : {0.0, 1.0, -3.0, 17.0, std::nan("")}) {
    EXPECT_EQ(poisson_interval(10, confidence), poisson_interval(10, 0.95)) << confidence;
  }
}

TEST(PoissonInterval, CoversTheMeanAsOftenAsItSays) {
  std::mt19937_64 random(20261122);
  for (const double mean : {0.5, 2.0, 10.0, 60.0, 400.0}) {
    std::poisson_distribution<std::uint64_t> draw(mean);
    int covered = 0;
    for (int i = 0; i < 2000; ++i) {
      const Estimate interval = poisson_interval(draw(random));
      covered += interval.lower <= mean && mean <= interval.upper ? 1 : 0;
    }
    EXPECT_GE(covered / 2000.0, 0.94) << "mean " << mean;
    if (mean >= 60) {
      EXPECT_LE(covered / 2000.0, 0.97) << "mean " << mean;
    }
  }
}

TEST(Rate, IsPerThousandAndNeverMoreThanEverything) {
  const auto got = rate({.count = 10, .exposure = 2000});
  ASSERT_TRUE(got);
  EXPECT_DOUBLE_EQ(got->value, 5);
  EXPECT_NEAR(got->lower, 2.398, 1e-3);
  EXPECT_NEAR(got->upper, 9.195, 1e-3);
  EXPECT_FALSE(rate({.count = 0, .exposure = 0}));
  const auto more_than_all = rate({.count = 8, .exposure = 3});
  ASSERT_TRUE(more_than_all);
  EXPECT_DOUBLE_EQ(more_than_all->value, 1000);
  EXPECT_LE(more_than_all->upper, 1000);
}

TEST(RateRatio, FollowsItsFormula) {
  const auto got = rate_ratio({.count = 20, .exposure = 1000}, {.count = 10, .exposure = 2000});
  ASSERT_TRUE(got);
  const double spread = std::exp(1.959964 * std::sqrt(1 / 20.5 + 1 / 10.5));
  EXPECT_DOUBLE_EQ(got->ratio.value, 4);
  EXPECT_NEAR(got->ratio.lower, 4 / spread, 1e-5);
  EXPECT_NEAR(got->ratio.upper, 4 * spread, 1e-5);
}

TEST(RateRatio, HasTheExactBinomialPValues) {
  // 7 of 8 with equal exposures: (8 + 1) / 2^8.
  const auto got = rate_ratio({.count = 7, .exposure = 50}, {.count = 1, .exposure = 50});
  ASSERT_TRUE(got);
  EXPECT_NEAR(got->p_greater, 9.0 / 256, 1e-12);
  EXPECT_NEAR(got->p_two_sided, 18.0 / 256, 1e-12);
  // Unequal exposures: P(X >= 2), X ~ Bin(2, 1/4).
  const auto unequal = rate_ratio({.count = 2, .exposure = 10}, {.count = 0, .exposure = 30});
  ASSERT_TRUE(unequal);
  EXPECT_NEAR(unequal->p_greater, 1.0 / 16, 1e-12);
  const auto equal = rate_ratio({.count = 5, .exposure = 50}, {.count = 5, .exposure = 50});
  ASSERT_TRUE(equal);
  EXPECT_DOUBLE_EQ(equal->p_two_sided, 1);
}

TEST(RateRatio, StaysFiniteAtZeroAndSilentAtNothing) {
  EXPECT_FALSE(rate_ratio({.count = 0, .exposure = 9}, {.count = 0, .exposure = 9}));
  EXPECT_FALSE(rate_ratio({.count = 3, .exposure = 9}, {.count = 0, .exposure = 0}));
  for (const std::uint64_t count : {std::uint64_t{1}, std::uint64_t{40}, kHuge / 4}) {
    for (const bool swapped : {false, true}) {
      const Tally some{.count = count, .exposure = kHuge / 2};
      const Tally none{.count = 0, .exposure = kHuge / 2};
      const auto got = swapped ? rate_ratio(none, some) : rate_ratio(some, none);
      ASSERT_TRUE(got) << count;
      EXPECT_TRUE(std::isfinite(got->ratio.value) && got->ratio.value > 0) << count;
      EXPECT_LE(got->ratio.lower, got->ratio.value) << count;
      EXPECT_GE(got->ratio.upper, got->ratio.value) << count;
      EXPECT_TRUE(got->p_greater >= 0 && got->p_greater <= 1) << count;
      EXPECT_TRUE(got->p_two_sided >= 0 && got->p_two_sided <= 1) << count;
    }
  }
}

TEST(RateRatio, CoversTheTrueRatio) {
  std::mt19937_64 random(7);
  for (const double truth : {0.5, 1.0, 3.0}) {
    std::poisson_distribution<std::uint64_t> before(40);
    std::poisson_distribution<std::uint64_t> after(40 * truth);
    int covered = 0;
    int false_alarms = 0;
    for (int i = 0; i < 2000; ++i) {
      const auto got = rate_ratio({.count = after(random), .exposure = 10000},
                                  {.count = before(random), .exposure = 10000});
      ASSERT_TRUE(got);
      covered += got->ratio.lower <= truth && truth <= got->ratio.upper ? 1 : 0;
      false_alarms += got->p_two_sided <= 0.05 ? 1 : 0;
    }
    EXPECT_GE(covered / 2000.0, 0.93) << truth;
    EXPECT_LE(covered / 2000.0, 0.97) << truth;
    if (truth == 1.0) {
      EXPECT_LE(false_alarms / 2000.0, 0.06);
    }
  }
}

TEST(BenjaminiHochberg, SelectsTheFourOfTheFifteenInTheirPaper) {
  const std::vector<double> p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};
  const std::vector<double> q = benjamini_hochberg(p);
  ASSERT_EQ(q.size(), p.size());
  for (std::size_t i = 0; i < q.size(); ++i) {
    EXPECT_EQ(q[i] <= 0.05, i < 4) << i << " q " << q[i];
    EXPECT_GE(q[i], p[i]);
  }
  EXPECT_NEAR(q[3], 0.0095 * 15 / 4, 1e-12);
}

TEST(BenjaminiHochberg, KeepsTheOrderOfItsInputAndReadsNaNAsOne) {
  EXPECT_TRUE(benjamini_hochberg({}).empty());
  const std::vector<double> q = benjamini_hochberg(std::vector<double>{0.9, std::nan(""), 0.01});
  EXPECT_NEAR(q[0], 1, 1e-12);
  EXPECT_NEAR(q[1], 1, 1e-12);
  EXPECT_NEAR(q[2], 0.03, 1e-12);
}

TEST(NormalQuantile, KnowsTheUsualPoints) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959964, 1e-6);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
  EXPECT_TRUE(std::isinf(normal_quantile(0)) && normal_quantile(0) < 0);
  EXPECT_TRUE(std::isinf(normal_quantile(2)));
  EXPECT_TRUE(std::isnan(normal_quantile(std::nan(""))));
}

TEST(CommonRateDispersion, IsOneForEvenAndMoreForUnevenCounts) {
  EXPECT_DOUBLE_EQ(common_rate_dispersion({}), 1);
  const std::vector<Tally> even(6, {.count = 10, .exposure = 100});
  EXPECT_DOUBLE_EQ(common_rate_dispersion(even), 1);
  const std::vector<Tally> uneven = {{.count = 2, .exposure = 100}, {.count = 30, .exposure = 100}};
  EXPECT_NEAR(common_rate_dispersion(uneven), 2 * 14.0 * 14.0 / 16.0, 1e-9);
}

}  // namespace
}  // namespace horizon::trends
