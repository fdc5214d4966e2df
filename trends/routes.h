// Technology routes that compete within one subfield: who leads, who overtook whom, is the field
// converging. Pure functions of counts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/date.h"
#include "trends/shares.h"

namespace horizon::trends {

// Documents of a subfield in one period (or any other part of them). A document that names k
// routes gives each 1/k.
struct RouteTally {
  Period period;
  bool complete = false;
  std::vector<double> weights;   // by route, in a fixed order
  std::uint64_t documents = 0;   // of the subfield
  std::uint64_t unassigned = 0;  // of those, naming no route
};

// Adds what one document names: places of routes, ascending.
void add_document(std::span<const std::uint32_t> routes, RouteTally& tally);

struct Crossover {
  std::size_t over = 0;   // route that overtook
  std::size_t under = 0;  // route that it overtook
  Period since;           // first of the periods in which it was ahead
  bool holds = false;     // it was ahead, as surely, until the last complete period
  friend bool operator==(const Crossover&, const Crossover&) = default;
};

inline constexpr double kAheadProbability = 0.95;
inline constexpr std::size_t kAheadPeriods = 4;

// Where a route was ahead of another one with probability >= .95 in four complete periods running,
// having been behind, with probability >= .5, in some period before that. In order of time.
std::vector<Crossover> crossovers(std::span<const RouteTally> periods);

// A route that came: its first period with a document, none in at least `kAheadPeriods` periods of
// the subfield's before it; or that went: nothing in the last `kAheadPeriods` complete periods, at
// least 3 documents and a share of .05 in those before.
struct RouteChange {
  std::size_t route = 0;
  Period period;  // first with a document; last with one
  bool entered = false;
  friend bool operator==(const RouteChange&, const RouteChange&) = default;
};
std::vector<RouteChange> entries_and_exits(std::span<const RouteTally> periods);

// Several periods as one.
RouteTally sum(std::span<const RouteTally> periods);

}  // namespace horizon::trends
