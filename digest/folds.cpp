#include "digest/folds.h"

#include <cmath>
#include <cstddef>
#include <utility>

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

RouteFold fold_routes(const Issue& issue) {
  constexpr std::size_t kShown = 8;
  constexpr std::uint64_t kEnough = 20;
  const auto weight = [&issue](const RoutePanel& panel) {
    for (const Headline& headline : issue.headlines) {
      if (headline.node.id == panel.node.id) return 2.0;
    }
    double most = 0;
    if (panel.recent.documents < kEnough || panel.previous.documents < kEnough) return most;
    for (const RouteCount& route : panel.routes) {
      const double now =
          static_cast<double>(route.recent) / static_cast<double>(panel.recent.documents);
      const double before =
          static_cast<double>(route.previous) / static_cast<double>(panel.previous.documents);
      most = std::max(most, std::abs(now - before));
    }
    return most;
  };
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = 0; i < issue.routes.size(); ++i)
    ranked.emplace_back(-weight(issue.routes[i]), i);
  std::sort(ranked.begin(), ranked.end());
  std::vector<bool> shown(issue.routes.size(), false);
  for (std::size_t i = 0; i < std::min(kShown, ranked.size()); ++i) shown[ranked[i].second] = true;
  RouteFold fold;
  for (std::size_t i = 0; i < issue.routes.size(); ++i)
    (shown[i] ? fold.shown : fold.rest).push_back(&issue.routes[i]);
  return fold;
}

}  // namespace horizon::digest
