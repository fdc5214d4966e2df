#include "store/vocabulary.h"

namespace horizon::store {
namespace {

// Some 20 MB; beyond it the frequent ones are soon known again.
constexpr std::size_t kMaxRemembered = 262'144;

}  // namespace

Result<WordId> Vocabulary::intern(std::string_view word) {
  const auto known = ids_.find(word);
  if (known != ids_.end()) return known->second;
  Query find = database_->query("SELECT id FROM words WHERE word = ?1");
  auto id = find.bind(word).optional_integer();
  if (!id) return fail(id.error());
  if (!*id) {
    Query insert = database_->query("INSERT INTO words(word) VALUES(?1) RETURNING id");
    id = insert.bind(word).optional_integer();
    if (!id) return fail(id.error());
  }
  if (ids_.size() >= kMaxRemembered) ids_.clear();
  const auto number = static_cast<WordId>(id->value_or(0));
  ids_.emplace(word, number);
  return number;
}

}  // namespace horizon::store
