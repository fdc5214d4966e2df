// The tables of an issue, made from the measured subfields. Used by compose().
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "digest/compose.h"
#include "digest/findings.h"
#include "digest/issue.h"
#include "taxonomy/taxonomy.h"
#include "trends/series.h"

namespace horizon::digest {

// The last `wanted` points, oldest first.
std::span<const trends::Point> last_points(const trends::Series& series, std::size_t wanted);

// Groups keep the order of the findings, which is the taxonomy's.
std::vector<MovementGroup> make_movement(std::span<const Finding> findings);

// `all` is the series of all documents: it sets the periods.
HeatMap make_heat_map(std::span<const Finding> findings, const trends::Series& all);

// Subfields with at least 10 documents that name a route in the recent window.
std::vector<RoutePanel> make_routes(std::span<const Finding> findings, const ComposeInput& input);

}  // namespace horizon::digest
