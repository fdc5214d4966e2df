#include "index/checksums.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace horizon::index {
namespace {

// Mixes as the finalizer of SplitMix64 does (Steele, Lea and Flood 2014).
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9U;
  value = (value ^ value >> 27) * 0x94D049BB133111EBU;
  return value ^ value >> 31;
}

std::uint64_t checksum_of(std::uint64_t term, std::uint64_t frequency) {
  return mixed(term + frequency * 0x9E3779B97F4A7C15U);
}

Checksums sums_of(const Snapshot::Part& part) {
  const Xapian::Database& shard = part.database;
  Checksums made{part.first, {}};
  const DocumentNumber last = std::max<DocumentNumber>(shard.get_lastdocid(), part.first);
  made.sums.resize(std::size_t{last} - part.first + 1);
  const auto no_more = shard.allterms_end();
  for (auto term = shard.allterms_begin(); term != no_more; ++term) {
    const std::string text = *term;
    const std::uint64_t hash = stable_hash(text);
    const auto end = shard.postlist_end(text);
    for (auto it = shard.postlist_begin(text); it != end; ++it)
      if (*it >= made.first && *it <= last)
        made.sums[*it - made.first] += checksum_of(hash, it.get_wdf());
  }
  return made;
}

}  // namespace

std::uint64_t checksum(std::string_view term, std::uint64_t frequency) {
  return checksum_of(stable_hash(term), frequency);
}

const Checksums& SealedSums::of(const Snapshot::Part& part) {
  auto found = made_.find(part.state);
  if (found == made_.end()) found = made_.emplace(part.state, sums_of(part)).first;
  return found->second;
}

}  // namespace horizon::index
