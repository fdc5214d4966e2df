#include "index/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <vector>

namespace horizon::index {
namespace {

constexpr std::uint64_t kGrowth = 8;
constexpr std::uint64_t kSettledRatio = 4;

// How often a shard's documents were merged with others of their size.
unsigned tier_of(const Shard& shard) {
  unsigned tier = 0;
  for (std::uint64_t size = shard.documents / kShardDocuments; size >= kGrowth; size /= kGrowth)
    ++tier;
  return tier;
}

bool is_number(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::size_t shards_to_merge(std::span<const Shard> sealed) {
  if (sealed.size() < kGrowth) return 0;
  const unsigned tier = tier_of(sealed.back());
  const auto last = sealed.last(kGrowth);
  return std::ranges::all_of(last, [&](const Shard& shard) { return tier_of(shard) <= tier; })
             ? kGrowth
             : 0;
}

std::size_t shards_to_settle(std::span<const Shard> sealed) {
  std::size_t merged = 0;
  std::uint64_t behind = 0;
  for (std::size_t i = sealed.size(); i > 0; --i) {
    if (behind > 0 && sealed[i - 1].documents < kSettledRatio * behind)
      merged = sealed.size() - i + 1;
    behind += sealed[i - 1].documents;
  }
  return merged;
}

tl::unexpected<Error> xapian_error(const std::filesystem::path& folder,
                                   const Xapian::Error& error) {
  const std::string_view type = error.get_type();
  const bool locked = type == "DatabaseLockError";
  // A folder that cannot be opened is what a kill leaves while Xapian lays out a new database.
  const bool corrupt = type == "DatabaseCorruptError" || type == "DatabaseVersionError" ||
                       type == "DatabaseOpeningError" || type == "DatabaseNotFoundError";
  const bool cut_off = error.get_msg().find("EOF reading") != std::string::npos;
  const char* advice = locked ? "another horizon process is writing it; wait for it or stop it"
                       : corrupt || cut_off ? "'horizon reindex' builds it anew"
                                            : "check the disk";
  return fail(corrupt || cut_off ? ErrorCode::kCorrupt : ErrorCode::kUnavailable,
              fmt::format("search index {}: {} ({})", folder.string(), error.get_msg(), advice));
}

Xapian::WritableDatabase& OpenShards::open(const Shard& shard) {
  const auto found = open_.find(shard.name);
  if (found != open_.end()) return found->second;
  // Only the live shard may be new; documents == 0 tells it.
  const int flags = shard.documents == 0 ? Xapian::DB_CREATE_OR_OPEN : Xapian::DB_OPEN;
  return open_.emplace(shard.name, Xapian::WritableDatabase((folder_ / shard.name).string(), flags))
      .first->second;
}

void OpenShards::commit(const Shard& live) {
  for (auto it = open_.begin(); it != open_.end();) {
    if (it->first == live.name) {
      ++it;
      continue;
    }
    it->second.commit();
    it = open_.erase(it);
  }
  open(live).commit();
}

void OpenShards::merge(std::span<const Shard> shards, const std::string& name) const {
  Xapian::Database all;
  for (const Shard& shard : shards)
    all.add_database(Xapian::Database((folder_ / shard.name).string()));
  // The standard level: the full one has bugs in Xapian 1.4.22.
  all.compact((folder_ / name).string(), Xapian::DBCOMPACT_NO_RENUMBER);
}

void OpenShards::remove(const Shard& shard) const {
  std::error_code ignored;  // remove_unknown() comes by again
  std::filesystem::remove_all(folder_ / shard.name, ignored);
}

void OpenShards::remove_unknown(const Manifest& manifest) const {
  std::error_code error;
  std::vector<std::filesystem::path> unknown;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (is_number(name) &&
        std::ranges::find(manifest.shards, name, &Shard::name) == manifest.shards.end())
      unknown.push_back(entry.path());
  }
  for (const std::filesystem::path& path : unknown) std::filesystem::remove_all(path, error);
}

}  // namespace horizon::index
