#include "digest/changes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "digest/compose.h"
#include "digest/periods.h"
#include "tests/digest/sample_input.h"

namespace horizon::digest {
namespace {

using trends::Verdict;

// Twelve subfields: nine that may rise, three that may fall.
class ChangesTest : public ::testing::Test {
 protected:
  ChangesTest() : nodes_(12), findings_(12) {
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      nodes_[i].id = "X." + std::to_string(i);
      findings_[i].node = findings_[i].domain = &nodes_[i];
      if (i < 9) {
        set(i, Verdict::kRising, 1.2 + 0.1 * static_cast<double>(i));
      } else {
        set(i, Verdict::kFalling, 1.2 - 0.1 * static_cast<double>(i - 6));
      }
    }
  }

  void set(std::size_t i, Verdict verdict, double bound, double q_value = 0.01) {
    Finding& finding = findings_[i];
    finding.tested = true;
    finding.q_value = q_value;
    finding.passed = q_value <= 0.05;
    trends::RateRatio comparison;
    comparison.ratio = verdict == Verdict::kRising
                           ? trends::Estimate{.value = 2 * bound, .lower = bound, .upper = 9}
                           : trends::Estimate{.value = bound / 2, .lower = 0.1, .upper = bound};
    if (verdict == Verdict::kFlat) comparison.ratio = {.value = 1, .lower = 0.5, .upper = 2};
    finding.growth.comparison = comparison;
    finding.growth.verdict = verdict;
    finding.growth.recent.rate = trends::Estimate{.value = 1, .lower = 0.5, .upper = 2};
    finding.growth.recent.last = *parse_week("2026-W10");
    finding.growth.since = *parse_week("2026-W05");
  }

  // Issues one week after the other, each remembering the one before.
  Tracked next(std::size_t limit = 7) {
    const Period week = digest::parse_week("2026-W" + std::to_string(++number_)).value();
    const Issue before = last_;
    last_ = Issue();
    last_.week = week;
    Memory memory{number_ > 11 ? &before : nullptr, before.standings};
    Tracked tracked = track(findings_, memory, week, 0.05, limit);
    last_.standings = tracked.standings;
    return tracked;
  }

  static std::string told(const Tracked& tracked) {
    std::string out;
    for (const Story& story : tracked.stories) {
      out += std::to_string(static_cast<int>(story.change)) + ":" + std::to_string(story.finding) +
             " ";
    }
    return out;
  }

  std::vector<taxonomy::Node> nodes_;
  std::vector<Finding> findings_;
  Issue last_;
  int number_ = 10;
};

TEST_F(ChangesTest, RanksByTheBoundAndKeepsRoomForFalls) {
  EXPECT_EQ(told(next()), "0:8 0:7 0:6 0:5 0:4 0:11 0:10 ");
  EXPECT_EQ(last_.standings.size(), 12U);
}

TEST_F(ChangesTest, NothingIsToldAgainWithoutAChange) {
  const Tracked first = next();
  EXPECT_TRUE(first.changes.empty()) << "there is nothing to compare with";
  const Tracked second = next();
  EXPECT_EQ(told(second), "") << "neither the same nor what found no room the week before";
  ASSERT_EQ(second.changes.size(), 12U);
  for (const ChangeRow& row : second.changes) EXPECT_EQ(row.change, Change::kConfirmed);
  for (const ChangeRow& row : next().changes) EXPECT_EQ(row.change, Change::kHolds);
}

TEST_F(ChangesTest, SlowMovesAreToldOnceTheyAddUp) {
  next();
  std::string told_of;
  for (int i = 1; i <= 12; ++i) {
    set(0, Verdict::kRising, 1.2 * (1 + 0.05 * i));
    told_of += told(next());
  }
  EXPECT_EQ(told_of, "1:0 1:0 ") << "at 1.25 and at 1.5625 times of what was told first";
  set(0, Verdict::kRising, 1.2);
  EXPECT_EQ(told(next()), "2:0 ");
}

TEST_F(ChangesTest, WhatHoversAtTheLimitDoesNotComeAndGo) {
  next();
  for (const double q : {0.06, 0.04, 0.09, 0.1}) {
    set(3, Verdict::kRising, 1.5, q);
    EXPECT_EQ(told(next()), "") << q;
  }
  set(3, Verdict::kRising, 1.5, 0.11);
  const Tracked dropped = next();
  EXPECT_EQ(told(dropped), "5:3 ");
  EXPECT_EQ(dropped.standings.size(), 11U);
  set(3, Verdict::kRising, 1.5, 0.06);
  EXPECT_EQ(told(next()), "") << "to come back it must pass";
}

TEST_F(ChangesTest, AFirstWeekWaitsForASecond) {
  set(8, Verdict::kFlat, 1);
  next();
  set(8, Verdict::kRising, 3);
  findings_[8].growth.since = findings_[8].growth.recent.last;
  const Tracked first = next();
  EXPECT_EQ(told(first), "");
  EXPECT_EQ(first.changes.at(0).change, Change::kNew);
  EXPECT_EQ(told(next()), "3:8 ") << "confirmed";
  EXPECT_EQ(told(next()), "");
}

TEST_F(ChangesTest, ATurnIsNew) {
  next();
  set(11, Verdict::kRising, 1.4);
  EXPECT_EQ(told(next()), "0:11 ");
}

TEST_F(ChangesTest, AGapMakesNothingNewAgain) {
  const Tracked first = next();
  const Period later = *parse_week("2026-W20");
  const Tracked tracked = track(findings_, {nullptr, first.standings}, later, 0.05, 7);
  EXPECT_TRUE(tracked.stories.empty());
  EXPECT_TRUE(tracked.changes.empty()) << "there is no issue of the week before";
}

}  // namespace
}  // namespace horizon::digest
