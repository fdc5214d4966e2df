#include "index/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <vector>

#include "index/shard_copy.h"
#include "index/shard_writer.h"

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

Xapian::WritableDatabase& OpenShards::open(const std::string& name) {
  return open(name, Xapian::DB_OPEN);
}

Xapian::WritableDatabase& OpenShards::make(const std::string& name) {
  return open(name, Xapian::DB_CREATE_OR_OPEN);
}

Xapian::WritableDatabase& OpenShards::open(const std::string& name, int flags) {
  const auto found = open_.find(name);
  if (found != open_.end()) return found->second;
  return open_.emplace(name, Xapian::WritableDatabase((folder_ / name).string(), flags))
      .first->second;
}

void OpenShards::commit(const std::string& live) {
  for (auto& [name, database] : open_)
    if (name != live) database.commit();
  open(live).commit();
}

void OpenShards::close() {
  open_.clear();
  sealed_.clear();
}

const Xapian::Database& OpenShards::sealed(const Shard& shard) {
  auto found = sealed_.find(shard.name);
  if (found == sealed_.end())
    found = sealed_.emplace(shard.name, Xapian::Database((folder_ / shard.name).string())).first;
  return found->second;
}

std::optional<std::uint32_t> OpenShards::sealed_length(const Shard& shard, DocumentNumber number) {
  try {
    return sealed(shard).get_doclength(number);
  } catch (const Xapian::DocNotFoundError&) {
    return std::nullopt;
  }
}

Result<std::uint64_t> OpenShards::merge(std::span<const Shard> shards,
                                        const std::string& name) const {
  std::vector<Xapian::Database> all;
  for (const Shard& shard : shards) all.emplace_back((folder_ / shard.name).string());
  if (is_known_format(folder_ / shards.front().name))
    return copy_shards(all, nullptr, folder_ / name);
  Xapian::Database together;
  for (const Xapian::Database& one : all) together.add_database(one);
  // The standard level: the full one has bugs in Xapian 1.4.22.
  together.compact((folder_ / name).string(), Xapian::DBCOMPACT_NO_RENUMBER);
  return together.get_doccount();
}

Result<std::uint64_t> OpenShards::renew(const Shard& shard, DocumentNumber end,
                                        const std::string& changes, const std::string& name) const {
  const Xapian::Database sealed((folder_ / shard.name).string());
  const Xapian::Database changed((folder_ / changes).string());
  const ChangedShard taken{changed, shard.first, end};
  return copy_shards({&sealed, 1}, &taken, folder_ / name);
}

void OpenShards::remove(const std::string& name) const {
  std::error_code ignored;  // remove_unknown() comes by again
  std::filesystem::remove_all(folder_ / name, ignored);
}

void OpenShards::remove_unknown(const Manifest& manifest) const {
  std::error_code error;
  std::vector<std::filesystem::path> unknown;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (is_number(name) && name != manifest.changes &&
        std::ranges::find(manifest.shards, name, &Shard::name) == manifest.shards.end())
      unknown.push_back(entry.path());
  }
  for (const std::filesystem::path& path : unknown) std::filesystem::remove_all(path, error);
}

}  // namespace horizon::index
