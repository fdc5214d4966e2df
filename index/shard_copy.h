// Makes a sealed shard of others. Internal to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <span>

#include "core/document.h"
#include "core/error.h"

namespace horizon::index {

// The changes that are to be put into the new shard: those with a number in [first, end).
struct ChangedShard {
  const Xapian::Database& database;
  DocumentNumber first = 0, end = 0;
};

// Of shards whose numbers ascend from one to the next, into a new folder; of documents that have
// changed (there may be none: nullptr) what is new. Memory: that of the longest posting list.
// Returns how many documents the new shard has, which is durable then; Xapian's exceptions pass
// through.
Result<std::uint64_t> copy_shards(std::span<const Xapian::Database> shards,
                                  const ChangedShard* changed, const std::filesystem::path& folder);

}  // namespace horizon::index
