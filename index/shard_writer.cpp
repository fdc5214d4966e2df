#include "index/shard_writer.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <system_error>
#include <utility>

#include "core/io.h"
#include "core/varint.h"

namespace horizon::index {
namespace {

// The version file begins with this; the last two bytes are the format of 14 March 2016.
constexpr std::string_view kMagic("\x0f\x0dXapian Glass\x04\x6e", 16);
constexpr const char* kVersionFile = "iamglass";
// Values shorter than this lie as they are, by table. The first table is that of posting lists; the
// others have no file.
constexpr std::array<std::uint64_t, 6> kLeastDeflated = {0, 18, 18, 0, 18, 18};
// Of a posting list or of values, so much is under one key.
constexpr std::size_t kChunkBytes = 2000;
// Keys that are no terms.
constexpr std::string_view kValueStatistics("\0\xd0", 2);
constexpr std::string_view kValues("\0\xd8", 2);
constexpr std::string_view kLengths("\0\xe0", 2);

// A term as a key: a zero byte in it is followed by 0xFF, so that nothing else begins so.
std::string key_of(std::string_view term) {
  std::string key;
  for (const char c : term) {
    key.push_back(c);
    if (c == '\0') key.push_back('\xFF');
  }
  return key;
}

// Adds numbers with a value each (postings, lengths) in chunks: the key, the first chunk's head,
// and of each chunk whether it is the last one, its last number less its first, and the entries.
void add_postings(GlassTable& table, const std::string& key, std::string head,
                  std::span<const Posting> postings, bool term) {
  std::string chunk, entry_key = key;
  for (std::size_t begin = 0; begin < postings.size();) {
    const std::uint32_t first = postings[begin].document;
    std::string entries;
    std::size_t i = begin;
    for (; i < postings.size() && entries.size() < kChunkBytes; ++i) {
      if (i > begin) put_varint(entries, postings[i].document - postings[i - 1].document - 1);
      put_varint(entries, postings[i].frequency);
    }
    chunk.clear();
    if (begin == 0) {
      chunk = std::move(head);
      put_varint(chunk, first - 1);
    } else {
      entry_key = key;
      if (term) entry_key.push_back('\0');
      put_sorted_number(entry_key, first);
    }
    chunk.push_back(i == postings.size() ? '1' : '0');
    put_varint(chunk, postings[i - 1].document - first);
    chunk += entries;
    table.add(entry_key, chunk);
    begin = i;
  }
}

std::string statistics_key(std::uint32_t slot) {
  std::string key(kValueStatistics);
  for (; slot > 0; slot >>= 8U) key.push_back(static_cast<char>(slot));
  return key;
}

// How many have a value in a slot, the least and the greatest.
void add_value_statistics(GlassTable& table, std::uint32_t slot, const EachValue& each) {
  std::uint64_t count = 0;
  std::string least, greatest;
  each([&](DocumentNumber, std::string_view value) {
    if (count == 0 || value < least) least = value;
    if (count == 0 || value > greatest) greatest = value;
    ++count;
  });
  if (count == 0) return;
  std::string said;
  put_varint(said, count);
  put_varint(said, least.size());
  said += least;
  if (least != greatest) said += greatest;
  table.add(statistics_key(slot), said);
}

void add_values(GlassTable& table, std::uint32_t slot, const EachValue& each) {
  std::string key, chunk;
  DocumentNumber last = 0;
  each([&](DocumentNumber number, std::string_view value) {
    if (chunk.empty()) {
      key = kValues;
      put_varint(key, slot);
      put_sorted_number(key, number);
    } else {
      put_varint(chunk, number - last - 1);
    }
    last = number;
    put_varint(chunk, value.size());
    chunk += value;
    if (chunk.size() < kChunkBytes) return;
    table.add(key, chunk);
    chunk.clear();
  });
  if (!chunk.empty()) table.add(key, chunk);
}

void put_root(std::string& out, const TableRoot& root, std::uint64_t least_deflated) {
  constexpr unsigned kNoFile = 1, kInOrder = 2;
  put_varint(out, root.root);
  put_varint(out, std::uint64_t{root.level} << 2U | kInOrder | (root.entries == 0 ? kNoFile : 0U));
  put_varint(out, root.entries);
  put_varint(out, kBlockBytes >> 11U);
  put_varint(out, least_deflated);
  std::string free_blocks;
  if (root.entries > 0) {
    put_varint(free_blocks, 1);  // revision
    put_varint(free_blocks, root.blocks);
    free_blocks.append(4, '\0');
  }
  put_varint(out, free_blocks.size());
  out += free_blocks;
}

Status write_version(const std::filesystem::path& folder, const TableRoot& postings,
                     const ShardStatistics& statistics) {
  std::array<char, 16> identity{};
  // Up to 256 bytes come whole or not at all.
  if (getrandom(identity.data(), identity.size(), 0) != static_cast<ssize_t>(identity.size()))
    return fail(ErrorCode::kUnavailable, fmt::format("cannot draw random bytes: {}",
                                                     std::generic_category().message(errno)));
  std::string out(kMagic);
  out.append(identity.data(), identity.size());
  put_varint(out, 1);  // revision
  put_root(out, postings, kLeastDeflated[0]);
  for (std::size_t i = 1; i < kLeastDeflated.size(); ++i) put_root(out, {}, kLeastDeflated[i]);
  put_varint(out, statistics.documents);
  put_varint(out, statistics.last - statistics.documents);
  put_varint(out, statistics.shortest);
  put_varint(out, statistics.most_frequent);
  put_varint(out, statistics.longest - std::min(statistics.longest, statistics.most_frequent));
  put_varint(out, 0);  // oldest set of changes
  put_varint(out, statistics.length);
  put_varint(out, 0);  // frequency of spellings
  return write_file_atomically(folder / kVersionFile, out);
}

// Where it cannot be made, the table in it says so.
const std::filesystem::path& made(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  return folder;
}

}  // namespace

bool is_known_format(const std::filesystem::path& database) {
  std::ifstream file(database / kVersionFile, std::ios::binary);
  std::array<char, kMagic.size()> head{};
  file.read(head.data(), head.size());
  return file && std::string_view(head.data(), head.size()) == kMagic;
}

ShardWriter::ShardWriter(std::filesystem::path folder)
    : folder_(std::move(folder)), table_(made(folder_) / "postlist.glass") {}

void ShardWriter::add_values(std::span<const EachValue> slots) {
  for (std::uint32_t slot = 0; slot < slots.size(); ++slot)
    add_value_statistics(table_, slot, slots[slot]);
  for (std::uint32_t slot = 0; slot < slots.size(); ++slot)
    index::add_values(table_, slot, slots[slot]);
}

void ShardWriter::add_lengths(std::span<const Posting> lengths) {
  if (lengths.empty()) return;
  // The head of the lengths is for counts that nobody needs of them.
  add_postings(table_, std::string(kLengths), std::string(2, '\0'), lengths, false);
  statistics_.documents = lengths.size();
  statistics_.last = lengths.back().document;
  for (const Posting& one : lengths) {
    statistics_.length += one.frequency;
    // Xapian takes 0 for none, too.
    if (one.frequency > 0 && (statistics_.shortest == 0 || one.frequency < statistics_.shortest))
      statistics_.shortest = one.frequency;
    statistics_.longest = std::max<std::uint64_t>(statistics_.longest, one.frequency);
  }
}

void ShardWriter::add_term(std::string_view term, std::span<const Posting> postings) {
  std::uint64_t occurrences = 0;
  for (const Posting& posting : postings) {
    occurrences += posting.frequency;
    statistics_.most_frequent =
        std::max<std::uint64_t>(statistics_.most_frequent, posting.frequency);
  }
  std::string head;
  put_varint(head, postings.size());
  put_varint(head, occurrences);
  add_postings(table_, key_of(term), std::move(head), postings, true);
}

Status ShardWriter::finish() {
  const auto postings = table_.finish();
  if (!postings) return fail(postings.error());
  return write_version(folder_, *postings, statistics_);
}

}  // namespace horizon::index
