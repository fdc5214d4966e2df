// Every word of every document once, by number. Internal to store/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/text_words.h"
#include "store/sqlite.h"

namespace horizon::store {

class Vocabulary {
 public:
  explicit Vocabulary(const Database& database) : database_(&database) {}

  // The number of a word, which is added if it is new (in a write transaction only). Words that
  // come early, the frequent ones, have small numbers.
  Result<WordId> intern(std::string_view word);
  // To be called after a rollback: words that were added in it are no more.
  void forget() { ids_.clear(); }

 private:
  const Database* database_;
  // Of the words that were last asked for.
  std::unordered_map<std::string, WordId, TextHash, std::equal_to<>> ids_;
};

}  // namespace horizon::store
