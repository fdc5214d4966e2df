#include "charts/small.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/support/occurrences.h"

namespace horizon::charts {
namespace {

using test::occurrences;

trends::Point point(std::uint64_t count, std::uint64_t exposure, bool complete) {
  trends::Point p;
  p.count = count;
  p.exposure = exposure;
  p.rate = trends::rate({.count = count, .exposure = exposure});
  p.complete = complete;
  return p;
}

TEST(Sparkline, DrawsGapsAndTheUnfinished) {
  const std::vector<trends::Point> points = {point(3, 100, true), point(4, 100, true),
                                             point(0, 0, true), point(5, 100, true),
                                             point(6, 100, false)};
  const std::string svg = sparkline(points, "a \"b\" <c>");
  EXPECT_EQ(occurrences(svg, "<polyline"), 2U) << "the gap breaks the line";
  EXPECT_EQ(occurrences(svg, "class=\"hollow\""), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"link\""), 1U);
  EXPECT_NE(svg.find("aria-label=\"a &quot;b&quot; &lt;c&gt;\""), std::string::npos);
}

TEST(Sparkline, TakesAnyNumberOfPoints) {
  EXPECT_NE(sparkline({}, "none").find("</svg>"), std::string::npos);
  const std::vector<trends::Point> one = {point(0, 10, true)};
  const std::string svg = sparkline(one, "one");
  EXPECT_EQ(occurrences(svg, "nan"), 0U);
  EXPECT_EQ(occurrences(svg, "class=\"dot\""), 1U);
}

TEST(RatioBar, IsCutAtTheEndsOfItsAxis) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::string wide =
      ratio_bar({.value = 40, .lower = 0, .upper = infinity}, RatioTone::kRising, "wide");
  EXPECT_EQ(occurrences(wide, "class=\"cut up\""), 2U);
  EXPECT_EQ(occurrences(wide, "<circle"), 0U) << "a value beyond the axis is not drawn on it";
  const std::string plain =
      ratio_bar({.value = 1, .lower = 0.5, .upper = 2}, RatioTone::kPlain, "plain");
  EXPECT_NE(plain.find("cx=\"50.0%\""), std::string::npos);
  EXPECT_EQ(occurrences(plain, "cut"), 0U);
}

TEST(ShareBar, FillsTheWidth) {
  const std::vector<BarPart> parts = {{1, "k-1"}, {0, "k-2"}, {3, "k-none"}, {-5, "k-x"}};
  const std::string svg = share_bar(parts, 20, "shares");
  EXPECT_EQ(occurrences(svg, "<rect"), 2U);
  EXPECT_NE(svg.find("width=\"25.00%\""), std::string::npos);
  EXPECT_NE(svg.find("width=\"75.00%\""), std::string::npos);
  EXPECT_EQ(occurrences(share_bar({}, 20, "empty"), "<rect"), 0U);
}

}  // namespace
}  // namespace horizon::charts
