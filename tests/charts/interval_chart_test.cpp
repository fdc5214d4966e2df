#include "charts/interval_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/occurrences.h"

namespace horizon::charts {
namespace {

using test::occurrences;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

IntervalRow row(std::string label, trends::Estimate value) {
  return {.label = std::move(label), .value = value, .before = {}, .few = false, .figures = "n 9"};
}

TEST(IntervalChart, DrawsEachEstimateWithItsInterval) {
  std::vector<IntervalRow> rows = {row("rising <1>", {2, 1.5, 2.7}), row("flat", {1.1, 0.7, 1.6})};
  rows.push_back({.label = "new", .value = {}, .before = {}, .few = false, .figures = "none"});
  rows[1].few = true;
  const std::string svg =
      interval_chart(rows, IntervalAxis::kRatio, {.title = "A & B", .unit = "times", .before = {}});
  EXPECT_EQ(occurrences(svg, "class=\"soft"), 2U);
  EXPECT_EQ(occurrences(svg, "class=\"dot up\""), 1U) << "its whole interval is above 1";
  EXPECT_EQ(occurrences(svg, "class=\"few\""), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"one\""), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"cut"), 0U);
  EXPECT_NE(svg.find("<title id=\"t\">A &amp; B</title>"), std::string::npos) << svg;
  EXPECT_NE(svg.find(">rising &lt;1&gt;</text>"), std::string::npos) << svg;
  EXPECT_NE(svg.find("rising &lt;1&gt; n 9; flat n 9; new none</desc>"), std::string::npos) << svg;
}

TEST(IntervalChart, SharesBeginAtZeroAndShowWhatWasBefore) {
  std::vector<IntervalRow> rows = {row("a", {40, 30, 52}), row("b", {1, 0.2, 3})};
  rows[0].before = 25;
  const IntervalScale scale = interval_scale(rows, IntervalAxis::kFromZero);
  EXPECT_EQ(scale.low, 0);
  EXPECT_GE(scale.high, 52);
  EXPECT_EQ(scale.position(0), 0);
  EXPECT_EQ(scale.position(scale.high), 1);
  const std::string svg = interval_chart(rows, IntervalAxis::kFromZero,
                                         {.title = "t", .unit = "%", .before = "the year before"});
  EXPECT_EQ(occurrences(svg, "class=\"before\""), 2U) << "the row's and the one that explains it";
  EXPECT_NE(svg.find(">the year before</text>"), std::string::npos);
}

TEST(IntervalChart, CutsWhatIsFarWiderThanTheRest) {
  const std::vector<IntervalRow> ratios = {row("a", {3, 0, kInfinity}), row("b", {2, 1.2, 3})};
  const IntervalScale scale = interval_scale(ratios, IntervalAxis::kRatio);
  EXPECT_LE(scale.high, 32);
  EXPECT_LT(scale.position(0), 0);
  EXPECT_GT(scale.position(kInfinity), 1);
  EXPECT_NEAR(scale.position(1) * std::log2(scale.high / scale.low), -std::log2(scale.low), 1e-9);
  EXPECT_EQ(occurrences(interval_chart(ratios, IntervalAxis::kRatio, {}), "class=\"cut"), 2U);
  const std::vector<IntervalRow> shares = {row("a", {2, 1, 90}), row("b", {3, 2, 4})};
  EXPECT_LE(interval_scale(shares, IntervalAxis::kFromZero).high, 10);
  EXPECT_EQ(occurrences(interval_chart(shares, IntervalAxis::kFromZero, {}), "class=\"cut"), 1U);
}

TEST(IntervalChart, TakesWhateverItIsGiven) {
  const std::vector<std::vector<IntervalRow>> cases = {{},
                                                       {row("zero", {0, 0, 0})},
                                                       {row("open", {0, 0, kInfinity})},
                                                       {row("far", {1e300, 1e-300, 1e301})},
                                                       {row("none", {0, -1, -1})}};
  for (const std::vector<IntervalRow>& rows : cases) {
    for (const IntervalAxis axis : {IntervalAxis::kFromZero, IntervalAxis::kRatio}) {
      const std::string svg = interval_chart(rows, axis, {});
      const std::string name = rows.empty() ? "no rows" : rows.front().label;
      EXPECT_EQ(svg.rfind("<svg", 0), 0U) << name;
      EXPECT_EQ(svg.find("nan"), std::string::npos) << name << svg;
      EXPECT_EQ(svg.find("\"inf"), std::string::npos) << name << svg;
      EXPECT_LT(svg.size(), 20'000U) << name;
    }
  }
}

}  // namespace
}  // namespace horizon::charts
