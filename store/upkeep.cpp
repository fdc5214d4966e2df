#include "store/upkeep.h"

#include <fmt/format.h>

#include <system_error>

#include "store/session.h"

namespace horizon::store {
namespace {

std::int64_t seconds_of(Instant instant) { return instant.time_since_epoch().count(); }

// Runs a statement of one moment; how many rows it took away.
Result<std::uint64_t> remove(const Database& database, const char* sql, Instant before) {
  Query query = database.query(sql);
  HORIZON_TRY(query.bind(seconds_of(before)).run());
  const auto changed = database.integer("SELECT changes()");
  if (!changed) return fail(changed.error());
  return static_cast<std::uint64_t>(*changed);
}

}  // namespace

Status copy_store(const std::filesystem::path& file, const std::filesystem::path& to) {
  const auto database = Database::open(file, Database::Access::kRead);
  if (!database) return fail(database.error());
  const std::string target = to.string();
  Query copy = database->query("VACUUM INTO ?1");
  const Status copied = copy.bind(target).run();
  if (copied) return {};
  std::error_code ignored;
  std::filesystem::remove(to, ignored);
  return fail(ErrorCode::kUnavailable,
              fmt::format("cannot copy the store to {}: {}", target, copied.error().message));
}

Result<Upkeep::Forgotten> Upkeep::forget(std::optional<Instant> runs_before,
                                         std::optional<Instant> quarantined_before) {
  HORIZON_TRY(store_->impl_->want_writer());
  const Database& database = store_->impl_->database;
  auto transaction = Transaction::begin(database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  Forgotten forgotten;
  if (runs_before) {
    const auto runs = remove(database, "DELETE FROM runs WHERE started < ?1", *runs_before);
    if (!runs) return fail(runs.error());
    forgotten.runs = *runs;
    const auto deliveries = remove(
        database,
        "DELETE FROM deliveries WHERE message IN (SELECT id FROM messages WHERE made < ?1 AND NOT "
        "EXISTS (SELECT 1 FROM deliveries WHERE message = id AND state = 0))",
        *runs_before);
    if (!deliveries) return fail(deliveries.error());
    forgotten.deliveries = *deliveries;
  }
  if (quarantined_before) {
    const auto records =
        remove(database, "DELETE FROM quarantine WHERE at < ?1", *quarantined_before);
    if (!records) return fail(records.error());
    forgotten.quarantined = *records;
  }
  HORIZON_TRY(transaction->commit());
  return forgotten;
}

Result<bool> Upkeep::compact() {
  HORIZON_TRY(store_->impl_->want_writer());
  const Database& database = store_->impl_->database;
  HORIZON_TRY(database.execute("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)"));
  const auto free = database.integer("PRAGMA freelist_count");
  if (!free) return fail(free.error());
  const auto pages = database.integer("PRAGMA page_count");
  if (!pages) return fail(pages.error());
  if (*free * 4 <= *pages) return false;
  HORIZON_TRY(database.execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
  return true;
}

}  // namespace horizon::store
