#include "classify/score.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace horizon::classify {
namespace {

TEST(Score, TheTitleOutweighsTheAbstract) {
  EXPECT_GT(support({0.8F, 1, 0, 0, true}), support({0.8F, 0, 3, 0, true}));
  EXPECT_GT(support({0.8F, 1, 1, 0, true}), support({0.8F, 1, 0, 0, true}));
}

TEST(Score, EarlierMentionsOutweighLaterOnes) {
  EXPECT_GT(support({0.8F, 0, 1, 0.1F, true}), support({0.8F, 0, 1, 0.9F, true}));
  EXPECT_GT(support({0.8F, 0, 1, 0.1F, false}), support({0.8F, 0, 1, 0.1F, true}));
}

TEST(Score, RepeatsSaturate) {
  float before = 0;
  float gain_before = 1;
  for (std::uint32_t mentions = 1; mentions <= 6; ++mentions) {
    const float now = support({0.9F, 0, mentions, 0.5F, true});
    EXPECT_GT(now, before) << mentions;
    if (mentions > 1) {
      EXPECT_LT(now - before, gain_before) << mentions;
      gain_before = now - before;
    }
    before = now;
  }
  EXPECT_LT(support({1, 0, 4'000'000'000U, 0, true}), 1);
}

TEST(Score, WitnessesAddUpAndCodesByHalves) {
  const TermEvidence term{0.5F, 1, 0, 0, true};
  const std::array<TermEvidence, 2> two = {term, term};
  EXPECT_FLOAT_EQ(strength_of_terms(two), 2 * strength_of_terms(std::span(two).first(1)));
  const std::array<float, 2> codes = {0.5F, 0.5F};
  EXPECT_FLOAT_EQ(strength_of_codes(codes), 1.5F * strength_of_codes(std::span(codes).first(1)));
}

TEST(Score, LongTextsDilute) {
  EXPECT_EQ(dilution(0), 1);
  EXPECT_EQ(dilution(400), 1);
  EXPECT_LT(dilution(800), 1);
  EXPECT_LT(dilution(4000), dilution(800));
  EXPECT_GT(dilution(4'000'000'000U), 0);
}

TEST(Score, ProbabilityRisesFromZeroAndStaysBelowOne) {
  EXPECT_EQ(probability_of(0), 0);
  float before = 0;
  for (const float strength : {0.05F, 0.2F, 0.5F, 1.0F, 2.0F, 5.0F, 20.0F}) {
    const float now = probability_of(strength);
    EXPECT_GT(now, before) << strength;
    EXPECT_LT(now, 1) << strength;
    before = now;
  }
}

}  // namespace
}  // namespace horizon::classify
