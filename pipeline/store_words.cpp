#include "pipeline/store_words.h"

namespace horizon::pipeline {
namespace {

constexpr std::size_t kRemembered = 4096;
constexpr std::size_t kMostWords = 3000;  // with one beginning

}  // namespace

// A word that no document has today may come tomorrow: only what is there is remembered.
std::optional<WordId> StoreWords::number(std::string_view word) const {
  std::string key(word);
  if (const auto known = numbers_.find(key); known != numbers_.end()) return known->second;
  const auto found = store_->word(word);
  if (!found) return std::nullopt;
  if (*found == 0) return 0;
  if (numbers_.size() >= kRemembered) numbers_.clear();
  numbers_.emplace(std::move(key), *found);
  return *found;
}

StoreWords::Words StoreWords::beginning(std::string_view prefix) const {
  std::string key(prefix);
  if (const auto known = beginnings_.find(key); known != beginnings_.end()) return known->second;
  auto found = store_->words_beginning(prefix, kMostWords);
  if (!found) return {};
  if (beginnings_.size() >= kRemembered / 64) beginnings_.clear();
  return beginnings_.emplace(std::move(key), *std::move(found)).first->second;
}

void StoreWords::each(std::span<const DocumentNumber> documents, const Visit& visit) const {
  // What cannot be read has not been visited.
  static_cast<void>(store_->words_of(documents, visit));
}

}  // namespace horizon::pipeline
