#include "index/postings.h"

#include <algorithm>

#include "index/terms.h"

namespace horizon::index {
namespace {

// A look at the clock costs as much as some postings.
constexpr std::uint32_t kPostingsPerLook = 8'192;

}  // namespace

void PostingList::add(DocumentNumber number, std::uint32_t frequency) {
  const std::size_t block = number >> kBlockBits;
  if (blocks_.empty()) {
    first_block_ = block;
    blocks_.emplace_back();
  }
  while (first_block_ + blocks_.size() <= block) {
    close_block();
    Block next;
    next.first = static_cast<std::uint32_t>(documents_);
    next.at = static_cast<std::uint32_t>(sparse_.size());
    blocks_.push_back(next);
  }
  sparse_.push_back(static_cast<std::uint16_t>(number & (kBlockSize - 1)));
  ++blocks_.back().count;
  counts_ = counts_ || frequency > 0;
  if (frequency >= kLarge) large_.emplace_back(static_cast<std::uint32_t>(documents_), frequency);
  frequencies_.push_back(frequency < kLarge ? static_cast<std::uint8_t>(frequency) : kLarge);
  ++documents_;
}

// What is in the block in hand stands at the end of sparse_.
void PostingList::close_block() {
  Block& block = blocks_.back();
  if (block.count < kDense) return;
  const std::size_t begin = dense_.size();
  dense_.resize(begin + BlockSet::kWords);
  for (std::size_t i = block.at; i < sparse_.size(); ++i)
    dense_[begin + sparse_[i] / 64] |= std::uint64_t{1} << sparse_[i] % 64;
  sparse_.resize(block.at);
  block.at = static_cast<std::uint32_t>(begin);
  block.dense = true;
}

void PostingList::finish() {
  if (!blocks_.empty()) close_block();
  if (!counts_) frequencies_.clear();
  blocks_.shrink_to_fit();
  sparse_.shrink_to_fit();
  dense_.shrink_to_fit();
  frequencies_.shrink_to_fit();
}

std::size_t PostingList::bytes() const {
  return sizeof *this + blocks_.capacity() * sizeof(Block) + sparse_.capacity() * 2 +
         dense_.capacity() * 8 + frequencies_.capacity() + large_.capacity() * sizeof large_[0];
}

const PostingList::Block* PostingList::block_of(std::size_t block) const {
  if (block < first_block_ || block - first_block_ >= blocks_.size()) return nullptr;
  const Block& found = blocks_[block - first_block_];
  return found.count == 0 ? nullptr : &found;
}

bool PostingList::has(DocumentNumber number) const {
  const Block* block = block_of(number >> kBlockBits);
  if (block == nullptr) return false;
  const std::size_t bit = number & (kBlockSize - 1);
  if (block->dense) return (dense_[block->at + bit / 64] >> bit % 64 & 1) != 0;
  const auto begin = sparse_.begin() + block->at;
  return std::binary_search(begin, begin + block->count, static_cast<std::uint16_t>(bit));
}

void PostingList::unite_into(std::size_t number, BlockSet& set) const {
  const Block* block = block_of(number);
  if (block == nullptr) return;
  if (block->dense) {
    for (std::size_t i = 0; i < BlockSet::kWords; ++i) set.unite(i, dense_[block->at + i]);
    return;
  }
  for (std::uint32_t i = 0; i < block->count; ++i) set.set(sparse_[block->at + i]);
}

PostingList read_postings(const Xapian::Database& shard, const std::string& term,
                          const Deadline& deadline) {
  PostingList list;
  std::uint32_t looks = 0;
  const auto end = shard.postlist_end(term);
  for (auto it = shard.postlist_begin(term); it != end; ++it) {
    if (++looks % kPostingsPerLook == 0 && deadline.passed()) break;
    list.add(*it, it.get_wdf());
  }
  list.finish();
  return list;
}

Lengths read_lengths(const Xapian::Database& shard) {
  Lengths all;
  const auto end = shard.postlist_end({});
  for (auto it = shard.postlist_begin({}); it != end; ++it) {
    if (all.lengths.empty()) {
      all.first_block = *it >> kBlockBits;
      const std::size_t blocks = (shard.get_lastdocid() >> kBlockBits) - all.first_block + 1;
      all.lengths.resize(blocks * kBlockSize);
    }
    // Of a damaged shard.
    if (*it - all.first_block * kBlockSize >= all.lengths.size()) break;
    all.documents.add(*it, 0);
    all.lengths[*it - all.first_block * kBlockSize] = it.get_doclength();
  }
  all.documents.finish();
  return all;
}

PostingList find_id(const Xapian::Database& shard, const std::string& id,
                    const Deadline& deadline) {
  PostingList list;
  std::uint32_t looks = 0;
  const auto end = shard.valuestream_end(kIdSlot);
  for (auto it = shard.valuestream_begin(kIdSlot); it != end; ++it) {
    if (++looks % kPostingsPerLook == 0 && deadline.passed()) break;
    if (*it == id) list.add(it.get_docid(), 0);
  }
  list.finish();
  return list;
}

}  // namespace horizon::index
