// Which subfields a table shows row by row, and which it only names because there is nothing to
// read in their rows. The order stays that of the issue.
#pragma once

#include <vector>

#include "digest/issue.h"

namespace horizon::digest {

// Points into the group that was folded.
template <typename Row>
struct Fold {
  std::vector<const Row*> shown;
  std::vector<const NodeRef*> named;
};

// Named: subfields without a document in either window.
Fold<MovementRow> fold_movement(const MovementGroup& group);

// Named: subfields with fewer than 5 documents in every period and in the recent window.
Fold<HeatRow> fold_heat(const HeatGroup& group);

// Of the route panels the eight that have most to say: those of headlines, then those with the
// greatest change of a share, if both windows have 20 documents; the rest behind them. Both in the
// issue's order.
struct RouteFold {
  std::vector<const RoutePanel*> shown;
  std::vector<const RoutePanel*> rest;
};
RouteFold fold_routes(const Issue& issue);

// True if no subfield has 5 documents or more in any period: there is no map to draw.
bool all_masked(const HeatMap& map);

}  // namespace horizon::digest
