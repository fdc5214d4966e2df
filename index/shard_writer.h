// Writes a whole shard from the keys of its table in their order: a Xapian database (format "glass"
// of Xapian 1.4) that has posting lists and values and no term lists. What a sealed shard holds is
// never changed in place, so that nobody needs to know which terms a document of it has; such lists
// would be half of all bytes. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

#include "core/document.h"
#include "core/error.h"
#include "index/glass_table.h"
#include "index/inverter.h"

namespace horizon::index {

// Whether a database that Xapian has made is of the format that is written here: other versions of
// Xapian may know another one.
bool is_known_format(const std::filesystem::path& database);

// Calls what it is given for every document that has a value, in ascending order.
using EachValue =
    std::function<void(const std::function<void(DocumentNumber, std::string_view)>& visit)>;

// What the version file says of all documents.
struct ShardStatistics {
  std::uint64_t documents = 0, last = 0, length = 0;
  std::uint64_t shortest = 0, longest = 0, most_frequent = 0;
};

// To be called in the order of the functions.
class ShardWriter {
 public:
  // Makes the folder.
  explicit ShardWriter(std::filesystem::path folder);

  // By slot, from 0 on; each is asked twice.
  void add_values(std::span<const EachValue> slots);
  // Of all documents, ascending: how many terms each has.
  void add_lengths(std::span<const Posting> lengths);
  // Ascending by the bytes of the term, each once; at least one posting, ascending.
  void add_term(std::string_view term, std::span<const Posting> postings);
  // Durable when it returns; kUnavailable if something cannot be written, and then the folder is of
  // no use.
  Status finish();

 private:
  std::filesystem::path folder_;
  GlassTable table_;
  ShardStatistics statistics_;
};

}  // namespace horizon::index
