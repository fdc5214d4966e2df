#include "store/vocabulary.h"

#include <xxhash.h>

#include <cstddef>

namespace horizon::store {
namespace {

// Some 40 MB: the words that a million abstracts have more than a few times, few of them two at one
// place.
constexpr std::size_t kRemembered = std::size_t{1} << 20U;

}  // namespace

Result<WordId> Vocabulary::intern(std::string_view word) {
  if (known_.empty()) known_.resize(kRemembered);
  Known& known = known_[XXH3_64bits(word.data(), word.size()) % kRemembered];
  if (known.id != 0 && known.word == word) return known.id;
  const auto id = look_up(word);
  if (!id) return id;
  known.word = word;
  known.id = *id;
  return id;
}

// Most words that are not remembered are new: those take one statement.
Result<WordId> Vocabulary::look_up(std::string_view word) const {
  Query insert = database_->query("INSERT OR IGNORE INTO words(word) VALUES(?1) RETURNING id");
  auto id = insert.bind(word).optional_integer();
  if (id && !*id) {
    Query find = database_->query("SELECT id FROM words WHERE word = ?1");
    id = find.bind(word).optional_integer();
  }
  if (!id) return fail(id.error());
  return static_cast<WordId>(id->value_or(0));
}

}  // namespace horizon::store
