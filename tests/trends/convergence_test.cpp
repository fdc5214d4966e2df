#include "trends/convergence.h"

#include <gtest/gtest.h>

#include <random>

namespace horizon::trends {
namespace {

TEST(Convergence, LiftIsOneForIndependence) {
  const auto one = lift({10, 100, 1000, 10'000});
  ASSERT_TRUE(one);
  EXPECT_NEAR(one->value, 1, 1e-12);
  EXPECT_LT(one->lower, 1);
  EXPECT_GT(one->upper, 1);
  EXPECT_FALSE(lift({0, 0, 1000, 10'000}));
  EXPECT_FALSE(lift({0, 0, 0, 0}));
}

TEST(Convergence, GrowthOfBothTopicsAloneIsNoConvergence) {
  // Twice as many of each among as many: four times as many of both are expected.
  const auto found = measure_convergence({40, 200, 2000, 10'000}, {10, 100, 1000, 10'000});
  ASSERT_TRUE(found && found->change);
  EXPECT_NEAR(found->change->ratio.value, 1, 1e-6);
  EXPECT_GT(found->change->p_two_sided, 0.5);
}

TEST(Convergence, MeetingMoreOftenIs) {
  const auto found = measure_convergence({40, 100, 1000, 10'000}, {10, 100, 1000, 10'000});
  ASSERT_TRUE(found && found->change);
  EXPECT_NEAR(found->change->ratio.value, 4, 1e-6);
  EXPECT_GT(found->change->ratio.lower, 1.5);
  EXPECT_LT(found->change->p_greater, 0.001);
  EXPECT_LT(found->p_together, 1e-6);
  EXPECT_TRUE(found->tested);
}

TEST(Convergence, FewAreNotTestedAndNoHistoryHasNoChange) {
  const auto few = measure_convergence({4, 100, 1000, 10'000}, {0, 100, 1000, 10'000});
  ASSERT_TRUE(few);
  EXPECT_FALSE(few->tested);
  const auto fresh = measure_convergence({40, 100, 1000, 10'000}, {0, 0, 1000, 10'000});
  ASSERT_TRUE(fresh);
  EXPECT_FALSE(fresh->change);
  EXPECT_FALSE(fresh->previous_lift);
  EXPECT_FALSE(measure_convergence({0, 0, 0, 0}, {0, 0, 0, 0}));
}

// Under independence at most about one in twenty of the 95 % intervals of the change miss 1.
TEST(Convergence, IntervalsOfTheChangeCover) {
  std::mt19937_64 random(3);
  int covered = 0;
  for (int draw = 0; draw < 1000; ++draw) {
    const auto both = [&] {
      return static_cast<std::uint64_t>(std::poisson_distribution<>(12)(random));
    };
    const auto found =
        measure_convergence({both(), 120, 1000, 10'000}, {both(), 120, 1000, 10'000});
    ASSERT_TRUE(found && found->change);
    covered += found->change->ratio.lower <= 1 && found->change->ratio.upper >= 1;
  }
  EXPECT_GT(covered, 930);
}

}  // namespace
}  // namespace horizon::trends
