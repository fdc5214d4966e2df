// Writes a whole shard at once: many new documents are inverted in memory and written as a Xapian
// database (format "glass" of Xapian 1.4), a tenth of the work of putting them one by one. Internal
// to the module's .cpp files.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/document.h"
#include "core/error.h"

namespace horizon::index {

// A document as a shard holds it.
struct ShardDocument {
  DocumentNumber number = 0;
  std::string terms;      // as TermListWriter makes it; at least one
  std::string published;  // values of kPublishedSlot and kIdSlot; "": none
  std::string id;
};

// Makes the folder, with these documents (ascending by number, at least one). Durable when it
// returns; kUnavailable if something cannot be written, and then the folder is of no use.
Status write_shard(const std::filesystem::path& folder, std::span<const ShardDocument> documents);

}  // namespace horizon::index
