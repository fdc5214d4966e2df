#include "trends/strata.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

#include "tests/trends/synthetic.h"
#include "trends/bursts.h"
#include "trends/growth.h"
#include "trends/shifts.h"

namespace horizon::trends {
namespace {

TEST(ComparableExposures, OneStratumKeepsItsOwn) {
  const std::vector<Tally> cells = {{1, 100}, {2, 50}, {0, 0}, {9, 10}};
  EXPECT_EQ(comparable_exposures(cells, 1, 4), (std::vector<double>{100, 50, 0, 10}));
}

TEST(ComparableExposures, ASecondSourceOfAnotherRateShiftsNothing) {
  // The first source has 10 of 1,000 in every period, the second 100 of 1,000 from period 3 on.
  std::vector<Tally> cells;
  for (int t = 0; t < 6; ++t) cells.push_back({10, 1000});
  for (int t = 0; t < 6; ++t) cells.push_back(t < 3 ? Tally{} : Tally{100, 1000});
  const auto exposures = comparable_exposures(cells, 2, 6);
  const double before = 10 / exposures[0];
  for (int t = 0; t < 6; ++t) {
    const double count = t < 3 ? 10 : 110;
    EXPECT_NEAR(count / exposures[static_cast<std::size_t>(t)], before, 1e-6 * before) << t;
  }
  EXPECT_NEAR(std::accumulate(exposures.begin(), exposures.end(), 0.0), 9000, 1e-6);
}

TEST(ComparableExposures, ARiseWithinTheSourcesStays) {
  std::vector<Tally> cells;
  for (std::uint64_t t = 0; t < 6; ++t) cells.push_back({10UL << t, 10000});
  for (std::uint64_t t = 0; t < 6; ++t) cells.push_back(t < 3 ? Tally{} : Tally{5UL << t, 1000});
  const auto exposures = comparable_exposures(cells, 2, 6);
  for (std::size_t t = 0; t < 6; ++t) {
    const double count = static_cast<double>(t < 3 ? 10UL << t : 15UL << t);
    const double ratio = count / exposures[t] / (10 / exposures[0]);
    EXPECT_NEAR(ratio, static_cast<double>(1UL << t), 1e-4 * ratio) << t;
  }
}

TEST(ComparableExposures, StrataThatNeverMeetKeepTheirPlainRates) {
  // One source ends where the other begins: nothing can tell a change of level from a change of
  // source.
  const std::vector<Tally> cells = {{5, 100}, {5, 100}, {}, {}, {}, {}, {20, 100}, {20, 100}};
  const auto exposures = comparable_exposures(cells, 2, 4);
  EXPECT_NEAR((20 / exposures[3]) / (5 / exposures[0]), 4, 1e-6);
}

TEST(ComparableExposures, SilentSourcesAndEmptyTablesAreHarmless) {
  EXPECT_TRUE(comparable_exposures({}, 0, 0).empty());
  // A source that never holds the topic comes in at period 2: it dilutes nothing.
  const std::vector<Tally> cells = {{10, 100}, {10, 100}, {10, 100}, {}, {}, {0, 5000}};
  const auto exposures = comparable_exposures(cells, 2, 3);
  EXPECT_NEAR(exposures[2] / exposures[0], 1, 1e-6);
  const std::vector<Tally> nothing(6, {0, 10});
  for (const double exposure : comparable_exposures(nothing, 2, 3)) EXPECT_EQ(exposure, 20);
}

TEST(CompareRates, OneStratumIsThePlainRatio) {
  for (const auto& [recent, previous, a, b] :
       {StratumPair{{30, 1000}, {15, 900}, 0, 0}, StratumPair{{3, 50}, {0, 70}, 0, 0},
        StratumPair{{0, 50}, {4, 70}, 0, 0}}) {
    const std::vector<StratumPair> one = {{recent, previous, a, b}};
    const auto plain = rate_ratio(recent, previous);
    const auto compared = compare_rates(one);
    ASSERT_TRUE(plain && compared);
    EXPECT_NEAR(compared->comparison.ratio.value, plain->ratio.value, 1e-9) << recent.count;
    EXPECT_NEAR(compared->comparison.ratio.lower, plain->ratio.lower, 1e-6) << recent.count;
    EXPECT_DOUBLE_EQ(compared->comparison.p_two_sided, plain->p_two_sided) << recent.count;
  }
}

TEST(CompareRates, LeavesOutWhatHasNothingToCompareWith) {
  const std::vector<StratumPair> strata = {{{20, 1000}, {20, 1000}, 0, 0},
                                           {{500, 1000}, {0, 0}, 0, 0}};
  const auto compared = compare_rates(strata);
  ASSERT_TRUE(compared);
  EXPECT_NEAR(compared->comparison.ratio.value, 1, 1e-9);
  EXPECT_EQ(compared->comparable.recent.count, 20U);
  EXPECT_FALSE(
      compare_rates(std::vector<StratumPair>{{{9, 10}, {0, 0}, 0, 0}, {{0, 0}, {9, 10}, 0, 0}}));
  EXPECT_FALSE(compare_rates(std::vector<StratumPair>{{{0, 10}, {0, 10}, 0, 0}}));
  EXPECT_FALSE(compare_rates({}));
}

TEST(CompareRates, TheExactPValueOfTwoStrataIsTheSumOfTwoBinomials) {
  // 3 of 3 recent in one stratum of share 1/2, 1 of 1 in one of share 1/3: P(all 4) = 1/24.
  const std::vector<StratumPair> strata = {{{3, 100}, {0, 100}, 0, 0}, {{1, 50}, {0, 100}, 0, 0}};
  const auto compared = compare_rates(strata);
  ASSERT_TRUE(compared);
  EXPECT_NEAR(compared->comparison.p_greater, 1.0 / 24, 1e-12);
}

Series two_sources(Random& random, std::size_t n, std::size_t added, double alpha) {
  const std::vector<double> first(n, 40);
  const std::vector<double> second(n, 120);
  const auto a = draw(random, first, alpha);
  const auto b = draw(random, second, alpha);
  std::vector<DailyCount> topic;
  std::vector<DailyCount> all;
  for (std::size_t t = 0; t < n; ++t) {
    const int year = 2010 + static_cast<int>(t) / 12;
    const unsigned month = static_cast<unsigned>(t) % 12 + 1;
    const Day day{std::chrono::year{year} / static_cast<int>(month) / 28};
    const auto add = [&](std::vector<DailyCount>& rows, const char* source, std::uint64_t count) {
      DailyCount row;
      row.date = PartialDate{.day = day, .precision = Precision::kMonth};
      row.language = "en";
      row.source = source;
      row.documents = static_cast<std::uint32_t>(count);
      rows.push_back(row);
    };
    add(topic, "old", a[t]);
    add(all, "old", 10'000);
    if (t < added) continue;
    add(topic, "new", b[t]);
    add(all, "new", 4'000);
  }
  SeriesOptions options;
  options.as_of = Day{std::chrono::year{2040} / 1 / 1};
  return make_series(topic, all, options);
}

TEST(MakeSeries, ASourceAddedMidwayGivesNoFlag) {
  // 1,000 negative binomial series of two sources whose rates differ sixfold, no trend in either.
  Random random(20261125);
  int moved = 0;
  int changed = 0;
  int burst = 0;
  int plain_moved = 0;
  constexpr int kSeries = 1000;
  for (int i = 0; i < kSeries; ++i) {
    const std::size_t n = 30 + random.below(30);
    const std::size_t added = n - 20 + random.below(14);  // within the two windows
    const double alpha = 0.1 * random.uniform();
    const Series series = two_sources(random, n, added, alpha);
    const Growth growth = measure_growth(series);
    moved += growth.verdict == Verdict::kRising || growth.verdict == Verdict::kFalling ? 1 : 0;
    plain_moved += growth.plain->ratio.lower > 1 ? 1 : 0;
    changed += find_shifts(series).empty() ? 0 : 1;
    burst += find_bursts(observed_points(series), series.dispersion).found.empty() ? 0 : 1;
  }
  std::printf(
      "source added midway: %.1f%% moved (plain rates: %.1f%%), %.1f%% with a shift, "
      "%.1f%% with a burst\n",
      moved / 10.0, plain_moved / 10.0, changed / 10.0, burst / 10.0);
  EXPECT_LE(moved, 50) << "no more than the 5 % that chance moves without a second source";
  EXPECT_LE(changed, 50);
  EXPECT_LE(burst, 50);
  EXPECT_GE(plain_moved, 900) << "the plain rates would all have risen";
}

}  // namespace
}  // namespace horizon::trends
