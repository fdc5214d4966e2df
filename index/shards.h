// The shards of an index that is being written: which are open, which are to be made one. Internal
// to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/document.h"
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
// When so many documents of sealed shards have changed, or this share of all, whichever is more,
// those shards are written anew. At the end of a bulk import with fewer.
inline constexpr std::uint64_t kChangedDocuments = 25'000;
inline constexpr std::uint64_t kChangedShare = 10;  // one of so many
inline constexpr std::uint64_t kSettledShare = 20;

// How many shards at the end of these (all sealed, in order) are to be made one now; 0 or at least
// 2. While documents stream in, eight of a size: each is copied once for every eightfold growth.
std::size_t shards_to_merge(std::span<const Shard> sealed);
// At the end of a bulk import: so many that each shard is at least four times as large as all
// behind it, since every shard costs each search a little.
std::size_t shards_to_settle(std::span<const Shard> sealed);

// What Xapian said of a folder: kCorrupt if only a new index helps.
tl::unexpected<Error> xapian_error(const std::filesystem::path& folder, const Xapian::Error& error);

// The open databases of an index that is being written. Xapian's exceptions pass through.
class OpenShards {
 public:
  explicit OpenShards(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The live shard, or the one of changes.
  Xapian::WritableDatabase& open(const std::string& name);
  // Likewise; made anew.
  Xapian::WritableDatabase& make(const std::string& name);
  // Makes what was put durable: of changes first, of the live shard last.
  void commit(const std::string& live);
  void close();

  // Sealed, for reading; kept open.
  const Xapian::Database& sealed(const Shard& shard);
  // How many terms a document of a sealed shard has; nullopt: there is none of this number.
  std::optional<std::uint32_t> sealed_length(const Shard& shard, DocumentNumber number);

  // The documents of neighbouring shards, in a new folder of this name. How many they are.
  Result<std::uint64_t> merge(std::span<const Shard> shards, const std::string& name) const;
  // Those of a sealed shard with what has changed up to `end`, likewise.
  Result<std::uint64_t> renew(const Shard& shard, DocumentNumber end, const std::string& changes,
                              const std::string& name) const;
  void remove(const std::string& name) const;
  // Folders that no manifest names: what a kill has left.
  void remove_unknown(const Manifest& manifest) const;

 private:
  Xapian::WritableDatabase& open(const std::string& name, int flags);

  std::filesystem::path folder_;
  std::map<std::string, Xapian::WritableDatabase> open_;  // by name
  std::map<std::string, Xapian::Database> sealed_;
};

}  // namespace horizon::index
