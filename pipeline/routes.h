// Which of a subfield's technology routes leads, and is the field converging on one?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/workspace.h"
#include "store/store.h"
#include "trends/routes.h"
#include "trends/series.h"

namespace horizon::pipeline {

// The same two windows for a part of the documents.
struct RouteStratum {
  std::optional<Kind> kind;  // either of the two
  std::string country;       // ISO 3166-1 alpha-2
  trends::RouteTally recent, previous;
};

struct RouteReport {
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::vector<taxonomy::NodeIndex> routes;  // in the taxonomy's order
  std::vector<trends::RouteTally> periods;
  trends::RouteTally recent, previous;  // the last complete periods, and as many before them
  Period recent_until, previous_until;  // last periods of the windows; the tallies name the first
  bool compared = false;                // there are two windows
  trends::Estimate recent_effective, previous_effective;
  std::vector<trends::Crossover> crossovers;
  std::vector<trends::RouteChange> changes;
  std::vector<RouteStratum> strata;  // kinds, then the countries with most documents in `recent`
  trends::LeftOut left_out;
};

// `options` as of a series; `window` periods (0: the granularity's default,
// trends::default_window). kUsage if the node is no subfield, or has no routes.
Result<RouteReport> measure_routes(const Workspace& workspace, const store::Store& store,
                                   taxonomy::NodeIndex node, const trends::SeriesOptions& options,
                                   std::size_t window = 0);

}  // namespace horizon::pipeline
