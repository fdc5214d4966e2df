#include "index/changes.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace horizon::index {

bool Changes::has(DocumentNumber number) const {
  return std::ranges::binary_search(numbers, number);
}

std::size_t Changes::bytes() const {
  return sizeof *this + numbers.size() * sizeof(DocumentNumber) + hidden.bytes() + gone.bytes();
}

Changes read_changes(const Xapian::Database& shard) {
  Changes changes;
  const auto end = shard.postlist_end({});
  for (auto it = shard.postlist_begin({}); it != end; ++it) {
    changes.numbers.push_back(*it);
    changes.hidden.add(*it, 0);
  }
  changes.hidden.finish();
  changes.gone = read_postings(shard, std::string(kGoneTerm), Deadline({}));
  const auto last = shard.valuestream_end(kHiddenLengthSlot);
  for (auto it = shard.valuestream_begin(kHiddenLengthSlot); it != last; ++it) {
    const std::string text = *it;
    std::uint64_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    ++changes.hidden_documents;
    changes.hidden_length += length;
  }
  return changes;
}

}  // namespace horizon::index
