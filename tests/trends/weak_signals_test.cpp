#include "trends/weak_signals.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace horizon::trends {
namespace {

Growth growth_of(std::uint64_t recent, std::uint64_t previous) {
  Growth growth;
  growth.recent.tally = {recent, 1000};
  growth.previous.tally = {previous, 1000};
  growth.comparison = rate_ratio(growth.recent.tally, growth.previous.tally);
  return growth;
}

TEST(WeakSignals, GrowthIsWeakBetweenAccidentAndTest) {
  struct Case {
    std::uint64_t recent, previous;
    bool weak;
  };
  for (const Case& one : {Case{2, 0, false}, Case{3, 0, true}, Case{3, 1, true}, Case{3, 2, false},
                          Case{9, 4, true}, Case{9, 5, false}, Case{10, 1, false}}) {
    EXPECT_EQ(is_weak_growth(growth_of(one.recent, one.previous)), one.weak)
        << one.recent << " after " << one.previous;
  }
  EXPECT_FALSE(is_weak_growth({}));
}

TEST(WeakSignals, AFirstMeetingIsBeyondChanceAndBelowATest) {
  struct Case {
    std::uint64_t both, before, topic;
    bool first;
  };
  for (const Case& one : {Case{2, 0, 20, true}, Case{1, 0, 20, false}, Case{2, 1, 20, false},
                          Case{5, 0, 20, false}, Case{2, 0, 1000, false}}) {
    const PairTally recent{one.both, one.topic, 20, 10'000};
    const PairTally previous{one.before, one.topic, 20, 10'000};
    const auto measured = measure_convergence(recent, previous);
    ASSERT_TRUE(measured);
    EXPECT_EQ(is_first_meeting(recent, previous, *measured), one.first)
        << one.both << " of " << one.topic << " after " << one.before;
  }
}

TEST(WeakSignals, DiffusionGrowsByTheYearLessTheDiscount) {
  // Doubling each period among as many: (2 x, x from 1 - 4 tw to 1) over four steps.
  constexpr std::array<std::uint32_t, 5> kCounts = {100, 200, 400, 800, 1600};
  constexpr std::array<double, 5> kExposure = {1e6, 1e6, 1e6, 1e6, 1e6};
  const Diffusion found = measure_diffusion(kCounts, kExposure);
  EXPECT_NEAR(found.growth, 2 * std::pow(1 / 0.8, 0.25), 0.01);
  // Twice the documents of everything: as much as before.
  constexpr std::array<double, 5> kDoubling = {1e6, 2e6, 4e6, 8e6, 16e6};
  EXPECT_NEAR(measure_diffusion(kCounts, kDoubling).growth, std::pow(1 / 0.8, 0.25), 0.01);
}

TEST(WeakSignals, DiffusionOfNothingStandsStill) {
  constexpr std::array<std::uint32_t, 3> kNone = {0, 0, 0};
  EXPECT_EQ(measure_diffusion(kNone, std::array<double, 3>{0, 0, 0}).growth, 1);
  EXPECT_EQ(measure_diffusion(kNone, std::array<double, 3>{0, 10, 0}).growth, 1);
  EXPECT_EQ(measure_diffusion({}, {}).growth, 1);
  EXPECT_EQ(measure_diffusion({}, {}).frequency, 0);
}

TEST(WeakSignals, TheMapIsCutAtBothMedians) {
  const std::array<Diffusion, 4> keywords = {{{1, 2}, {9, 3}, {2, 1}, {8, 0.5}}};
  const auto map = map_keywords(keywords);
  EXPECT_EQ(map, (std::vector{Quadrant::kWeak, Quadrant::kStrong, Quadrant::kLatent,
                              Quadrant::kWellKnown}));
  EXPECT_TRUE(map_keywords({}).empty());
  // Nothing is weak among equals.
  const std::array<Diffusion, 2> equal = {{{1, 2}, {1, 2}}};
  EXPECT_EQ(map_keywords(equal).front(), Quadrant::kLatent);
}

}  // namespace
}  // namespace horizon::trends
