// What is new, up, down, confirmed or dropped since the issue before, and which of it is told at
// length. Pure; used by compose().
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/date.h"
#include "digest/findings.h"
#include "digest/issue.h"

namespace horizon::digest {

// The bound next to 1 has to move by so much before it is told again.
inline constexpr double kToldUp = 1.25, kToldDown = 0.8;

// What earlier issues left behind.
struct Memory {
  const Issue* before = nullptr;  // the issue of the week before; null: not issued
  // Of the newest issue before this one, whatever its week: a gap makes nothing new again.
  std::span<const Standing> standings;
};

struct Story {
  std::size_t finding = 0;
  Change change = Change::kNew;
};

struct Tracked {
  std::vector<Standing> standings;  // in the findings' order
  std::vector<ChangeRow> changes;   // in the order of Change; empty without an issue before
  std::vector<Story> stories;       // the headlines, in order
};

// A subfield comes above the line when it passed the test, and stays while q is within twice the
// limit and its interval is clear of 1. Stories are at most `limit`: what is new above the line and
// held so in two comparisons running (a new one that did not waits for the next issue), what moved
// since it was last told, at most two that fall, and at most two that were told and dropped. Rising
// ones by the lower bound, then those that moved, falling ones by the upper bound, dropped ones.
Tracked track(std::span<const Finding> findings, const Memory& memory, const Period& week,
              double q_limit, std::size_t limit);

}  // namespace horizon::digest
