// The tables of a store, and how they came to be. Internal to store/.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "core/error.h"
#include "store/sqlite.h"

namespace horizon::store {

// "HrzS", so that `file` and SQLite's own tools can tell a store from another database.
inline constexpr std::int64_t kApplicationId = 0x48727a53;
// The day of undated documents in counts: a key column cannot be NULL. It sorts first.
inline constexpr std::int64_t kUndated = std::numeric_limits<std::int32_t>::min();
// The name "" stands for the exposure where a node is expected.
inline constexpr std::int64_t kEmptyName = 0;
// The store's identity in meta.
inline constexpr std::string_view kIdentityKey = "store_id";
// In meta while documents are left that were stored before documents were linked: the number of the
// last one that is linked.
inline constexpr std::string_view kLinkedKey = "linked_until";

// Sets the connection up. kCorrupt if the file is not a database or not a store; kUnavailable if
// a newer Horizon wrote it, or (kRead) if it has an older schema.
Status prepare_for_reading(const Database& database);
// The same; creates the tables of an empty file, and migrates an older schema in one transaction.
// A store without an identity is given one.
Status prepare_for_writing(const Database& database);

}  // namespace horizon::store
