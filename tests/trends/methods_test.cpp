// Bursts, change points, life cycles, lead and lag, repeated tests, words: what each must see in
// series made for it, and what it must refuse.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "trends/bursts.h"
#include "trends/change_points.h"
#include "trends/lead_lag.h"
#include "trends/life_cycle.h"
#include "trends/random.h"
#include "trends/repeated.h"
#include "trends/words.h"

namespace horizon::trends {
namespace {

std::vector<Observed> observed(const std::vector<double>& counts, double exposure = 10'000) {
  std::vector<Observed> periods;
  for (const double count : counts) periods.push_back({.count = count, .exposure = exposure});
  return periods;
}

TEST(FindBursts, SeesOneAndWhetherItGoesOn) {
  std::vector<double> counts(30, 10);
  for (std::size_t t = 12; t < 16; ++t) counts[t] = 30;
  Bursts bursts = find_bursts(observed(counts));
  ASSERT_EQ(bursts.found.size(), 1U);
  EXPECT_EQ(bursts.found[0].begin, 12U);
  EXPECT_EQ(bursts.found[0].end, 16U);
  EXPECT_FALSE(bursts.found[0].ongoing);
  EXPECT_EQ(bursts.found[0].count, 120);
  EXPECT_NEAR(bursts.found[0].expected, 40, 1e-9) << "the base rate is that outside the burst";
  for (std::size_t t = 26; t < 30; ++t) counts[t] = 35;
  bursts = find_bursts(observed(counts));
  ASSERT_EQ(bursts.found.size(), 2U);
  EXPECT_TRUE(bursts.found[1].ongoing);
}

TEST(FindBursts, MoreDocumentsOfAllTopicsAreNoBurst) {
  std::vector<Observed> periods = observed(std::vector<double>(30, 10));
  for (std::size_t t = 12; t < 16; ++t) periods[t] = {.count = 40, .exposure = 40'000};
  EXPECT_TRUE(find_bursts(periods).found.empty());
}

TEST(FindBursts, SaysNothingOfWhatIsShortEmptyOrEverything) {
  EXPECT_TRUE(find_bursts({}).found.empty());
  EXPECT_TRUE(find_bursts(observed({1, 1, 9})).found.empty());
  EXPECT_TRUE(find_bursts(observed(std::vector<double>(20, 0))).found.empty());
  EXPECT_TRUE(find_bursts(observed(std::vector<double>(20, 7), 7)).found.empty());
  EXPECT_TRUE(find_bursts(observed(std::vector<double>(20, 7), 0)).found.empty());
}

TEST(FindSegments, SeesStepsWhereTheyAre) {
  std::vector<double> counts(20, 20);
  counts.insert(counts.end(), 20, 60);
  counts.insert(counts.end(), 20, 15);
  const auto segments = find_segments(observed(counts), {.alpha = 0.02});
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_EQ(segments[1].begin, 20U);
  EXPECT_EQ(segments[2].begin, 40U);
  EXPECT_NEAR(segments[1].rate(), 0.006, 1e-9);
  EXPECT_EQ(segments.back().end, 60U);
}

TEST(FindSegments, TheExposureIsAnOffset) {
  std::vector<Observed> periods = observed(std::vector<double>(20, 20));
  for (int t = 0; t < 20; ++t) periods.push_back({.count = 200, .exposure = 100'000});
  EXPECT_EQ(find_segments(periods).size(), 1U);
}

TEST(FindSegments, OfNothingShortAndLong) {
  EXPECT_TRUE(find_segments({}).empty());
  EXPECT_EQ(find_segments(observed({3, 90})).size(), 1U);
  EXPECT_EQ(find_segments(observed(std::vector<double>(50, 0))).size(), 1U);
  // A series of weeks since 1500 is bounded in time; the segments keep their positions.
  const auto segments = find_segments(observed(std::vector<double>(36'000, 5)));
  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(segments[0].begin, 34'000U);
  EXPECT_EQ(segments[0].end, 36'000U);
}

TEST(LifeCycle, TellsTheCurvesApart) {
  struct Case {
    const char* name;
    Stage stage;
    double (*rate)(double t);
  };
  const Case cases[] = {
      {"even", Stage::kSteady, [](double) { return 60.0; }},
      {"saturated", Stage::kMature,
       [](double t) {
         const double e = std::exp(-0.3 * (t - 15));
         return 4000 * 0.3 * e / ((1 + e) * (1 + e));
       }},
      {"at its height", Stage::kGrowing,
       [](double t) {
         const double e = std::exp(-0.25 * (t - 32));
         return 4000 * 0.25 * e / ((1 + e) * (1 + e));
       }},
      {"just begun", Stage::kEmbryonic, [](double t) { return std::exp(0.13 * t); }},
      {"going away", Stage::kFading, [](double t) { return 100 * std::exp(-0.05 * t); }},
  };
  for (const Case& c : cases) {
    Random random(7);
    std::vector<double> counts;
    for (int t = 0; t < 40; ++t) {
      counts.push_back(static_cast<double>(random.poisson(c.rate(t + 0.5))));
    }
    const LifeCycle cycle = life_cycle(observed(counts), {});
    EXPECT_EQ(cycle.gap, LifeCycleGap::kNone) << c.name;
    EXPECT_EQ(to_string(cycle.stage), to_string(c.stage))
        << c.name << ", " << to_string(cycle.curve);
    EXPECT_GT(cycle.share.at(static_cast<std::size_t>(cycle.stage)), 0.5) << c.name;
    const LifeCycle again = life_cycle(observed(counts), {});
    EXPECT_EQ(again.share, cycle.share) << "the bootstrap is seeded";
  }
}

TEST(LifeCycle, GivesNoHeightBeforeTheInflection) {
  std::vector<double> counts;
  for (int t = 0; t < 40; ++t) counts.push_back(std::round(std::exp(0.12 * t)));
  EXPECT_FALSE(life_cycle(observed(counts), {}).reached);
  counts.clear();
  for (int t = 0; t < 40; ++t) {
    const double e = std::exp(-0.3 * (t - 15));
    counts.push_back(std::round(3000 * 0.3 * e / ((1 + e) * (1 + e))));
  }
  const LifeCycle cycle = life_cycle(observed(counts), {});
  ASSERT_TRUE(cycle.reached);
  EXPECT_GT(cycle.reached->lower, 0.9);
  EXPECT_NEAR(*cycle.inflection, 15.5, 1);
}

TEST(LifeCycle, RefusesWhatIsShortOrThin) {
  EXPECT_EQ(life_cycle({}, {}).gap, LifeCycleGap::kTooShort);
  EXPECT_EQ(life_cycle(observed({1, 2, 3}), {}).gap, LifeCycleGap::kTooShort);
  EXPECT_EQ(life_cycle(observed(std::vector<double>(20, 1)), {}).gap, LifeCycleGap::kTooFew);
  const std::vector<double> long_series(5000, 3);
  EXPECT_EQ(life_cycle(observed(long_series), {}).stage, Stage::kSteady);
}

TEST(LeadLag, FindsALagThatIsThere) {
  Random random(11);
  std::vector<double> wave;
  double level = 0;
  for (int t = 0; t < 70; ++t) {
    level += 0.35 * random.normal();
    wave.push_back(level);
  }
  std::vector<double> papers;
  std::vector<double> patents;
  for (std::size_t t = 5; t < wave.size(); ++t) {
    papers.push_back(static_cast<double>(random.poisson(300 * std::exp(wave[t]))));
    patents.push_back(static_cast<double>(random.poisson(200 * std::exp(wave[t - 5]))));
  }
  const LeadLag result = lead_lag(observed(papers, 1e5), observed(patents, 1e5));
  EXPECT_EQ(result.gap, LeadLagGap::kNone);
  EXPECT_EQ(result.lag, 5U);
  EXPECT_GT(result.correlation.lower, 0);
  EXPECT_LE(result.p_value, 0.05);
}

TEST(LeadLag, SaysNothingWhereNothingIs) {
  Random random(12);
  int found = 0;
  for (int i = 0; i < 100; ++i) {
    std::vector<double> a;
    std::vector<double> b;
    for (int t = 0; t < 48; ++t) {
      a.push_back(static_cast<double>(random.negative_binomial(40, 0.05)));
      b.push_back(static_cast<double>(random.negative_binomial(25, 0.05)));
    }
    LeadLagOptions options;
    options.samples = 100;
    found += lead_lag(observed(a), observed(b), options).gap == LeadLagGap::kNone ? 1 : 0;
  }
  EXPECT_LE(found, 10);
  const auto ten = observed(std::vector<double>(10, 5));
  EXPECT_EQ(lead_lag(ten, ten).gap, LeadLagGap::kTooShort);
  const auto empty = observed(std::vector<double>(40, 0));
  EXPECT_EQ(lead_lag(empty, empty).gap, LeadLagGap::kTooFew);
  const auto even = observed(std::vector<double>(40, 5));
  EXPECT_EQ(lead_lag(even, even).gap, LeadLagGap::kNothing);
}

TEST(Onset, IsWhenARiseCouldFirstBeSeen) {
  std::vector<double> counts(16, 5);
  counts.insert(counts.end(), 8, 20);
  EXPECT_EQ(onset(observed(counts), 4), 16U);
  EXPECT_FALSE(onset(observed(std::vector<double>(30, 5)), 4));
  EXPECT_FALSE(onset({}, 4));
  EXPECT_FALSE(onset(observed(counts), 0));
}

TEST(Lond, RejectsWithinItsBudget) {
  // The first test has alpha * 6/pi^2 = .0304 at .05; a discovery doubles what comes after.
  EXPECT_EQ(lond(std::vector<double>{0.03, 0.015, 0.01}), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(lond(std::vector<double>{0.5, 0.015}), (std::vector<bool>{false, false}));
  EXPECT_EQ(lond(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}),
            (std::vector<bool>{false}));
  EXPECT_TRUE(lond({}).empty());
}

TEST(Repeated, WantsTwoOfThreeWeeks) {
  const bool decisions[] = {true, false, true, true, false, false, true};
  EXPECT_EQ(repeated(decisions),
            (std::vector<bool>{false, false, true, true, false, false, false}));
}

TEST(Likelihood, TakesTheYardstick) {
  struct Case {
    double probability;
    const char* english;
  };
  for (const Case& c :
       {Case{0, "remote chance"}, Case{0.05, "remote chance"}, Case{0.15, "highly unlikely"},
        Case{0.3, "unlikely"}, Case{0.45, "realistic possibility"}, Case{0.6, "likely"},
        Case{0.85, "highly likely"}, Case{0.96, "almost certain"}, Case{1, "almost certain"},
        Case{0.0751, "highly unlikely"}}) {
    const auto word = likelihood(c.probability, 50);
    ASSERT_TRUE(word) << c.probability;
    EXPECT_EQ(to_text(*word, taxonomy::Language::kEnglish), c.english) << c.probability;
  }
  EXPECT_EQ(to_text(*likelihood(0.6, 50), taxonomy::Language::kChinese), "较可能");
  EXPECT_FALSE(likelihood(0.6, 9));
  EXPECT_FALSE(likelihood(1.2, 50));
  EXPECT_FALSE(likelihood(std::numeric_limits<double>::quiet_NaN(), 50));
}

}  // namespace
}  // namespace horizon::trends
