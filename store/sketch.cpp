#include "store/sketch.h"

#include <algorithm>
#include <limits>
#include <string>

#include "core/letters.h"
#include "core/text.h"

namespace horizon::store {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{64} << 10U;
constexpr std::size_t kHanWeight = 1;
constexpr std::size_t kWordWeight = 2;
constexpr std::size_t kShingleWeight = 4;
constexpr std::size_t kEnoughWeight = 80;
constexpr std::size_t kRows = 3;  // of a band

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdU;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53U;
  return x ^ (x >> 33U);
}

void make_set(std::vector<std::uint64_t>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::size_t common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t found = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++found;
    const bool step_x = *x <= *y;
    const bool step_y = *y <= *x;
    if (step_x) ++x;
    if (step_y) ++y;
  }
  return found;
}

double jaccard(std::size_t shared, std::size_t a, std::size_t b) {
  const std::size_t all = a + b - shared;
  return all == 0 ? 1 : static_cast<double>(shared) / static_cast<double>(all);
}

}  // namespace

Shingles shingles_of(std::string_view text) {
  Shingles out;
  const std::string folded = fold_letters(truncate_utf8(text, kMaxTextBytes));
  const auto words = words_of(folded);
  std::vector<std::uint64_t> hashes;
  std::vector<std::size_t> weights;
  hashes.reserve(words.size());
  weights.reserve(words.size());
  std::size_t weight = 0;
  for (const std::string_view word : words) {
    hashes.push_back(stable_hash(word));
    weights.push_back(is_han_word(word) ? kHanWeight : kWordWeight);
    weight += weights.back();
    if (has_digit(word)) out.numbers.push_back(hashes.back());
  }
  out.enough = weight >= kEnoughWeight;
  out.set.reserve(words.size());
  for (std::size_t begin = 0; begin < words.size(); ++begin) {
    std::uint64_t hash = 0;
    std::size_t covered = 0;
    std::size_t at = begin;
    for (; at < words.size() && covered < kShingleWeight; ++at) {
      hash = mix(hash + hashes[at]);
      covered += weights[at];
    }
    if (covered < kShingleWeight) break;
    out.set.push_back(hash);
  }
  make_set(out.set);
  make_set(out.numbers);
  return out;
}

std::vector<std::uint64_t> bands_of(const Shingles& shingles) {
  std::vector<std::uint64_t> bands;
  if (shingles.set.empty()) return bands;
  std::array<std::uint64_t, kBands * kRows> least{};
  least.fill(std::numeric_limits<std::uint64_t>::max());
  for (const std::uint64_t shingle : shingles.set) {
    // One multiplication and one addition give each of the permutations.
    const std::uint64_t step = mix(shingle) | 1U;
    std::uint64_t value = shingle;
    for (std::uint64_t& lowest : least) {
      value += step;
      lowest = std::min(lowest, value * 0x9e3779b97f4a7c15U);
    }
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint64_t hash = band + 1;
    for (std::size_t row = 0; row < kRows; ++row) hash = mix(hash + least.at(band * kRows + row));
    bands.push_back(hash);
  }
  return bands;
}

Overlap overlap(const Shingles& a, const Shingles& b) {
  Overlap out;
  const std::size_t shared = common(a.set, b.set);
  const std::size_t smaller = std::min(a.set.size(), b.set.size());
  const std::size_t larger = std::max(a.set.size(), b.set.size());
  if (smaller == 0) return out;
  out.jaccard = jaccard(shared, a.set.size(), b.set.size());
  out.containment = static_cast<double>(shared) / static_cast<double>(smaller);
  out.length = static_cast<double>(smaller) / static_cast<double>(larger);
  const std::size_t agreed = common(a.numbers, b.numbers);
  // What only one of them has may have been added; what both have for themselves was changed.
  const std::size_t changed = std::min(a.numbers.size(), b.numbers.size()) - agreed;
  out.numbers = jaccard(agreed, agreed, agreed + changed);
  return out;
}

}  // namespace horizon::store
