#include "store/names.h"

#include <fmt/format.h>

namespace horizon::store {
namespace {

// Names come from outside as well (a record states its language): memory must not grow with them.
constexpr std::size_t kMaxRemembered = 65'536;

}  // namespace

void Names::forget() {
  ids_.clear();
  names_.clear();
}

void Names::remember(std::int64_t id, std::string_view name) {
  if (names_.size() >= kMaxRemembered) forget();
  ids_.emplace(name, id);
  names_.emplace(id, name);
}

Result<std::optional<std::int64_t>> Names::find(std::string_view name) {
  const auto known = ids_.find(name);
  if (known != ids_.end()) return known->second;
  Query query = database_->query("SELECT id FROM names WHERE name = ?1");
  auto id = query.bind(name).optional_integer();
  if (id && *id) remember(**id, name);
  return id;
}

Result<std::int64_t> Names::intern(std::string_view name) {
  const auto known = find(name);
  if (!known) return fail(known.error());
  if (*known) return **known;
  Query query = database_->query("INSERT INTO names(name) VALUES(?1) RETURNING id");
  const auto id = query.bind(name).optional_integer();
  if (!id) return fail(id.error());
  remember(id->value_or(0), name);
  return id->value_or(0);
}

Result<std::string> Names::name(std::int64_t id) {
  const auto known = names_.find(id);
  if (known != names_.end()) return known->second;
  Query query = database_->query("SELECT name FROM names WHERE id = ?1");
  query.bind(id);
  const auto row = query.step();
  if (!row) return fail(row.error());
  if (!*row) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{}: no name {} in table names", database_->file().string(), id));
  }
  std::string name(query.text(0));
  remember(id, name);
  return name;
}

}  // namespace horizon::store
