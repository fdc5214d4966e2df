// Who does it: shares of actors (countries, cities, organisations) in a topic's documents. Pure
// functions of weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "trends/shares.h"

namespace horizon::trends {

// What an actor holds in one window. A document with k actors gives each 1/k.
struct ActorWeight {
  std::string id;
  double recent = 0;  // sum of fractions
  double previous = 0;
  std::uint64_t documents = 0;  // recent, counted whole: that it takes part in
  std::uint64_t earlier = 0;    // documents before both windows and in the previous one
};

struct ActorRank {
  std::size_t actor = 0;  // place in what was given
  std::size_t rank = 0;   // 1: most; equal weights share the better rank
  Estimate share;         // of the recent weight of all
  double previous_share = 0;
  std::size_t previous_rank = 0;  // 0: it had nothing
  bool newcomer = false;          // no document before the recent window
};

struct Concentration {
  double recent = 0;  // weight of all actors
  double previous = 0;
  Estimate effective;              // effective number of actors, see effective_number()
  double top5 = 0;                 // share of the five with most
  double margin = 0;               // share of the first less that of the second
  std::vector<ActorRank> ranking;  // those with recent weight; equal ones by id
};

Concentration measure_actors(std::span<const ActorWeight> actors, double confidence = 0.95);

}  // namespace horizon::trends
