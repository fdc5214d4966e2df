#include "trends/novelty.h"

#include <gtest/gtest.h>

#include <array>

#include "trends/random.h"

namespace horizon::trends {
namespace {

using Items = std::vector<std::uint16_t>;

TEST(Novelty, APairThatChanceBringsIsNeitherRareNorCommon) {
  Random random(7);
  Combinations combinations(40, 2);
  std::vector<Items> documents;
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::uint16_t>(random.below(40));
    auto b = static_cast<std::uint16_t>(random.below(39));
    if (b >= a) ++b;
    documents.push_back({a, b});
    combinations.add(static_cast<std::size_t>(i % 2), documents.back());
  }
  combinations.settle();
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto found = combinations.measure(i % 2, documents[i]);
    ASSERT_TRUE(found);
    sum += found->novelty;
    squares += found->novelty * found->novelty;
  }
  const auto n = static_cast<double>(documents.size());
  EXPECT_NEAR(sum / n, 0, 0.3);
  EXPECT_LT(squares / n, 3);
}

TEST(Novelty, WhatTwoCommonFieldsNeverDidIsNovel) {
  Combinations combinations(4, 1);
  for (int i = 0; i < 100; ++i) {
    combinations.add(0, Items{0, 1});
    combinations.add(0, Items{2, 3});
  }
  combinations.add(0, Items{0, 2});
  combinations.settle();
  const auto odd = combinations.measure(0, Items{2, 0});
  const auto usual = combinations.measure(0, Items{0, 1});
  ASSERT_TRUE(odd && usual);
  EXPECT_LT(odd->novelty, -4);
  EXPECT_EQ(odd->oddest.first, 0);
  EXPECT_EQ(odd->oddest.second, 2);
  EXPECT_EQ(odd->oddest.together, 0);  // the document itself is not among the others
  EXPECT_NEAR(odd->oddest.expected, 100.0 * 100 / 400, 1e-9);
  EXPECT_GT(usual->novelty, 3);
}

TEST(Novelty, OfRareItemsLittleIsSaid) {
  Combinations combinations(6, 1);
  for (int i = 0; i < 1000; ++i) combinations.add(0, Items{0, 1});
  combinations.add(0, Items{4, 5});
  combinations.settle();
  const auto rare = combinations.measure(0, Items{4, 5});
  ASSERT_TRUE(rare);
  EXPECT_NEAR(rare->novelty, 0, 0.1);
}

TEST(Novelty, AConventionalCoreWithAnOddTailShowsBoth) {
  Combinations combinations(6, 1);
  for (int i = 0; i < 200; ++i) {
    combinations.add(0, Items{0, 1, 2});
    combinations.add(0, Items{3, 4});
  }
  combinations.add(0, Items{0, 1, 2, 3});
  combinations.settle();
  const auto mixed = combinations.measure(0, Items{0, 1, 2, 3});
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->pairs, 6U);
  EXPECT_LT(mixed->novelty, -5);
  EXPECT_GT(mixed->conventionality, mixed->novelty);
}

TEST(Novelty, FewerThanTwoItemsAreNoCombination) {
  Combinations combinations(3, 1);
  combinations.add(0, {});
  combinations.add(0, Items{1});
  combinations.settle();
  EXPECT_FALSE(combinations.measure(0, {}));
  EXPECT_FALSE(combinations.measure(0, Items{1}));
  // The only document there is: nothing else to compare with.
  Combinations alone(3, 1);
  alone.add(0, Items{0, 2});
  alone.settle();
  EXPECT_EQ(alone.measure(0, Items{0, 2})->novelty, 0);
}

}  // namespace
}  // namespace horizon::trends
