// The store's words for whoever settles phrases by them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "index/index.h"
#include "store/store.h"

namespace horizon::pipeline {

// Remembers what was asked of the vocabulary, some thousand words of it. What the store cannot read
// counts as not kept, so that the text is asked. Not thread-safe.
class StoreWords final : public index::WordSource {
 public:
  explicit StoreWords(const store::Store& store) : store_(&store) {}  // outlives this

  std::optional<WordId> number(std::string_view word) const override;
  std::vector<std::pair<std::string, WordId>> beginning(std::string_view prefix) const override;
  void each(std::span<const DocumentNumber> documents, const Visit& visit) const override;

 private:
  using Words = std::vector<std::pair<std::string, WordId>>;

  const store::Store* store_;
  mutable std::unordered_map<std::string, WordId> numbers_;
  mutable std::unordered_map<std::string, Words> beginnings_;
};

}  // namespace horizon::pipeline
