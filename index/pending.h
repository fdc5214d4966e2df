// New documents that wait for the next commit, which writes many of them as a shard of their own
// and few into the live one. Internal to the module's .cpp files.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "index/bulk_shard.h"

namespace horizon::index {

class Pending {
 public:
  // In place of the one with its number. They come in ascending order nearly always.
  void put(ShardDocument document) {
    const auto place = find(document.number);
    bytes_ += document.terms.size();
    if (place == documents_.end() || place->number != document.number) {
      documents_.insert(place, std::move(document));
    } else {
      bytes_ -= place->terms.size();
      *place = std::move(document);
    }
  }
  void remove(DocumentNumber number) {
    const auto place = find(number);
    if (place == documents_.end() || place->number != number) return;
    bytes_ -= place->terms.size();
    documents_.erase(place);
  }
  std::span<const ShardDocument> documents() const { return documents_; }
  std::size_t bytes() const { return bytes_; }  // of the lists of terms
  void clear() {
    documents_.clear();
    bytes_ = 0;
  }

 private:
  std::vector<ShardDocument>::iterator find(DocumentNumber number) {
    if (documents_.empty() || documents_.back().number < number) return documents_.end();
    return std::ranges::lower_bound(documents_, number, {}, &ShardDocument::number);
  }

  std::vector<ShardDocument> documents_;  // ascending by number
  std::size_t bytes_ = 0;
};

}  // namespace horizon::index
