#include "trends/growth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace horizon::trends {
namespace {

// A monthly series from January 2022 on, every month complete.
Series months(const std::vector<std::uint64_t>& counts, std::uint64_t exposure) {
  Series series;
  Period period = period_of(parse_iso_date("2022-01-01")->day, Granularity::kMonth);
  for (const std::uint64_t count : counts) {
    Point point;
    point.period = period;
    point.count = count;
    point.exposure = exposure;
    point.rate = rate({.count = count, .exposure = exposure});
    point.complete = true;
    series.points.push_back(point);
    period = next(period);
  }
  return series;
}

std::vector<std::uint64_t> steps(std::size_t before, std::uint64_t low, std::size_t after,
                                 std::uint64_t high) {
  std::vector<std::uint64_t> counts(before, low);
  counts.insert(counts.end(), after, high);
  return counts;
}

TEST(MeasureGrowth, SeesARiseAndSinceWhen) {
  const Growth growth = measure_growth(months(steps(24, 10, 6, 40), 1000));
  EXPECT_EQ(growth.gap, GrowthGap::kNone);
  EXPECT_EQ(growth.verdict, Verdict::kRising);
  EXPECT_EQ(growth.recent.periods, 12U);
  EXPECT_EQ(growth.recent.tally.count, 6U * 10 + 6U * 40);
  EXPECT_EQ(growth.previous.tally.count, 120U);
  EXPECT_NEAR(growth.comparison->ratio.value, 2.5, 1e-9);
  EXPECT_NEAR(growth.recent.rate->value, 25, 1e-9);
  ASSERT_TRUE(growth.since);
  // One month at 40 lifts 120 to 150 of twelve: not yet clear; two months are.
  EXPECT_EQ(format_period(*growth.since), "2024-02");
  EXPECT_FALSE(growth.since_or_earlier);
  ASSERT_TRUE(growth.slope_per_year);
  EXPECT_GT(growth.slope_per_year->per_unit.lower, 0);
  ASSERT_TRUE(growth.doubling && growth.doubling->upper);
  EXPECT_LT(growth.doubling->lower, growth.doubling->years);
  EXPECT_GT(*growth.doubling->upper, growth.doubling->years);
}

TEST(MeasureGrowth, SeesAFallAndFlatness) {
  const Growth falling = measure_growth(months(steps(24, 40, 6, 10), 1000));
  EXPECT_EQ(falling.verdict, Verdict::kFalling);
  EXPECT_TRUE(falling.since);
  EXPECT_FALSE(falling.doubling);
  const Growth flat = measure_growth(months(std::vector<std::uint64_t>(30, 20), 1000));
  EXPECT_EQ(flat.verdict, Verdict::kFlat);
  EXPECT_FALSE(flat.since);
}

TEST(MeasureGrowth, ARunThatReachesTheFirstComparisonMayBeOlder) {
  const Growth growth = measure_growth(months(steps(12, 10, 12, 30), 1000));
  ASSERT_TRUE(growth.since);
  EXPECT_EQ(format_period(*growth.since), "2023-12");
  EXPECT_TRUE(growth.since_or_earlier);
}

TEST(MeasureGrowth, ShortSeriesGetShorterWindowsAndShorterStillNone) {
  EXPECT_EQ(measure_growth(months({}, 10)).gap, GrowthGap::kTooShort);
  EXPECT_EQ(measure_growth(months({4}, 10)).gap, GrowthGap::kTooShort);
  const Growth two = measure_growth(months({20, 60}, 1000));
  EXPECT_EQ(two.gap, GrowthGap::kNone);
  EXPECT_EQ(two.recent.periods, 1U);
  EXPECT_EQ(two.verdict, Verdict::kRising);
  EXPECT_FALSE(two.slope_per_year);
  EXPECT_EQ(measure_growth(months(std::vector<std::uint64_t>(7, 5), 1000)).recent.periods, 3U);
}

TEST(MeasureGrowth, LeavesIncompletePeriodsOut) {
  Series series = months(steps(24, 10, 1, 500), 1000);
  series.points.back().complete = false;
  const Growth growth = measure_growth(series);
  EXPECT_EQ(growth.verdict, Verdict::kFlat);
  EXPECT_EQ(format_period(growth.recent.last), "2023-12");
}

TEST(MeasureGrowth, FewDocumentsAreNotJudged) {
  const Growth growth = measure_growth(months(steps(12, 0, 9, 1), 1000));
  EXPECT_EQ(growth.verdict, Verdict::kTooFew);
  EXPECT_FALSE(growth.enough);
  EXPECT_TRUE(growth.comparison);
  const Growth none = measure_growth(months(std::vector<std::uint64_t>(24, 0), 1000));
  EXPECT_EQ(none.gap, GrowthGap::kNoDocuments);
  EXPECT_EQ(none.verdict, Verdict::kTooFew);
}

TEST(MeasureGrowth, AWindowWithoutExposureGivesNoRatio) {
  Series series = months(std::vector<std::uint64_t>(24, 0), 0);
  series.points.front().exposure = 5;
  series.points.back().count = 30;
  series.points.back().exposure = 30;
  EXPECT_EQ(measure_growth(series).gap, GrowthGap::kNone);
  series.points.front().exposure = 0;
  EXPECT_EQ(measure_growth(series).gap, GrowthGap::kNoExposure);
}

TEST(MeasureGrowth, AGrowingSourceIsNoTrend) {
  Series series = months(std::vector<std::uint64_t>(12, 10), 1000);
  const Series tripled = months(std::vector<std::uint64_t>(24, 30), 3000);
  for (std::size_t i = 12; i < 24; ++i) series.points.push_back(tripled.points[i]);
  const Growth growth = measure_growth(series);
  EXPECT_EQ(growth.verdict, Verdict::kFlat);
  EXPECT_NEAR(growth.comparison->ratio.value, 1, 1e-9);
}

TEST(MeasureGrowth, FlatTopicsRaiseFewAlarms) {
  std::mt19937_64 random(42);
  std::poisson_distribution<std::uint64_t> draw(6);
  int alarms = 0;
  for (int i = 0; i < 1000; ++i) {
    std::vector<std::uint64_t> counts(30);
    for (std::uint64_t& count : counts) count = draw(random);
    const Verdict verdict = measure_growth(months(counts, 1000)).verdict;
    alarms += verdict == Verdict::kRising || verdict == Verdict::kFalling ? 1 : 0;
  }
  EXPECT_LE(alarms, 70);  // 5 % and three standard errors
}

}  // namespace
}  // namespace horizon::trends
