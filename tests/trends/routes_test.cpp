#include "trends/routes.h"

#include <gtest/gtest.h>

#include <array>

namespace horizon::trends {
namespace {

using Weights = std::vector<double>;

std::vector<RouteTally> periods_of(const std::vector<Weights>& weights, bool last_complete = true) {
  std::vector<RouteTally> periods;
  Period period = period_of(parse_iso_date("2020-01")->day, Granularity::kQuarter);
  for (const Weights& one : weights) {
    RouteTally tally{period, true, one, 0, 0};
    for (const double weight : one) tally.documents += static_cast<std::uint64_t>(weight);
    periods.push_back(tally);
    period = next(period);
  }
  if (!periods.empty()) periods.back().complete = last_complete;
  return periods;
}

TEST(Routes, ADocumentIsSplitEvenly) {
  RouteTally tally;
  tally.weights.resize(3);
  add_document(std::array<std::uint32_t, 2>{0, 2}, tally);
  add_document(std::array<std::uint32_t, 1>{2}, tally);
  add_document({}, tally);
  EXPECT_EQ(tally.weights, (Weights{0.5, 0, 1.5}));
  EXPECT_EQ(tally.documents, 3u);
  EXPECT_EQ(tally.unassigned, 1u);
}

TEST(Routes, OvertakingIsDatedWhereItBegins) {
  const auto found = crossovers(
      periods_of({{20, 2}, {20, 4}, {9, 10}, {5, 20}, {4, 22}, {3, 25}, {2, 30}, {2, 30}}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].over, 1u);
  EXPECT_EQ(found[0].under, 0u);
  EXPECT_EQ(format_period(found[0].since), "2020Q4");
  EXPECT_TRUE(found[0].holds);
}

TEST(Routes, ALeadThatWasLostIsSaid) {
  const auto found = crossovers(periods_of(
      {{20, 2}, {2, 20}, {2, 20}, {2, 20}, {2, 20}, {20, 2}, {20, 2}, {20, 2}, {20, 2}}));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].holds);
  EXPECT_EQ(found[1].over, 0u);
  EXPECT_TRUE(found[1].holds);
}

TEST(Routes, NothingIsOvertaken) {
  const std::vector<std::vector<Weights>> cases{
      {},
      {{3, 1}},
      {{2, 20}, {2, 20}, {2, 20}, {2, 20}, {2, 20}},      // ahead from the beginning
      {{20, 2}, {2, 20}, {2, 20}, {2, 20}},               // three periods
      {{3, 2}, {2, 3}, {2, 3}, {2, 3}, {2, 3}, {2, 3}},   // not sure
      {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}};  // no documents
  for (const auto& weights : cases) EXPECT_TRUE(crossovers(periods_of(weights)).empty());
  EXPECT_TRUE(crossovers(periods_of({{20, 2}, {2, 20}, {2, 20}, {2, 20}, {2, 20}}, false)).empty())
      << "the last period is not complete";
}

TEST(Routes, ComingAndGoing) {
  const auto found = entries_and_exits(
      periods_of({{9, 5, 0}, {9, 5, 0}, {9, 0, 0}, {9, 0, 0}, {9, 0, 0}, {9, 0, 2}, {9, 0, 3}}));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].route, 1u);
  EXPECT_FALSE(found[0].entered);
  EXPECT_EQ(format_period(found[0].period), "2020Q2");
  EXPECT_EQ(found[1].route, 2u);
  EXPECT_TRUE(found[1].entered);
  EXPECT_EQ(format_period(found[1].period), "2021Q2");
  EXPECT_TRUE(entries_and_exits(periods_of({{1}, {2}, {0}, {0}})).empty()) << "too short";
}

}  // namespace
}  // namespace horizon::trends
