// Seeded chance, the same on every machine.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace horizon::classify::model {

// SplitMix64 (Steele, Lea and Flood 2014).
inline std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// Fisher and Yates; `state` moves on.
inline void shuffle(std::vector<std::uint32_t>& rows, std::uint64_t& state) {
  for (std::size_t i = rows.size(); i > 1; --i) {
    std::swap(rows[i - 1], rows[next_random(state) % i]);
  }
}

}  // namespace horizon::classify::model
