#include "trends/series.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace horizon::trends {
namespace {

DailyCount on(const std::string& date, std::uint32_t documents, Kind kind = Kind::kPaper,
              const std::string& language = "en", const std::string& source = "s") {
  DailyCount row;
  row.date = parse_iso_date(date);
  row.kind = kind;
  row.language = language;
  row.source = source;
  row.documents = documents;
  return row;
}

Day day(const std::string& text) { return parse_iso_date(text)->day; }

std::vector<DailyCount> daily(const std::string& first, const std::string& last,
                              std::uint32_t documents) {
  std::vector<DailyCount> rows;
  for (Day d = day(first); d <= day(last); d += std::chrono::days{1}) {
    rows.push_back(on(format_day(d), documents));
  }
  return rows;
}

SeriesOptions monthly(const std::string& as_of) {
  SeriesOptions options;
  options.as_of = day(as_of);
  return options;
}

TEST(MakeSeries, CountsRatesAndCompleteness) {
  const auto exposure = daily("2026-01-01", "2026-03-10", 10);
  const std::vector<DailyCount> topic = {on("2026-01-05", 3), on("2026-03-01", 1)};
  const Series series = make_series(topic, exposure, monthly("2026-03-10"));
  ASSERT_EQ(series.points.size(), 3U);
  EXPECT_EQ(series.points[0].count, 3U);
  EXPECT_EQ(series.points[0].exposure, 310U);
  EXPECT_NEAR(series.points[0].rate->value, 9.677, 1e-3);
  EXPECT_TRUE(series.points[0].complete);
  EXPECT_EQ(series.points[1].count, 0U);
  EXPECT_NEAR(series.points[1].rate->upper, 3.689 / 280 * 1000, 1e-2);
  EXPECT_TRUE(series.points[1].complete);
  EXPECT_FALSE(series.points[2].complete) << "March is not over";
  EXPECT_EQ(series.data_from, day("2026-01-01"));
  EXPECT_EQ(series.data_until, day("2026-03-10"));
}

TEST(MakeSeries, APeriodIsCompleteOnlyIfTheDataReachItsEnds) {
  struct Case {
    std::string first, last, as_of;
    bool first_complete, last_complete;
  };
  const Case cases[] = {
      {"2026-01-01", "2026-03-31", "2026-03-31", true, true},
      {"2026-01-01", "2026-03-29", "2026-04-20", true, true},   // within 5 % of 31 days
      {"2026-01-01", "2026-03-28", "2026-04-20", true, false},  // the feed stopped early
      {"2026-01-03", "2026-03-31", "2026-04-01", true, true},
      {"2026-01-04", "2026-03-31", "2026-04-01", false, true},  // the feed began late
      {"2026-01-01", "2026-03-30", "2026-03-30", true, false},  // not over by as_of
  };
  for (const Case& c : cases) {
    const Series series = make_series({}, daily(c.first, c.last, 2), monthly(c.as_of));
    ASSERT_EQ(series.points.size(), 3U) << c.first;
    EXPECT_EQ(series.points.front().complete, c.first_complete) << c.first << ' ' << c.last;
    EXPECT_TRUE(series.points[1].complete);
    EXPECT_EQ(series.points.back().complete, c.last_complete) << c.last << ' ' << c.as_of;
  }
}

TEST(MakeSeries, DatesAreCountedOnlyWhereTheyFit) {
  const std::vector<DailyCount> rows = {on("2025", 4), on("2025-06", 2), on("2025-06-09", 1),
                                        on("2025-12-31", 1)};
  SeriesOptions options = monthly("2026-01-15");
  struct Case {
    Granularity granularity;
    std::uint64_t counted, too_coarse;
  };
  for (const Case& c : {Case{Granularity::kWeek, 2, 6}, Case{Granularity::kMonth, 4, 4},
                        Case{Granularity::kQuarter, 4, 4}, Case{Granularity::kYear, 8, 0}}) {
    options.granularity = c.granularity;
    const Series series = make_series(rows, rows, options);
    std::uint64_t total = 0;
    for (const Point& point : series.points) total += point.count;
    EXPECT_EQ(total, c.counted) << to_string(c.granularity);
    EXPECT_EQ(series.left_out.too_coarse, c.too_coarse) << to_string(c.granularity);
  }
}

TEST(MakeSeries, LeavesOutTheUndatedAndTheFutureAndSaysSo) {
  std::vector<DailyCount> topic = {on("2026-02-01", 1), on("2026-02-11", 2), on("2199-01-01", 5)};
  DailyCount undated;
  undated.documents = 7;
  topic.push_back(undated);
  for (const int year : {1, 1499, 2201, 9999}) {
    DailyCount odd = on("2026-01-01", 1);
    odd.date->day = std::chrono::year{year} / std::chrono::May / 1;
    topic.push_back(odd);
  }
  const Series series = make_series(topic, topic, monthly("2026-02-10"));
  EXPECT_EQ(series.left_out.undated, 11U);
  EXPECT_EQ(series.left_out.after_as_of, 7U);
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_EQ(series.points[0].count, 1U);
}

TEST(MakeSeries, AGapKeepsItsPeriodsWithoutARate) {
  const std::vector<DailyCount> rows = {on("2026-01-01", 5), on("2026-01-31", 5),
                                        on("2026-04-30", 5)};
  const Series series = make_series({}, rows, monthly("2026-05-31"));
  ASSERT_EQ(series.points.size(), 4U);
  EXPECT_FALSE(series.points[1].rate);
  EXPECT_FALSE(series.points[2].rate);
  EXPECT_EQ(format_period(series.points[3].period), "2026-04");
  EXPECT_TRUE(series.points[3].complete);
}

TEST(MakeSeries, FiltersTopicAndExposureAlike) {
  const std::vector<DailyCount> rows = {on("2026-01-02", 4, Kind::kPaper, "en", "a"),
                                        on("2026-01-03", 2, Kind::kPatent, "zh", "b"),
                                        on("2026-01-04", 1, Kind::kNews, "zh", "c")};
  SeriesOptions options = monthly("2026-02-01");
  options.kind = Kind::kPatent;
  EXPECT_EQ(make_series(rows, rows, options).points.at(0).exposure, 2U);
  options.kind.reset();
  options.language = "zh";
  EXPECT_EQ(make_series(rows, rows, options).points.at(0).exposure, 3U);
  options.source = "c";
  const Series series = make_series(rows, rows, options);
  EXPECT_EQ(series.points.at(0).exposure, 1U);
  EXPECT_EQ(series.data_from, day("2026-01-04"));
}

TEST(MakeSeries, KeepsToTheDaysAskedFor) {
  SeriesOptions options = monthly("2026-06-30");
  options.from = day("2026-02-01");
  options.until = day("2026-04-15");
  const auto rows = daily("2026-01-01", "2026-06-30", 1);
  const Series series = make_series(rows, rows, options);
  ASSERT_EQ(series.points.size(), 3U);
  EXPECT_TRUE(series.points[0].complete);
  EXPECT_FALSE(series.points[2].complete);
  EXPECT_EQ(series.points[2].count, 15U);
}

TEST(MakeSeries, CountsWithoutExposureAreTheirOwnExposure) {
  const std::vector<DailyCount> topic = {on("2026-01-02", 4), on("2026-03-02", 9)};
  const std::vector<DailyCount> exposure = {on("2026-01-02", 1)};
  const Series series = make_series(topic, exposure, monthly("2026-05-01"));
  ASSERT_EQ(series.points.size(), 3U);
  for (const Point& point : series.points) EXPECT_GE(point.exposure, point.count);
  EXPECT_EQ(series.points[2].exposure, 9U);
  EXPECT_FALSE(series.points[2].complete) << "the data end in January";
}

TEST(MakeSeries, MonthlyDatesAloneTellHowFarTheyReach) {
  const std::vector<DailyCount> rows = {on("2026-01", 5), on("2026-02", 5), on("2026-03", 5)};
  const Series series = make_series(rows, rows, monthly("2026-06-30"));
  ASSERT_EQ(series.points.size(), 3U);
  EXPECT_TRUE(series.points[1].complete);
  EXPECT_FALSE(series.points[2].complete) << "March may have been cut on its first day";
}

TEST(MakeSeries, IsEmptyWithoutDocuments) {
  const Series empty = make_series({}, {}, monthly("2026-01-01"));
  EXPECT_TRUE(empty.points.empty());
  EXPECT_FALSE(empty.data_from);
  const std::vector<DailyCount> zero = {on("2026-01-01", 0)};
  EXPECT_TRUE(make_series(zero, zero, monthly("2026-01-01")).points.empty());
}

TEST(MakeSeries, LongWeeklySeriesAreBoundedByTheYearsThatDatesMayHave) {
  const std::vector<DailyCount> rows = {on("1500-01-01", 1), on("2200-12-31", 1)};
  SeriesOptions options = monthly("2200-12-31");
  options.granularity = Granularity::kWeek;
  EXPECT_NEAR(static_cast<double>(make_series(rows, rows, options).points.size()), 36577, 2);
}

}  // namespace
}  // namespace horizon::trends
