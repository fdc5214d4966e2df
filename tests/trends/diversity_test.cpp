#include "trends/diversity.h"

#include <gtest/gtest.h>

#include <array>

namespace horizon::trends {
namespace {

// Every category has nothing in common with any other.
std::vector<double> strangers(std::size_t n) {
  std::vector<double> out(n * n, 1.0);
  for (std::size_t i = 0; i < n; ++i) out[i * n + i] = 0;
  return out;
}

TEST(Diversity, EqualStrangersAreAsManyAsTheyAre) {
  for (const std::size_t n : {1U, 2U, 5U, 40U}) {
    const std::vector<double> weights(n, 1000.0);
    const auto found = measure_diversity(weights, strangers(n));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->variety, n);
    EXPECT_NEAR(found->effective.value, static_cast<double>(n), 1e-6);
    EXPECT_NEAR(found->balance, n > 1 ? 1 : 0, 1e-9);
    EXPECT_LE(found->effective.lower, found->effective.value);
    EXPECT_GE(found->effective.upper, found->effective.value);
  }
}

TEST(Diversity, NeighboursAreNoDiversity) {
  const std::array<double, 4> near = {0, 0.1, 0.1, 0};
  const std::array<double, 2> weights = {50, 50};
  EXPECT_NEAR(measure_diversity(weights, near)->effective.value, 1 / (1 - 0.05), 1e-9);
  EXPECT_NEAR(rao_stirling(weights, near), 0.05, 1e-12);
}

TEST(Diversity, FewDocumentsHaveAWideInterval) {
  const std::vector<double> few = {3, 1}, many = {3000, 1000};
  const auto a = measure_diversity(few, strangers(2))->effective;
  const auto b = measure_diversity(many, strangers(2))->effective;
  EXPECT_NEAR(a.value, b.value, 1e-9);
  EXPECT_GT(a.upper - a.lower, 5 * (b.upper - b.lower));
}

TEST(Diversity, NothingHasNone) {
  EXPECT_FALSE(measure_diversity({}, {}));
  EXPECT_FALSE(measure_diversity(std::array<double, 2>{0, 0}, strangers(2)));
}

TEST(Diversity, DistanceIsOfProfiles) {
  const std::array<double, 8> profiles = {1, 0, 2, 0, 0, 3, 0, 0};
  const auto distances = cosine_distances(profiles, 4);
  EXPECT_NEAR(distances[0 * 4 + 1], 0, 1e-12);  // the same direction
  EXPECT_NEAR(distances[0 * 4 + 2], 1, 1e-12);
  EXPECT_EQ(distances[0 * 4 + 3], 1);  // nothing is known of it
  EXPECT_EQ(distances[3 * 4 + 3], 0);
  EXPECT_TRUE(cosine_distances({}, 0).empty());
}

}  // namespace
}  // namespace horizon::trends
