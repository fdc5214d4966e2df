#include "trends/shares.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace horizon::trends {
namespace {

TEST(Shares, MeansSumToOneAndLieInTheirIntervals) {
  const std::vector<double> weights{12, 3.5, 0, 1};
  const auto shares = dirichlet_shares(weights);
  ASSERT_EQ(shares.size(), 4u);
  double sum = 0;
  for (const Estimate& share : shares) {
    sum += share.value;
    EXPECT_LT(share.lower, share.value);
    EXPECT_LT(share.value, share.upper);
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_NEAR(shares[0].value, 12.5 / 18.5, 1e-12);
  EXPECT_TRUE(dirichlet_shares({}).empty());
  EXPECT_EQ(dirichlet_shares(std::array{4.0})[0], (Estimate{1, 1, 1}));
}

// Beta(1/2, 1/2) and Beta(10.5, 0.5), tabulated.
TEST(Shares, OneShareByItself) {
  EXPECT_EQ(share_of(0, 0), (Estimate{0, 0, 1}));
  const Estimate all = share_of(10, 10);
  EXPECT_EQ(all.value, 1);
  EXPECT_EQ(all.upper, 1);
  EXPECT_NEAR(all.lower, 0.783, 0.001);
  const Estimate none = share_of(0, 10);
  EXPECT_EQ(none.lower, 0);
  EXPECT_NEAR(none.upper, 0.217, 0.001);
  EXPECT_EQ(share_of(-3, 10).value, 0);
  EXPECT_EQ(share_of(std::numeric_limits<double>::quiet_NaN(), 10).value, 0);
}

// Under its own prior an interval of 95 % holds the truth in 95 of 100 cases; of a single truth it
// may be some points less, because counts are whole.
TEST(Shares, IntervalsCoverTheTruth) {
  std::mt19937_64 random(7);
  std::gamma_distribution<> gamma(0.5);
  int covered = 0;
  for (int draw = 0; draw < 4000; ++draw) {
    const double a = gamma(random), b = gamma(random);
    const double truth = a / (a + b);
    const Estimate share = share_of(std::binomial_distribution<>(60, truth)(random), 60);
    covered += share.lower <= truth && truth <= share.upper;
  }
  EXPECT_GT(covered, 3760);
  EXPECT_LT(covered, 3900);
}

TEST(Shares, OneAboveAnother) {
  EXPECT_NEAR(probability_above(5, 5), 0.5, 1e-12);
  EXPECT_NEAR(probability_above(8, 2) + probability_above(2, 8), 1, 1e-12);
  EXPECT_GT(probability_above(20, 5), 0.99);
  EXPECT_LT(probability_above(3, 1), 0.95);
}

TEST(Shares, EffectiveNumber) {
  EXPECT_EQ(effective_number({}), (Estimate{0, 0, 0}));
  EXPECT_EQ(effective_number(std::array{0.0, 0.0}), (Estimate{0, 0, 0}));
  EXPECT_NEAR(effective_number(std::array{100.0, 100.0, 100.0, 100.0}).value, 4, 1e-12);
  EXPECT_NEAR(effective_number(std::array{1000.0, 0.0}).value, 1, 1e-12);
  const Estimate few = effective_number(std::array{3.0, 2.0, 1.0});
  const Estimate many = effective_number(std::array{300.0, 200.0, 100.0});
  EXPECT_NEAR(few.value, many.value, 1e-12);
  EXPECT_GT(few.upper - few.lower, 3 * (many.upper - many.lower));
  EXPECT_EQ(few, effective_number(std::array{3.0, 2.0, 1.0})) << "the same draws each time";
}

}  // namespace
}  // namespace horizon::trends
