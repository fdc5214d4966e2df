#include "charts/rank_chart.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/occurrences.h"

namespace horizon::charts {
namespace {

using test::occurrences;

TEST(RankChart, DrawsTheOpenPeriodHollowAndTheMarkedLast) {
  const std::vector<std::string> years = {"2024", "2025", "2026"};
  const std::vector<RankLine> lines = {{"fusion <1>", {2, 1, 1}, true},
                                       {"solar", {1, 2, 2}, false}};
  const std::string svg = rank_chart(lines, years, true, "ranks \"by\" year");
  EXPECT_EQ(occurrences(svg, "class=\"hollow\""), 2U);
  EXPECT_EQ(occurrences(svg, "class=\"dot\""), 4U);
  EXPECT_EQ(occurrences(svg, "class=\"link\""), 2U);
  EXPECT_LT(svg.find("class=\"m0\""), svg.find("class=\"m1\""));
  EXPECT_NE(svg.find(">1 fusion &lt;1&gt;</text>"), std::string::npos) << svg;
  EXPECT_NE(svg.find("aria-label=\"ranks &quot;by&quot; year\""), std::string::npos);
}

TEST(RankChart, TakesWhateverItIsGiven) {
  EXPECT_NE(rank_chart({}, {}, true, "").find("</svg>"), std::string::npos);
  const std::vector<std::string> year = {"2026"};
  std::vector<RankLine> many(14, RankLine{"x", {99}, true});
  many.front().ranks.clear();
  const std::string svg = rank_chart(many, year, true, "");
  EXPECT_EQ(occurrences(svg, "<g "), kMaxRanks - 1) << "one has no ranks";
  EXPECT_EQ(occurrences(svg, "class=\"m0\""), kMaxRanks - kMaxMarked)
      << "the marked one without ranks is none";
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace horizon::charts
