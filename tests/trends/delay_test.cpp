#include "trends/delay.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "trends/random.h"
#include "trends/series.h"

namespace horizon::trends {
namespace {

Day day(int offset) { return Day{std::chrono::year{2026} / 1 / 1} + std::chrono::days{offset}; }

// 60 documents a day for a year, seen after a geometric delay with this mean, up to day 365.
std::vector<SeenOn> harvested(Random& random, double mean_delay) {
  std::vector<SeenOn> arrivals;
  const double stop = 1 / (1 + mean_delay);
  for (int t = 0; t < 365; ++t) {
    for (int i = 0; i < 60; ++i) {
      int late = 0;
      while (random.uniform() > stop) ++late;
      if (t + late > 365 || late > 90) continue;
      arrivals.push_back(
          {.origin = 0, .published = day(t), .first_seen = day(t + late), .documents = 1});
    }
  }
  return arrivals;
}

TEST(ReportingDelay, IsFoundThoughTheNewestDaysHaveNotShownTheirs) {
  Random random(1);
  for (const double mean : {0.5, 3.0, 8.0}) {
    const auto delay = ReportingDelay::estimate(harvested(random, mean));
    ASSERT_TRUE(delay.known());
    for (const int age : {0, 2, 7, 20}) {
      const double truth = 1 - std::pow(mean / (1 + mean), age + 1);
      EXPECT_NEAR(delay.share_seen(day(365 - age)), truth, 0.03) << mean << ' ' << age;
    }
    EXPECT_EQ(delay.share_seen(day(100)), 1);
  }
}

TEST(ReportingDelay, HiddenWeeksAreRestored) {
  // The last four weeks as they were known at their end, against what they became.
  Random random(2);
  const auto arrivals = harvested(random, 5);
  std::vector<SeenOn> known;
  for (const SeenOn& arrival : arrivals) {
    if (arrival.first_seen <= day(300)) known.push_back(arrival);
  }
  const auto delay = ReportingDelay::estimate(known);
  double off = 0;
  double off_unmended = 0;
  for (int week = 0; week < 4; ++week) {
    double seen = 0;
    double expected = 0;
    double became = 0;
    for (int t = 300 - 7 * week - 6; t <= 300 - 7 * week; ++t) {
      double here = 0;
      for (const SeenOn& arrival : known) here += arrival.published == day(t) ? 1 : 0;
      for (const SeenOn& arrival : arrivals) became += arrival.published == day(t) ? 1 : 0;
      seen += here;
      expected += here / delay.share_seen(day(t));
    }
    off += std::abs(expected / became - 1) / 4;
    off_unmended += std::abs(seen / became - 1) / 4;
  }
  std::printf("nowcast off by %.1f %%, without it %.1f %%\n", 100 * off, 100 * off_unmended);
  EXPECT_LT(off, 0.08);
  EXPECT_GT(off_unmended, 0.15);
}

TEST(ReportingDelay, BulkAndFewSayNothing) {
  std::vector<SeenOn> bulk;
  for (int t = 0; t < 2000; ++t) {
    bulk.push_back({.origin = 0, .published = day(-t), .first_seen = day(5), .documents = 9});
  }
  EXPECT_FALSE(ReportingDelay::estimate(bulk).known());
  EXPECT_EQ(ReportingDelay::estimate(bulk).share_seen(day(5)), 1);
  EXPECT_FALSE(ReportingDelay::estimate({}).known());
  const std::vector<SeenOn> few(
      9, {.origin = 0, .published = day(0), .first_seen = day(1), .documents = 1});
  EXPECT_FALSE(ReportingDelay::estimate(few).known());
  // Dates in the future, and documents that were seen before their date: seen at once.
  const std::vector<SeenOn> early(
      200, {.origin = 0, .published = day(50), .first_seen = day(1), .documents = 1});
  EXPECT_EQ(ReportingDelay::estimate(early).share_seen(day(90)), 1);
}

TEST(Nowcast, HoldsWhatItPromises) {
  EXPECT_EQ(nowcast(7, 1).upper, 7);
  EXPECT_EQ(nowcast(0, 0.5).lower, 0);
  EXPECT_GT(nowcast(0, 0.5).upper, 0);
  Random random(3);
  int held = 0;
  constexpr int kTrials = 2000;
  for (int i = 0; i < kTrials; ++i) {
    const double share = 0.3 + 0.6 * random.uniform();
    const double mean = 5 + 60 * random.uniform();
    const std::uint64_t seen = random.poisson(mean * share);
    const auto all = static_cast<double>(seen + random.poisson(mean * (1 - share)));
    const Estimate estimate = nowcast(seen, share);
    held += estimate.lower <= all && all <= estimate.upper ? 1 : 0;
  }
  EXPECT_NEAR(100.0 * held / kTrials, 95, 2.5);
  EXPECT_TRUE(std::isfinite(nowcast(1'000'000'000, 0.01).upper));
}

TEST(MakeSeries, APeriodThatIsNotYetInIsHollowAndNowcast) {
  Random random(4);
  SeriesOptions options;
  options.granularity = Granularity::kWeek;
  options.as_of = day(365);
  options.delays[0] = ReportingDelay::estimate(harvested(random, 8));
  std::vector<DailyCount> rows;
  for (int t = 300; t <= 365; ++t) {
    DailyCount row;
    row.date = PartialDate{.day = day(t), .precision = Precision::kDay};
    row.kind = Kind::kPaper;
    row.source = "s";
    row.documents = 50;
    rows.push_back(row);
  }
  const Series series = make_series(rows, rows, options);
  const Point& old = series.points[1];
  EXPECT_TRUE(old.complete);
  EXPECT_GT(old.reported, 0.95);
  const Point& newest = series.points.back();
  EXPECT_LT(newest.reported, 0.6);
  ASSERT_TRUE(newest.nowcast);
  EXPECT_GT(newest.nowcast->lower, static_cast<double>(newest.count));
  const Point& before = series.points[series.points.size() - 2];
  EXPECT_FALSE(before.complete) << "the week is over, but its documents are not in";
  options.delays[0] = ReportingDelay();
  EXPECT_TRUE(make_series(rows, rows, options).points[series.points.size() - 2].complete);
}

}  // namespace
}  // namespace horizon::trends
