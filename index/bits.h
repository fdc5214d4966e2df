// Sets of documents by blocks of consecutive numbers, a bit each: small enough for the processor's
// nearest memory, so that sets are combined 64 documents at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace horizon::index {

inline constexpr std::size_t kBlockBits = 15;
inline constexpr std::size_t kBlockSize = std::size_t{1} << kBlockBits;  // documents

class BlockSet {
 public:
  static constexpr std::size_t kWords = kBlockSize / 64;

  void clear() { words_.fill(0); }
  void set(std::size_t bit) { words_[bit / 64] |= std::uint64_t{1} << bit % 64; }
  bool has(std::size_t bit) const { return (words_[bit / 64] >> bit % 64 & 1) != 0; }
  std::uint64_t word(std::size_t i) const { return words_[i]; }
  void unite(std::size_t i, std::uint64_t word) { words_[i] |= word; }

  void unite(const BlockSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
  }
  void intersect(const BlockSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= other.words_[i];
  }
  void subtract(const BlockSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= ~other.words_[i];
  }
  bool empty() const {
    std::uint64_t all = 0;
    for (const std::uint64_t word : words_) all |= word;
    return all == 0;
  }
  std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  // Ascending.
  template <typename Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
  }

 private:
  alignas(64) std::array<std::uint64_t, kWords> words_{};
};

}  // namespace horizon::index
