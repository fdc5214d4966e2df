#include "digest/folds.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace horizon::digest {
namespace {

// With a period without data and one of `count` documents.
HeatRow heat_row(std::uint64_t recent, std::uint64_t count) {
  HeatCell cell;
  cell.count = count;
  cell.exposure = 100;
  cell.few = count < 5;
  HeatRow row;
  row.recent = recent;
  row.cells = {HeatCell(), cell};
  return row;
}

TEST(Folds, ShowARowForAFigureOrForARecentHandful) {
  HeatGroup group;
  group.rows = {heat_row(4, 4), heat_row(5, 4), heat_row(0, 5), heat_row(0, 0)};
  const Fold<HeatRow> fold = fold_heat(group);
  EXPECT_EQ(fold.shown, (std::vector<const HeatRow*>{&group.rows[1], &group.rows[2]}));
  EXPECT_EQ(fold.named.size(), 2U);
  HeatMap map;
  map.groups = {group};
  EXPECT_FALSE(all_masked(map));
  map.groups[0].rows.erase(map.groups[0].rows.begin() + 2);
  EXPECT_TRUE(all_masked(map)) << "no cell has a figure";
}

TEST(Folds, NameWhatHasNoDocumentInEitherWindow) {
  MovementGroup group;
  group.rows.resize(4);
  group.rows[1].growth.recent.tally.count = 1;
  group.rows[2].growth.previous.tally.count = 1;
  const Fold<MovementRow> fold = fold_movement(group);
  EXPECT_EQ(fold.shown, (std::vector<const MovementRow*>{&group.rows[1], &group.rows[2]}));
  EXPECT_EQ(fold.named, (std::vector<const NodeRef*>{&group.rows[0].node, &group.rows[3].node}));
}

}  // namespace
}  // namespace horizon::digest
