// The documents of sealed shards that have changed or gone since: a shard of their own, whose
// numbers hide those of the sealed ones. Internal to the module's .cpp files.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "index/postings.h"

namespace horizon::index {

// What a document in the shard of changes has if it has gone.
inline constexpr std::string_view kGoneTerm = "XX";
// Value of a document there: the length (in terms) of the one that it hides; absent if it hides
// none.
inline constexpr Xapian::valueno kHiddenLengthSlot = 2;

struct Changes {
  std::vector<DocumentNumber> numbers;  // ascending
  PostingList hidden;                   // the same numbers
  PostingList gone;                     // of them
  std::uint64_t hidden_documents = 0;   // of sealed shards
  std::uint64_t hidden_length = 0;      // of these together

  bool has(DocumentNumber number) const;
  std::size_t bytes() const;
};

// Of the shard of changes. Xapian's exceptions pass through.
Changes read_changes(const Xapian::Database& shard);

}  // namespace horizon::index
