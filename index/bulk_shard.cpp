#include "index/bulk_shard.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <functional>
#include <future>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/io.h"
#include "core/varint.h"
#include "index/glass_table.h"
#include "index/inverter.h"
#include "index/term_list.h"
#include "index/terms.h"

namespace horizon::index {
namespace {

// The version file begins with this; the last two bytes are the format of 14 March 2016.
constexpr std::string_view kMagic("\x0f\x0dXapian Glass\x04\x6e", 16);
constexpr const char* kVersionFile = "iamglass";
constexpr std::size_t kTables = 6;
constexpr std::size_t kPostings = 0, kTermLists = 2;
// Values shorter than this lie as they are, by table.
constexpr std::array<std::uint64_t, kTables> kLeastDeflated = {0, 18, 18, 0, 18, 18};
// Of a posting list or of values, so much is under one key.
constexpr std::size_t kChunkBytes = 2000;
// Keys that are no terms.
constexpr std::string_view kValueStatistics("\0\xd0", 2);
constexpr std::string_view kValues("\0\xd8", 2);
constexpr std::string_view kLengths("\0\xe0", 2);

// What the version file says of all documents.
struct Statistics {
  std::uint64_t documents = 0, last = 0, length = 0;
  std::uint64_t shortest = 0, longest = 0, most_frequent = 0;
};

// A term as a key: a zero byte in it is followed by 0xFF, so that nothing else begins so.
std::string key_of(std::string_view term) {
  std::string key;
  for (const char c : term) {
    key.push_back(c);
    if (c == '\0') key.push_back('\xFF');
  }
  return key;
}

// Raw deflate with one state for all values.
class Deflater {
 public:
  Deflater() {
    // Lists have some thousand bytes: what a larger window needs is emptied for each of them.
    constexpr int kRaw = -12;
    constexpr int kMemory = 5;
    good_ = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRaw, kMemory,
                         Z_DEFAULT_STRATEGY) == Z_OK;
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() {
    if (good_) deflateEnd(&stream_);
  }

  // "" if it does not get smaller.
  std::string_view deflated(std::string_view value) {
    if (!good_ || value.size() <= kLeastDeflated[kTermLists] || deflateReset(&stream_) != Z_OK)
      return {};
    out_.resize(value.size());
    in_ = value;
    stream_.next_in = reinterpret_cast<Bytef*>(in_.data());
    stream_.avail_in = static_cast<uInt>(in_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(out_.size() - 1);
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return {};
    return std::string_view(out_).substr(0, stream_.total_out);
  }

 private:
  z_stream stream_{};
  bool good_ = false;
  std::string in_, out_;
};

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
    table.add(entry_key, chunk, false);
    begin = i;
  }
}

std::string statistics_key(std::uint32_t slot) {
  std::string key(kValueStatistics);
  for (; slot > 0; slot >>= 8U) key.push_back(static_cast<char>(slot));
  return key;
}

// How many have a value in a slot, the least and the greatest.
void add_value_statistics(GlassTable& table, std::uint32_t slot, std::string ShardDocument::*value,
                          std::span<const ShardDocument> documents) {
  std::uint64_t count = 0;
  const std::string *least = nullptr, *greatest = nullptr;
  for (const ShardDocument& document : documents) {
    const std::string& one = document.*value;
    if (one.empty()) continue;
    ++count;
    if (least == nullptr || one < *least) least = &one;
    if (greatest == nullptr || one > *greatest) greatest = &one;
  }
  if (count == 0) return;
  std::string said;
  put_varint(said, count);
  put_varint(said, least->size());
  said += *least;
  if (*least != *greatest) said += *greatest;
  table.add(statistics_key(slot), said, false);
}

void add_values(GlassTable& table, std::uint32_t slot, std::string ShardDocument::*value,
                std::span<const ShardDocument> documents) {
  std::string key, chunk;
  DocumentNumber last = 0;
  for (const ShardDocument& document : documents) {
    const std::string& one = document.*value;
    if (one.empty()) continue;
    if (chunk.empty()) {
      key = kValues;
      put_varint(key, slot);
      put_sorted_number(key, document.number);
    } else {
      put_varint(chunk, document.number - last - 1);
    }
    last = document.number;
    put_varint(chunk, one.size());
    chunk += one;
    if (chunk.size() < kChunkBytes) continue;
    table.add(key, chunk, false);
    chunk.clear();
  }
  if (!chunk.empty()) table.add(key, chunk, false);
}

// The table of term lists; of each document also which slots have values.
Result<TableRoot> write_term_lists(const std::filesystem::path& folder,
                                   std::span<const ShardDocument> documents) {
  GlassTable table(folder / "termlist.glass");
  Deflater deflater;
  static_assert(kPublishedSlot == 0 && kIdSlot == 1);
  for (const ShardDocument& document : documents) {
    std::string key;
    put_sorted_number(key, document.number);
    const std::string_view smaller = deflater.deflated(document.terms);
    table.add(key, smaller.empty() ? document.terms : smaller, !smaller.empty());
    // Each slot by its distance from the one before.
    std::string slots;
    if (!document.published.empty()) slots.push_back('\0');
    if (!document.id.empty()) slots.push_back(document.published.empty() ? '\1' : '\0');
    if (!slots.empty()) table.add(key.append(1, '\0'), slots, false);
  }
  return table.finish();
}

Result<TableRoot> write_postings(const std::filesystem::path& folder,
                                 std::span<const ShardDocument> documents, Statistics& statistics) {
  GlassTable table(folder / "postlist.glass");
  add_value_statistics(table, kPublishedSlot, &ShardDocument::published, documents);
  add_value_statistics(table, kIdSlot, &ShardDocument::id, documents);
  add_values(table, kPublishedSlot, &ShardDocument::published, documents);
  add_values(table, kIdSlot, &ShardDocument::id, documents);
  Inverter inverter;
  std::vector<Posting> lengths;
  lengths.reserve(documents.size());
  for (const ShardDocument& document : documents) {
    TermListReader terms(document.terms);
    lengths.push_back({document.number, static_cast<std::uint32_t>(terms.length())});
    while (terms.next()) {
      inverter.add(terms.term(), {document.number, terms.frequency()});
      statistics.most_frequent =
          std::max<std::uint64_t>(statistics.most_frequent, terms.frequency());
    }
  }
  // The head of the lengths is for counts that nobody needs of them.
  add_postings(table, std::string(kLengths), std::string(2, '\0'), lengths, false);
  for (const Posting& one : lengths) {
    statistics.length += one.frequency;
    // Xapian takes 0 for none, too.
    if (one.frequency > 0 && (statistics.shortest == 0 || one.frequency < statistics.shortest))
      statistics.shortest = one.frequency;
    statistics.longest = std::max<std::uint64_t>(statistics.longest, one.frequency);
  }
  inverter.each([&](std::string_view term, std::span<const Posting> postings) {
    std::uint64_t occurrences = 0;
    for (const Posting& posting : postings) occurrences += posting.frequency;
    std::string head;
    put_varint(head, postings.size());
    put_varint(head, occurrences);
    add_postings(table, key_of(term), std::move(head), postings, true);
  });
  return table.finish();
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

Status write_version(const std::filesystem::path& folder,
                     const std::array<TableRoot, kTables>& roots, const Statistics& statistics) {
  std::array<char, 16> identity{};
  // Up to 256 bytes come whole or not at all.
  if (getrandom(identity.data(), identity.size(), 0) != static_cast<ssize_t>(identity.size()))
    return fail(ErrorCode::kUnavailable, fmt::format("cannot draw random bytes: {}",
                                                     std::generic_category().message(errno)));
  std::string out(kMagic);
  out.append(identity.data(), identity.size());
  put_varint(out, 1);  // revision
  for (std::size_t i = 0; i < kTables; ++i) put_root(out, roots[i], kLeastDeflated[i]);
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

}  // namespace

bool is_known_format(const std::filesystem::path& database) {
  std::ifstream file(database / kVersionFile, std::ios::binary);
  std::array<char, kMagic.size()> head{};
  file.read(head.data(), head.size());
  return file && std::string_view(head.data(), head.size()) == kMagic;
}

Status write_shard(const std::filesystem::path& folder, std::span<const ShardDocument> documents) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot make {}: {}", folder.string(), error.message()));
  std::array<TableRoot, kTables> roots;
  Statistics statistics;
  statistics.documents = documents.size();
  statistics.last = documents.back().number;
  // Half of the work each, and whoever waits for the shard waits half as long.
  auto listing = std::async(std::launch::async | std::launch::deferred, write_term_lists,
                            std::cref(folder), documents);
  const auto postings = write_postings(folder, documents, statistics);
  const auto lists = listing.get();
  if (!lists) return fail(lists.error());
  if (!postings) return fail(postings.error());
  roots[kTermLists] = *lists;
  roots[kPostings] = *postings;
  return write_version(folder, roots, statistics);
}

}  // namespace horizon::index
