#include "digest/compose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "digest/findings.h"
#include "tests/digest/sample_input.h"

namespace horizon::digest {
namespace {

using trends::Verdict;

class ComposeTest : public ::testing::Test {
 protected:
  taxonomy::Taxonomy taxonomy_ = sample_taxonomy();
  ComposeInput input_ = sample_input(taxonomy_);
};

TEST_F(ComposeTest, SelectsWhatRisesAndThenWhatFalls) {
  const Issue issue = compose(input_);
  EXPECT_EQ(format_period(issue.week), "2026-W47");
  EXPECT_EQ(issue.subfields, 4U);
  EXPECT_EQ(issue.tested, 3U) << "the sparse field has too few documents to be tested";
  EXPECT_EQ(issue.rising, 1U);
  EXPECT_EQ(issue.falling, 1U);
  ASSERT_EQ(issue.headlines.size(), 2U);
  const Headline& first = issue.headlines[0];
  EXPECT_EQ(first.node.id, "INF.up");
  EXPECT_EQ(first.domain.id, "INF");
  EXPECT_EQ(first.growth.recent.tally.count, 432U);
  EXPECT_EQ(first.growth.previous.tally.count, 144U);
  EXPECT_NEAR(first.growth.comparison->ratio.value, 3, 1e-9);
  EXPECT_EQ(first.spark.size(), 12U);
  EXPECT_FALSE(first.spark.back().complete);
  EXPECT_EQ(issue.headlines[1].node.id, "ENE.down");
  EXPECT_EQ(issue.headlines[1].growth.verdict, Verdict::kFalling);
}

TEST_F(ComposeTest, RatesConfidenceByAgreement) {
  const Issue issue = compose(input_);
  const Confidence& confidence = issue.headlines.at(0).confidence;
  EXPECT_EQ(confidence.level, ConfidenceLevel::kHigh);
  EXPECT_EQ(confidence.kinds.asked, 2U);
  EXPECT_EQ(confidence.kinds.agree, 2U);
  EXPECT_EQ(confidence.languages.agree, 2U);
  EXPECT_EQ(confidence.sources.agree, 2U);
}

TEST_F(ComposeTest, OneSourceAloneGivesLowConfidence) {
  for (auto& [node, rows] : input_.counts) {
    std::erase_if(rows, [](const DailyCount& row) { return row.kind == Kind::kPatent; });
  }
  const Issue issue = compose(input_);
  EXPECT_EQ(issue.headlines.at(0).confidence.level, ConfidenceLevel::kLow);
  const auto& silent = issue.headlines.at(0).reversal.silent_kinds;
  EXPECT_EQ(silent, (std::vector<Kind>{Kind::kPatent, Kind::kNews}));
}

TEST_F(ComposeTest, ASplitBetweenKindsGivesLowConfidence) {
  // Patents shrink while papers more than make up for it.
  for (DailyCount& row : input_.counts["INF.up"]) {
    const bool recent = row.date->day >= parse_iso_date("2025-11-01")->day;
    if (row.kind == Kind::kPatent) row.documents = recent ? 2 : 4;
    if (row.kind == Kind::kPaper) row.documents = recent ? 20 : 2;
  }
  const Issue issue = compose(input_);
  const Confidence& confidence = issue.headlines.at(0).confidence;
  EXPECT_EQ(confidence.kinds.agree, 1U);
  EXPECT_EQ(confidence.kinds.asked, 2U);
  EXPECT_EQ(confidence.level, ConfidenceLevel::kLow);
}

TEST_F(ComposeTest, TheReversalIsWhereTheVerdictEnds) {
  const Issue issue = compose(input_);
  for (const Headline& headline : issue.headlines) {
    const trends::Growth& growth = headline.growth;
    const bool rising = growth.verdict == Verdict::kRising;
    const auto ratio_at = [&](std::uint64_t count) {
      return trends::rate_ratio({.count = count, .exposure = growth.recent.tally.exposure},
                                growth.previous.tally)
          ->ratio;
    };
    const std::uint64_t ends = headline.reversal.documents;
    const std::uint64_t stands = rising ? ends + 1 : ends - 1;
    EXPECT_EQ(rising ? ratio_at(ends).lower > 1 : ratio_at(ends).upper < 1, false) << ends;
    EXPECT_EQ(rising ? ratio_at(stands).lower > 1 : ratio_at(stands).upper < 1, true) << stands;
  }
}

TEST_F(ComposeTest, TheMovementTableHasEverySubfield) {
  const Issue issue = compose(input_);
  ASSERT_EQ(issue.movement.size(), 2U);
  EXPECT_EQ(issue.movement[0].domain.id, "INF");
  const MovementRow& flat = issue.movement[0].rows.at(1);
  EXPECT_EQ(flat.growth.verdict, Verdict::kFlat);
  EXPECT_TRUE(flat.tested);
  EXPECT_FALSE(flat.passed);
  const MovementRow& few = issue.movement[1].rows.at(1);
  EXPECT_EQ(few.growth.verdict, Verdict::kTooFew);
  EXPECT_FALSE(few.tested);
}

TEST_F(ComposeTest, TheHeatMapComparesWithTheSubfieldsOwnPast) {
  const Issue issue = compose(input_);
  ASSERT_EQ(issue.heat.periods.size(), 12U);
  EXPECT_EQ(format_period(issue.heat.periods.back()), "2026-11");
  const HeatRow& up = issue.heat.groups.at(0).rows.at(0);
  EXPECT_GT(up.cells.at(0).z.value(), 3) << "December 2025 against a year at a third";
  EXPECT_FALSE(up.cells.back().complete);
  const HeatRow& flat = issue.heat.groups.at(0).rows.at(1);
  EXPECT_NEAR(flat.cells.at(5).z.value(), 0, 1e-9);
  const HeatRow& few = issue.heat.groups.at(1).rows.at(1);
  EXPECT_TRUE(few.cells.at(5).few);
  EXPECT_FALSE(few.cells.at(5).z);
}

TEST_F(ComposeTest, RouteSharesKnowWhatNamesNoRoute) {
  const Issue bounds = compose(input_);
  ASSERT_EQ(bounds.routes.size(), 1U);
  const RoutePanel& panel = bounds.routes[0];
  EXPECT_EQ(panel.routes.at(0).recent, 288U);
  EXPECT_EQ(panel.routes.at(0).previous, 72U);
  EXPECT_EQ(panel.recent.documents, 432U);
  EXPECT_EQ(panel.recent.lower, 432U - 288 - 72);
  EXPECT_EQ(panel.recent.upper, 432U - 288);
  input_.routed["INF.up"] = input_.counts["INF.up.a"];
  const Issue exact = compose(input_);
  EXPECT_EQ(exact.routes.at(0).recent.lower, 144U);
  EXPECT_EQ(exact.routes.at(0).recent.upper, 144U);
}

TEST_F(ComposeTest, EvidenceTakesTurnsAndKeepsToTheKnown) {
  input_.evidence = [](std::string_view) {
    std::vector<EvidenceItem> items;
    for (int i = 0; i < 8; ++i) {
      items.push_back(evidence_item("p" + std::to_string(i), Kind::kPaper,
                                    "2026-10-0" + std::to_string(i + 1)));
    }
    items.push_back(evidence_item("patent", Kind::kPatent, "2020-01-01"));
    items.push_back(evidence_item("future", Kind::kNews, "2026-11-23"));
    items.push_back(evidence_item("news", Kind::kNews, "2026-11-22"));
    items.push_back(evidence_item("p7", Kind::kPaper, "2026-10-08"));
    return items;
  };
  std::vector<std::string> ids;
  const Issue issue = compose(input_);
  for (const EvidenceItem& item : issue.headlines.at(0).evidence) ids.push_back(item.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"p7", "patent", "p6", "p5", "p4"}))
      << "news of the unfinished November is not what the finding counts";
}

TEST(ChooseEvidence, TakesLaterDocumentsOnlyIfTheWindowHasFewerThanTwo) {
  const Day as_of = parse_iso_date("2026-11-22")->day;
  const Day window_end = parse_iso_date("2026-11-01")->day;
  EvidenceItem undated = evidence_item("undated", Kind::kPaper, "2026-01-01");
  undated.published.reset();
  const EvidenceItem later = evidence_item("later", Kind::kPaper, "2026-11-01");
  const EvidenceItem last_day = evidence_item("last day", Kind::kPaper, "2026-10-31");
  const EvidenceItem early = evidence_item("early", Kind::kNews, "2026-03-01");
  struct Case {
    std::vector<EvidenceItem> candidates;
    std::vector<std::string> want;
  };
  const Case cases[] = {
      {{later, undated, last_day, early}, {"last day", "early"}},
      {{later, undated, last_day}, {"last day", "later", "undated"}},
      {{later, undated}, {"later", "undated"}},
      {{}, {}},
  };
  for (const Case& c : cases) {
    std::vector<std::string> ids;
    for (const EvidenceItem& item : choose_evidence(c.candidates, as_of, window_end)) {
      ids.push_back(item.id);
    }
    EXPECT_EQ(ids, c.want) << c.candidates.size() << " candidates";
  }
}

TEST_F(ComposeTest, FreshIsThisWeekNewestFirst) {
  for (const char* date : {"2026-11-15", "2026-11-16", "2026-11-22", "2026-11-23"}) {
    input_.fresh.push_back(evidence_item(date, Kind::kPaper, date));
  }
  EvidenceItem unseen = evidence_item("unseen", Kind::kPaper, "2026-11-20");
  unseen.first_seen.reset();
  input_.fresh.push_back(unseen);
  const Issue issue = compose(input_);
  ASSERT_EQ(issue.fresh.size(), 2U);
  EXPECT_EQ(issue.fresh[0].id, "2026-11-22");
  EXPECT_EQ(issue.fresh[1].id, "2026-11-16");
}

TEST_F(ComposeTest, NothingInGivesAQuietIssue) {
  ComposeInput empty;
  empty.taxonomy = &taxonomy_;
  empty.as_of = input_.as_of;
  const Issue issue = compose(empty);
  EXPECT_EQ(issue.tested, 0U);
  EXPECT_TRUE(issue.headlines.empty());
  EXPECT_FALSE(issue.data_until);
  EXPECT_EQ(issue.movement.size(), 2U);
  empty.options.scheme = "no such scheme";
  EXPECT_EQ(compose(empty).subfields, 0U);
}

TEST(TestFamily, CorrectsForTheTestedOnly) {
  std::vector<Finding> findings(20);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    findings[i].growth.enough = i < 10;
    trends::RateRatio comparison;
    comparison.p_two_sided = i == 0 ? 0.004 : 0.5;
    findings[i].growth.comparison = comparison;
    findings[i].growth.verdict = i == 0 ? Verdict::kRising : Verdict::kFlat;
  }
  EXPECT_EQ(test_family(findings, 0.05), 10U);
  EXPECT_NEAR(findings[0].q_value, 0.04, 1e-12);
  EXPECT_TRUE(findings[0].passed);
  EXPECT_EQ(findings[15].q_value, 1);
  EXPECT_EQ(test_family(findings, 0.01), 10U);
  EXPECT_FALSE(findings[0].passed);
}

}  // namespace
}  // namespace horizon::digest
