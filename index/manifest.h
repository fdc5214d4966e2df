// Which folders make up an index, and how far it has come. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"

namespace horizon::index {

// A Xapian database that holds the documents from `first` on, up to the next shard's first one, but
// for those that have changed since; a document's number is its docid.
struct Shard {
  std::string name;  // of its folder
  DocumentNumber first = 1;
  std::uint64_t documents = 0;  // when it was sealed; of the last one, the live one, 0
  friend bool operator==(const Shard&, const Shard&) = default;
};

// The file index/manifest. It is replaced as a whole, and what it names is complete.
struct Manifest {
  std::string made_with;  // analysis version and fingerprint
  std::string store;      // identity of the store
  std::uint64_t sequence = 0;
  std::uint64_t next = 1;     // number of the next folder
  std::vector<Shard> shards;  // by first; the last one is written to, the others are sealed
  // Folder of the documents of sealed shards that have changed since, which is written to; "": none
  // have.
  std::string changes;
  friend bool operator==(const Manifest&, const Manifest&) = default;

  // The shard that a document belongs to. There must be one.
  std::size_t shard_of(DocumentNumber number) const;
};

std::string print_manifest(const Manifest& manifest);
// kCorrupt if these are not the bytes of a manifest.
Result<Manifest> parse_manifest(std::string_view bytes);

// kNotFound if there is none, kCorrupt if it is damaged.
Result<Manifest> read_manifest(const std::filesystem::path& folder);
// Durable when it returns.
Status write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

}  // namespace horizon::index
