// When did the level of a topic change for good: change points that hold where sources change too.
#pragma once

#include <vector>

#include "trends/change_points.h"
#include "trends/series.h"
#include "trends/strata.h"

namespace horizon::trends {

struct Shift {
  Period since;          // the first period of the new level
  ComparedRates change;  // new level over old one
};

// find_segments() on counts and comparable exposures of the complete points. A boundary stays only
// if the levels on its two sides also differ over the sources that deliver on both (Windows), by as
// much as the penalty asks of a change: otherwise a new source, whose level can be told from the
// few documents of the old ones only, would look surer than it is. In order of time.
std::vector<Shift> find_shifts(const Series& series, const ChangePointOptions& options = {});

}  // namespace horizon::trends
