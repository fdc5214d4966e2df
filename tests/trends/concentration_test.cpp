#include "trends/concentration.h"

#include <gtest/gtest.h>

namespace horizon::trends {
namespace {

TEST(Concentration, RanksSharesAndNewcomers) {
  const std::vector<ActorWeight> actors{{"CN", 6, 2, 7, 2},
                                        {"DE", 2, 2, 2, 3},
                                        {"US", 2, 5, 3, 9},
                                        {"JP", 0, 1, 0, 1},
                                        {"KR", 1, 0, 1, 0}};
  const Concentration found = measure_actors(actors);
  ASSERT_EQ(found.ranking.size(), 4u);
  EXPECT_EQ(actors[found.ranking[0].actor].id, "CN");
  EXPECT_EQ(found.ranking[0].previous_rank, 2u);
  EXPECT_EQ(found.ranking[1].rank, 2u);
  EXPECT_EQ(actors[found.ranking[1].actor].id, "DE");
  EXPECT_EQ(found.ranking[2].rank, 2u) << "equal weights share a rank";
  EXPECT_EQ(found.ranking[3].rank, 4u);
  EXPECT_TRUE(found.ranking[3].newcomer);
  EXPECT_FALSE(found.ranking[0].newcomer);
  EXPECT_NEAR(found.ranking[0].share.value, 6.0 / 11, 1e-12);
  EXPECT_NEAR(found.ranking[0].previous_share, 0.2, 1e-12);
  EXPECT_NEAR(found.top5, 1, 1e-12);
  EXPECT_NEAR(found.margin, 4.0 / 11, 1e-12);
  EXPECT_NEAR(found.effective.value, 121.0 / 45, 1e-12);
}

TEST(Concentration, SumsOfThirdsAreEqualWhateverTheOrder) {
  const double thirds = 1.0 / 3 + 1.0 / 3 + 1.0 / 3;
  const Concentration found =
      measure_actors(std::vector<ActorWeight>{{"b", 1, 0, 1, 0}, {"a", thirds, 0, 3, 0}});
  ASSERT_EQ(found.ranking.size(), 2u);
  EXPECT_EQ(found.ranking[0].actor, 1u);
  EXPECT_EQ(found.ranking[1].rank, 1u);
}

TEST(Concentration, NobodyIsNothing) {
  const Concentration found = measure_actors({});
  EXPECT_TRUE(found.ranking.empty());
  EXPECT_EQ(found.effective, (Estimate{0, 0, 0}));
  EXPECT_EQ(found.margin, 0);
}

}  // namespace
}  // namespace horizon::trends
