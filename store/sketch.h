// How alike are two texts, and how are those found that may be? Pure. Internal to store/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace horizon::store {

// Pairs of neighbouring words (of Han characters: runs of four) as a sorted set of hashes, the same
// on every machine.
struct Shingles {
  std::vector<std::uint64_t> set;
  std::vector<std::uint64_t> numbers;  // sorted set: the words with digits
  // 40 words, or 80 Han characters, or a mixture: enough to be told from every other text.
  bool enough = false;
  friend bool operator==(const Shingles&, const Shingles&) = default;
};

// Texts longer than 64 KiB are known by their beginning.
Shingles shingles_of(std::string_view text);

// MinHash in bands (Broder 1997): two texts whose sets have the Jaccard index j share a band with
// probability 1 - (1 - j^3)^6: .77 at .6, .92 at .7, .99 at .8. Empty sets have no bands.
inline constexpr std::size_t kBands = 6;
std::vector<std::uint64_t> bands_of(const Shingles& shingles);

struct Overlap {
  double jaccard = 0;      // of the shingles
  double containment = 0;  // the part of the smaller set that the larger one has
  // Of the words with digits, how far they agree: 1 if one text has all of the other's, 0 if they
  // have none in common.
  double numbers = 1;
  double length = 0;  // of the smaller set to that of the larger one
};
Overlap overlap(const Shingles& a, const Shingles& b);

}  // namespace horizon::store
