#include "index/glass_table.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/io.h"

namespace horizon::index {
namespace {

// A block: revision (4), level (1), free bytes in one piece (2), free bytes (2), end of the
// directory (2), directory: where each item is (2), ... items. Numbers are big endian.
constexpr std::size_t kDirectory = 11;
constexpr std::size_t kOffset = 2;
constexpr std::uint32_t kRevision = 1;

// A leaf's item: its size less 3 with flags above (2), size of the key (1), key, which piece of the
// value it is unless the first (2), bytes. Four must fit into a block.
constexpr std::size_t kItemHead = 3;
constexpr std::size_t kPiece = 2;
constexpr std::size_t kMaxItem = (kBlockBytes - kDirectory - 4 * kOffset) / 4;
constexpr unsigned kLastPiece = 0x4000;
constexpr unsigned kFirstPiece = 0x2000;
// Pieces are not made smaller to fill a block: each costs its key once more.
constexpr std::size_t kLeastPiece = 300;

// An inner item: child (4), size of the divider (1), divider, piece (2).
constexpr std::size_t kChild = 4;

constexpr std::size_t kPendingBytes = std::size_t{1} << 20U;

void put2(char* to, std::size_t value) {
  to[0] = static_cast<char>(value >> 8U);
  to[1] = static_cast<char>(value);
}

void put4(char* to, std::uint32_t value) {
  put2(to, value >> 16U);
  put2(to + 2, value & 0xFFFFU);
}

// The shortest key above `before` that is not above `key`, as piece 0, before any piece of `key`.
std::string divider_of(std::string_view before, std::string_view key) {
  const auto differ =
      std::mismatch(key.begin(), key.end(), before.begin(), before.end()).first - key.begin();
  std::string divider(key.substr(0, static_cast<std::size_t>(differ) + 1));
  return divider.append(kPiece, '\0');
}

std::string divider_within(std::string_view key, std::size_t piece) {
  std::string divider(key);
  divider.resize(key.size() + kPiece);
  put2(divider.data() + key.size(), piece);
  return divider;
}

}  // namespace

void put_sorted_number(std::string& out, std::uint32_t number) {
  constexpr std::uint32_t kTwoBytes = 0x8000;
  std::size_t size = 2;
  // From three bytes on, the first begins with as many ones, less two, and a zero.
  while (number >= kTwoBytes && size < 6 && (std::uint64_t{number} >> (7 * size + 1)) != 0) ++size;
  for (std::size_t i = size; i > 0; --i) {
    const std::size_t shift = 8 * (i - 1);
    auto byte = static_cast<unsigned>(std::uint64_t{number} >> shift & 0xFFU);
    if (i == size && size > 2) byte |= 0xFFU << (10 - size) & 0xFFU;
    out.push_back(static_cast<char>(byte));
  }
}

GlassTable::GlassTable(std::filesystem::path file) : file_(std::move(file)) {
  descriptor_ = ::open(file_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
  if (descriptor_ < 0) error_ = errno;
  begin(level(0), 0, "");
  // Every tree begins with an item without a key.
  char* const item = place(level(0), kItemHead);
  put2(item, kFirstPiece | kLastPiece);
  item[2] = '\0';
}

GlassTable::~GlassTable() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

GlassTable::Block& GlassTable::level(std::size_t number) {
  if (levels_.size() <= number) {
    levels_.resize(number + 1);
    levels_[number].bytes.resize(kBlockBytes);
    begin(levels_[number], number, "");
  }
  return levels_[number];
}

void GlassTable::begin(Block& block, std::size_t level, std::string divider) {
  block.bytes.assign(kBlockBytes, '\0');
  put4(block.bytes.data(), kRevision);
  block.bytes[4] = static_cast<char>(level);
  block.directory = kDirectory;
  block.items = kBlockBytes;
  block.divider = std::move(divider);
}

std::size_t GlassTable::room(const Block& block) {
  const std::size_t free = block.items - block.directory;
  return free < kOffset ? 0 : free - kOffset;
}

char* GlassTable::place(Block& block, std::size_t size) {
  block.items -= size;
  put2(block.bytes.data() + block.directory, block.items);
  block.directory += kOffset;
  return block.bytes.data() + block.items;
}

void GlassTable::add(std::string_view key, std::string_view value) {
  ++entries_;
  for (std::size_t piece = 1;; ++piece) {
    const std::size_t head = kItemHead + key.size() + (piece > 1 ? kPiece : 0);
    const std::size_t most = std::min(room(level(0)), kMaxItem);
    const bool whole = head + value.size() <= most;
    if (!whole && most < head + kLeastPiece) {
      close_leaf(piece > 1 ? divider_within(key, piece) : divider_of(last_key_, key));
      --piece;
      continue;
    }
    const std::size_t size = whole ? value.size() : most - head;
    char* item = place(level(0), head + size);
    put2(item,
         (head + size - kItemHead) | (piece == 1 ? kFirstPiece : 0U) | (whole ? kLastPiece : 0U));
    item[2] = static_cast<char>(key.size());
    std::memcpy(item + kItemHead, key.data(), key.size());
    if (piece > 1) put2(item + kItemHead + key.size(), piece);
    std::memcpy(item + head, value.data(), size);
    value.remove_prefix(size);
    if (whole) break;
  }
  last_key_ = key;
}

void GlassTable::close_leaf(std::string divider) {
  const std::string own = std::move(level(0).divider);
  hang(1, own, write(0));
  begin(level(0), 0, std::move(divider));
}

// Finishes the block of a level; its number.
std::uint32_t GlassTable::write(std::size_t level) {
  Block& block = levels_[level];
  const std::size_t free = block.items - block.directory;
  char* const head = block.bytes.data();
  put2(head + 5, free);
  put2(head + 7, free);
  put2(head + 9, block.directory);
  pending_ += block.bytes;
  if (pending_.size() >= kPendingBytes) flush();
  return blocks_++;
}

void GlassTable::hang(std::size_t number, std::string_view divider, std::uint32_t child) {
  if (room(level(number)) < kChild + 1 + std::max(divider.size(), kPiece)) {
    const std::string own = std::move(level(number).divider);
    hang(number + 1, own, write(number));
    begin(level(number), number, std::string(divider));
  }
  Block& parent = level(number);
  // The first child of a block needs no divider: the block itself is found by it.
  static constexpr std::string_view kNone("\0\0", kPiece);
  if (parent.directory == kDirectory) divider = kNone;
  char* const item = place(parent, kChild + 1 + divider.size());
  put4(item, child);
  item[kChild] = static_cast<char>(divider.size() - kPiece);
  std::memcpy(item + kChild + 1, divider.data(), divider.size());
}

void GlassTable::flush() {
  if (error_ == 0 && !write_all(descriptor_, pending_)) error_ = errno;
  pending_.clear();
}

Result<TableRoot> GlassTable::finish() {
  std::size_t top = 0;
  std::uint32_t root = write(0);
  for (; top + 1 < levels_.size(); ++top) {
    const std::string own = levels_[top].divider;
    hang(top + 1, own, root);
    root = write(top + 1);
  }
  flush();
  if (error_ == 0 && ::fdatasync(descriptor_) != 0) error_ = errno;
  if (error_ != 0)
    return fail(ErrorCode::kUnavailable, fmt::format("cannot write {}: {}", file_.string(),
                                                     std::generic_category().message(error_)));
  return TableRoot{root, static_cast<std::uint32_t>(top), blocks_, entries_};
}

}  // namespace horizon::index
