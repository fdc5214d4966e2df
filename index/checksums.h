// What all terms of a document come to, by going once through the posting lists of its shard: so
// that a shard which has no lists of terms can be compared with what it should hold. Internal to
// the module's .cpp files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "index/snapshot.h"

namespace horizon::index {

// Of a term as a document has it; those of all its terms are added up (modulo 2^64), in any order.
std::uint64_t checksum(std::string_view term, std::uint64_t frequency);

struct Checksums {
  DocumentNumber first = 1;
  std::vector<std::uint64_t> sums;  // by number, from the first one on

  std::uint64_t of(DocumentNumber number) const {
    return number < first || number - first >= sums.size() ? 0 : sums[number - first];
  }
};

// Those of sealed shards, made when they are first asked for; one thread at a time. Xapian's
// exceptions pass through.
class SealedSums {
 public:
  const Checksums& of(const Snapshot::Part& part);

 private:
  std::map<std::string, Checksums> made_;  // by the state of a shard
};

}  // namespace horizon::index
