#include "charts/line_chart.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/occurrences.h"

namespace horizon::charts {
namespace {

using test::occurrences;

std::vector<trends::Point> points(const std::vector<std::uint64_t>& counts, bool last_complete) {
  std::vector<trends::Point> all;
  Period period{.granularity = Granularity::kMonth,
                .begin = std::chrono::year{2020} / std::chrono::January / 1};
  for (const std::uint64_t count : counts) {
    trends::Point point;
    point.period = period;
    point.count = count;
    point.exposure = 1000;
    point.comparable = 1000;
    point.rate = trends::rate({.count = count, .exposure = 1000});
    point.adjusted = point.rate;
    point.complete = last_complete || all.size() + 1 < counts.size();
    all.push_back(point);
    period = next(period);
  }
  return all;
}

const ChartWords kWords = {.title = "<A> & \"B\"",
                           .description = "values",
                           .unit = "per 1,000",
                           .exposure = "all",
                           .unfinished = "so far"};

TEST(LineChart, DrawsBandHollowPointAndForecast) {
  const auto data = points({3, 5, 8, 6, 2}, false);
  const std::vector<trends::ForecastPoint> ahead = {
      {.rate = 7, .likely = {7, 5, 9}, .wide = {7, 4, 11}},
      {.rate = 8, .likely = {8, 5, 11}, .wide = {8, 3, 14}}};
  const std::vector<Line> lines = {{.label = "topic", .points = data, .ahead = ahead}};
  const std::string svg = line_chart(lines, kWords);
  EXPECT_EQ(svg.rfind("<svg xmlns", 0), 0U);
  EXPECT_EQ(occurrences(svg, "class=\"hollow"), 1U);
  EXPECT_EQ(occurrences(svg, "class=\"band"), 2U) << "the interval and what may come";
  EXPECT_NE(svg.find("&lt;A&gt; &amp; &quot;B&quot;"), std::string::npos);
  EXPECT_NE(svg.find("so far"), std::string::npos);
  EXPECT_EQ(occurrences(svg, "nan"), 0U);
  EXPECT_EQ(occurrences(svg, " style=\""), 0U);
}

TEST(LineChart, ManyLinesHaveLettersInsteadOfBands) {
  const auto data = points({3, 5, 8}, true);
  const std::vector<Line> lines(9, {.label = "x", .points = data, .ahead = {}});
  const std::string svg = line_chart(lines, kWords);
  EXPECT_EQ(occurrences(svg, "class=\"band"), 0U);
  EXPECT_EQ(occurrences(svg, "<polyline"), kMaxLines);
  EXPECT_NE(svg.find(">F x"), std::string::npos);
}

TEST(LineChart, TakesNothingGapsAndZeros) {
  EXPECT_NE(line_chart({}, kWords).find("</svg>"), std::string::npos);
  auto data = points({0, 0, 0}, true);
  data[1].adjusted.reset();
  const std::vector<Line> lines = {{.label = "x", .points = data, .ahead = {}}};
  const std::string svg = line_chart(lines, kWords);
  EXPECT_EQ(occurrences(svg, "nan"), 0U);
  EXPECT_EQ(occurrences(svg, "inf"), 0U);
  EXPECT_EQ(occurrences(svg, "<polyline"), 2U) << "the gap breaks the line";
}

}  // namespace
}  // namespace horizon::charts
