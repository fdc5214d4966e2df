// The shards of an index that is being written: which are open, which are to be made one. Internal
// to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "core/error.h"
#include "index/manifest.h"

namespace horizon::index {

// The live shard is sealed when it has so many documents: a small one is written to at the same
// speed however large the index grows.
inline constexpr std::uint64_t kShardDocuments = 25'000;
// At the end of a bulk import it is sealed with so many.
inline constexpr std::uint64_t kSettledDocuments = 5'000;
// So many new documents in one commit become a sealed shard at once.
inline constexpr std::uint64_t kBulkDocuments = 5'000;

// How many shards at the end of these (all sealed, in order) are to be made one now; 0 or at least
// 2. While documents stream in, eight of a size: each is copied once for every eightfold growth.
std::size_t shards_to_merge(std::span<const Shard> sealed);
// At the end of a bulk import: so many that each shard is at least four times as large as all
// behind it, since every shard costs each search a little.
std::size_t shards_to_settle(std::span<const Shard> sealed);

// What Xapian said of a folder: kCorrupt if only a new index helps.
tl::unexpected<Error> xapian_error(const std::filesystem::path& folder, const Xapian::Error& error);

// The open databases of the shards that are written to. Xapian's exceptions pass through.
class OpenShards {
 public:
  explicit OpenShards(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Xapian::WritableDatabase& open(const Shard& shard);
  // Makes what was put durable: of sealed shards first, of the live one last. Closes the former.
  void commit(const Shard& live);
  void close() { open_.clear(); }

  // The documents of neighbouring shards, in a new folder of this name.
  void merge(std::span<const Shard> shards, const std::string& name) const;
  void remove(const Shard& shard) const;
  // Folders that no manifest names: what a kill has left.
  void remove_unknown(const Manifest& manifest) const;

 private:
  std::filesystem::path folder_;
  std::map<std::string, Xapian::WritableDatabase> open_;  // by name
};

}  // namespace horizon::index
