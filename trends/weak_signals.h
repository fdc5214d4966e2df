// Signals too weak for a test, by rules that anybody can repeat: most of them come to nothing, and
// they are listed for people to judge. Pure functions of counts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "trends/convergence.h"
#include "trends/growth.h"

namespace horizon::trends {

// Fewer documents are an accident, and more are enough for a test.
inline constexpr std::uint64_t kLeastWeak = 3, kTestable = 10;
inline constexpr double kWeakRatio = 2;

// A topic with 3 to 9 documents in the recent window, at twice its earlier rate or more (strata
// compared, see Growth::comparison).
bool is_weak_growth(const Growth& growth);

// Two topics of different fields that met in no document before, in 2 to 4 now, more than chance
// would bring.
bool is_first_meeting(const PairTally& recent, const PairTally& previous,
                      const Convergence& measured);

// Degree of diffusion (J. Yoon, "Detecting weak signals for long-term business opportunities using
// text mining of Web news", Expert Systems with Applications 39 (2012) 12543-12550): the share of a
// period's documents that have a keyword, weighted by 1 - kDiscount for each period since. Half a
// document is added to each count, so that growth from nothing stays finite.
struct Diffusion {
  double frequency = 0;  // documents a period, weighted likewise
  double growth = 0;     // geometric mean growth of the degree a period: 1 stands still
};
inline constexpr double kDiscount = 0.05;

// Periods from the oldest; two at least that hold documents of any topic, else growth is 1.
Diffusion measure_diffusion(std::span<const std::uint32_t> counts,
                            std::span<const double> exposures);

// Yoon's map of all keywords, cut at both medians.
enum class Quadrant : std::uint8_t {
  kWeak,       // rare, and growing faster than half of all
  kStrong,     // frequent and growing
  kLatent,     // rare, and not growing
  kWellKnown,  // frequent, and not growing
};

// Of each keyword, in their order. A value at the median counts as below it. A quarter of pure
// noise would be weak signals, too: that growth is beyond chance is for the caller to ask.
std::vector<Quadrant> map_keywords(std::span<const Diffusion> keywords);

}  // namespace horizon::trends
