// Every word of every document once, by number. Internal to store/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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
  void forget() { known_.clear(); }

 private:
  // Each word has one place to be remembered at, where the last one stays: one look at memory for
  // a word that is known, which most are short enough to lie in.
  struct Known {
    std::string word;
    WordId id = 0;  // 0: none
  };

  Result<WordId> look_up(std::string_view word) const;

  const Database* database_;
  std::vector<Known> known_;  // empty, or of a fixed size
};

}  // namespace horizon::store
