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

// True if no subfield has 5 documents or more in any period: there is no map to draw.
bool all_masked(const HeatMap& map);

}  // namespace horizon::digest
