#include "digest/folds.h"

#include <algorithm>
#include <cstdint>

namespace horizon::digest {
namespace {

constexpr std::uint64_t kFew = 5;

bool has_open_cell(const HeatRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const HeatCell& cell) { return cell.exposure > 0 && !cell.few; });
}

template <typename Row, typename Group, typename Predicate>
Fold<Row> fold(const Group& group, Predicate shows) {
  Fold<Row> result;
  for (const Row& row : group.rows) {
    if (shows(row)) {
      result.shown.push_back(&row);
    } else {
      result.named.push_back(&row.node);
    }
  }
  return result;
}

}  // namespace

Fold<MovementRow> fold_movement(const MovementGroup& group) {
  return fold<MovementRow>(group, [](const MovementRow& row) {
    return row.growth.recent.tally.count > 0 || row.growth.previous.tally.count > 0;
  });
}

Fold<HeatRow> fold_heat(const HeatGroup& group) {
  return fold<HeatRow>(group,
                       [](const HeatRow& row) { return row.recent >= kFew || has_open_cell(row); });
}

bool all_masked(const HeatMap& map) {
  return std::none_of(map.groups.begin(), map.groups.end(), [](const HeatGroup& group) {
    return std::any_of(group.rows.begin(), group.rows.end(), has_open_cell);
  });
}

}  // namespace horizon::digest
