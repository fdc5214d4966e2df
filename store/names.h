// Short strings that repeat (sources, languages, nodes, media types), by number. Internal to
// store/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "store/sqlite.h"

namespace horizon::store {

class Names {
 public:
  explicit Names(const Database& database) : database_(&database) {}

  // The number of a name, which is added if it is new (in a write transaction only).
  Result<std::int64_t> intern(std::string_view name);
  Result<std::optional<std::int64_t>> find(std::string_view name);
  // kCorrupt if there is no such number.
  Result<std::string> name(std::int64_t id);
  // To be called after a rollback: names that were added in it are no more.
  void forget();

 private:
  void remember(std::int64_t id, std::string_view name);

  const Database* database_;
  std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>> ids_;
  std::unordered_map<std::int64_t, std::string> names_;
};

}  // namespace horizon::store
