// Posting lists as they are best to compute with: read from Xapian once, then kept in memory.
// Internal to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/document.h"
#include "index/bits.h"
#include "index/deadline.h"

namespace horizon::index {

// The documents of a shard that have a term, and how often. In a block a document costs two bytes
// or, where there are many, its bit; and one byte for how often, if that counts.
class PostingList {
 public:
  // Ascending.
  void add(DocumentNumber number, std::uint32_t frequency);
  void finish();

  std::uint64_t documents() const { return documents_; }
  std::size_t bytes() const;
  bool has(DocumentNumber number) const;
  bool any_in(std::size_t block) const { return block_of(block) != nullptr; }
  void unite_into(std::size_t block, BlockSet& set) const;
  // visit(bit, frequency) for the documents of a block that are in `among`; nothing where no
  // document has a frequency.
  template <typename Visit>
  void each(std::size_t block, const BlockSet& among, Visit&& visit) const;

 private:
  struct Block {
    std::uint32_t first = 0;  // posting of the list
    std::uint32_t count = 0;
    std::uint32_t at = 0;  // into sparse_ or dense_
    bool dense = false;
  };
  static constexpr std::uint32_t kDense = kBlockSize / 16;  // then bits are smaller
  static constexpr std::uint8_t kLarge = 0xFF;              // see large_

  const Block* block_of(std::size_t block) const;
  void close_block();
  std::uint32_t frequency(std::uint32_t posting) const;

  std::size_t first_block_ = 0;
  std::vector<Block> blocks_;
  std::vector<std::uint16_t> sparse_;
  std::vector<std::uint64_t> dense_;
  std::vector<std::uint8_t> frequencies_;                       // empty: all are 0
  std::vector<std::pair<std::uint32_t, std::uint32_t>> large_;  // posting, frequency
  std::uint64_t documents_ = 0;
  bool counts_ = false;  // some frequency is not 0
};

// How many terms each document of a shard has, and which documents there are.
struct Lengths {
  PostingList documents;
  std::size_t first_block = 0;
  std::vector<std::uint32_t> lengths;  // from that block's first number on

  std::size_t bytes() const { return sizeof *this + documents.bytes() + lengths.size() * 4; }
  // Of the first document of a block that some document of the shard is in.
  const std::uint32_t* of_block(std::size_t block) const {
    return lengths.data() + (block - first_block) * kBlockSize;
  }
};

// Of one shard. Where the deadline passes the list ends. Xapian's exceptions pass through.
PostingList read_postings(const Xapian::Database& shard, const std::string& term,
                          const Deadline& deadline);
Lengths read_lengths(const Xapian::Database& shard);
// The document of an id, which is a value and no term.
PostingList find_id(const Xapian::Database& shard, const std::string& id, const Deadline& deadline);

template <typename Visit>
void PostingList::each(std::size_t number, const BlockSet& among, Visit&& visit) const {
  const Block* block = block_of(number);
  if (block == nullptr || frequencies_.empty()) return;
  std::uint32_t posting = block->first;
  if (!block->dense) {
    for (std::uint32_t i = 0; i < block->count; ++i, ++posting) {
      const std::uint16_t bit = sparse_[block->at + i];
      if (among.has(bit)) visit(std::size_t{bit}, frequency(posting));
    }
    return;
  }
  for (std::size_t i = 0; i < BlockSet::kWords; ++i) {
    const std::uint64_t all = dense_[block->at + i];
    const std::uint64_t wanted = among.word(i);
    if ((all & wanted) == 0) {
      posting += static_cast<std::uint32_t>(std::popcount(all));
      continue;
    }
    for (std::uint64_t left = all; left != 0; left &= left - 1, ++posting) {
      const int bit = std::countr_zero(left);
      if ((wanted >> bit & 1) != 0)
        visit(i * 64 + static_cast<std::size_t>(bit), frequency(posting));
    }
  }
}

inline std::uint32_t PostingList::frequency(std::uint32_t posting) const {
  const std::uint8_t small = frequencies_[posting];
  if (small != kLarge) return small;
  std::size_t low = 0;
  for (std::size_t high = large_.size(); low < high;) {
    const std::size_t middle = (low + high) / 2;
    large_[middle].first < posting ? low = middle + 1 : high = middle;
  }
  return large_[low].second;
}

}  // namespace horizon::index
