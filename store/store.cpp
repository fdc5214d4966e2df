#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "store/batch_writer.h"
#include "store/schema.h"
#include "store/session.h"

namespace horizon::store {
namespace {

std::int64_t seconds_of(Instant instant) { return instant.time_since_epoch().count(); }

std::optional<std::int64_t> seconds_of(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return seconds_of(*instant);
}

Instant instant_at(const Query& row, int column) {
  return Instant{std::chrono::seconds{row.integer(column)}};
}

RunRecord read_run(const Query& row) {
  RunRecord run;
  run.id = row.integer(0);
  run.command = row.text(1);
  run.started = instant_at(row, 2);
  if (!row.is_null(3)) run.finished = instant_at(row, 3);
  run.added = static_cast<std::uint64_t>(row.integer(4));
  run.updated = static_cast<std::uint64_t>(row.integer(5));
  run.joined = static_cast<std::uint64_t>(row.integer(6));
  run.unchanged = static_cast<std::uint64_t>(row.integer(7));
  run.quarantined = static_cast<std::uint64_t>(row.integer(8));
  run.error = row.text(9);
  return run;
}

// A value of one column by key.
Result<std::optional<std::string>> text_by_key(const Database& database, const char* sql,
                                               const std::string& key) {
  Query query = database.query(sql);
  const auto row = query.bind(key).step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return std::string(query.text(0));
}

Status put_note(Database& database, const Note& note) {
  Query query = database.query(
      "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value");
  return query.bind(note.key, note.value).run();
}

// All of a batch, or none of it.
Status write_all(Session& session, const Batch& batch, Instant now, std::vector<Written>* written,
                 std::vector<DocumentNumber>* moved) {
  auto transaction = Transaction::begin(session.database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  BatchWriter writer(session, now, batch.label, batch.words);
  HORIZON_TRY(writer.begin());
  for (const Incoming& incoming : batch.incoming) {
    const auto done = writer.accept(incoming);
    if (!done) return fail(done.error());
    if (written != nullptr) written->push_back(*done);
  }
  for (const QuarantinedRecord& record : batch.quarantined) HORIZON_TRY(writer.quarantine(record));
  for (const Cursor& cursor : batch.cursors) HORIZON_TRY(writer.move_cursor(cursor));
  for (const Note& note : batch.notes) HORIZON_TRY(put_note(session.database, note));
  HORIZON_TRY(writer.finish());
  if (moved != nullptr) moved->assign(writer.moved().begin(), writer.moved().end());
  return transaction->commit();
}

// Links the documents of an older schema, some in each transaction: a kill loses little.
Status link_older(Session& session) {
  constexpr std::int64_t kDocuments = 2000;
  while (true) {
    Query known = session.database.query("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1");
    const auto until = known.bind(kLinkedKey).optional_integer();
    if (!until) return fail(until.error());
    if (!*until) return {};
    const auto last = session.database.integer("SELECT max(number) FROM documents");
    if (!last) return fail(last.error());
    const std::int64_t next = std::min(**until + kDocuments, *last);
    auto transaction = Transaction::begin(session.database, Transaction::Access::kWrite);
    if (!transaction) return fail(transaction.error());
    BatchWriter writer(session,
                       std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    HORIZON_TRY(writer.begin());
    for (std::int64_t number = **until + 1; number <= next; ++number)
      HORIZON_TRY(writer.link(static_cast<DocumentNumber>(number)));
    HORIZON_TRY(writer.finish());
    Query note = session.database.query(
        next == *last ? "DELETE FROM meta WHERE key = ?1"
                      : "UPDATE meta SET value = CAST(?2 AS TEXT) WHERE key = ?1");
    note.bind(kLinkedKey);
    if (next != *last) note.bind(next);
    HORIZON_TRY(note.run());
    HORIZON_TRY(transaction->commit());
  }
}

Result<std::uint64_t> relabel_all(Session& session, std::span<const Store::Relabelled> documents,
                                  std::span<const Note> notes) {
  auto transaction = Transaction::begin(session.database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  BatchWriter writer(session, Instant{});
  HORIZON_TRY(writer.begin());
  std::uint64_t changed = 0;
  for (const Store::Relabelled& document : documents) {
    const auto done = writer.relabel(document.number, document.labels);
    if (!done) return fail(done.error());
    if (*done) ++changed;
    if (document.words) HORIZON_TRY(writer.reword(document.number, *document.words));
  }
  for (const Note& note : notes) HORIZON_TRY(put_note(session.database, note));
  HORIZON_TRY(writer.finish());
  HORIZON_TRY(transaction->commit());
  return changed;
}

}  // namespace

Status Session::want_writer() const {
  if (lock) return {};
  return fail(ErrorCode::kUnavailable,
              fmt::format("{} is open for reading", database.file().string()));
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& file, Mode mode) {
  std::optional<WriterLock> lock;
  if (mode == Mode::kWrite) {
    auto held = WriterLock::acquire(file);
    if (!held) return fail(held.error());
    lock = *std::move(held);
  } else if (std::error_code ignored; !std::filesystem::exists(file, ignored)) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no store at {}", file.string()));
  }
  const bool writing = mode == Mode::kWrite;
  auto database =
      Database::open(file, writing ? Database::Access::kWrite : Database::Access::kRead);
  if (!database) return fail(database.error());
  HORIZON_TRY(writing ? prepare_for_writing(*database) : prepare_for_reading(*database));
  auto impl = std::make_unique<Impl>(std::move(lock), *std::move(database));
  if (writing) HORIZON_TRY(link_older(*impl));
  return Store(std::move(impl));
}

Status Store::write(const Batch& batch, Instant now, std::vector<Written>* written,
                    std::vector<DocumentNumber>* moved) {
  if (written != nullptr) written->clear();
  if (moved != nullptr) moved->clear();
  HORIZON_TRY(impl_->want_writer());
  if (batch.incoming.empty() && batch.quarantined.empty() && batch.cursors.empty() &&
      batch.notes.empty())
    return {};
  Status status = write_all(*impl_, batch, now, written, moved);
  if (status) return status;
  impl_->forget();
  if (written != nullptr) written->clear();
  if (moved != nullptr) moved->clear();
  return status;
}

Result<std::uint64_t> Store::relabel(std::span<const Relabelled> documents,
                                     std::span<const Note> notes) {
  HORIZON_TRY(impl_->want_writer());
  if (documents.empty()) return 0;
  auto changed = relabel_all(*impl_, documents, notes);
  if (!changed) impl_->forget();
  return changed;
}

Result<std::int64_t> Store::begin_run(const std::string& command, Instant now) {
  HORIZON_TRY(impl_->want_writer());
  Query query =
      impl_->database.query("INSERT INTO runs(command, started) VALUES(?1, ?2) RETURNING id");
  query.bind(command, seconds_of(now));
  const auto id = query.optional_integer();
  if (!id) return fail(id.error());
  HORIZON_TRY(query.run());  // with RETURNING, the last step commits
  return id->value_or(0);
}

Status Store::update_run(const RunRecord& run) {
  HORIZON_TRY(impl_->want_writer());
  Query query = impl_->database.query(
      "UPDATE runs SET added = added + ?2, updated = updated + ?3, joined = joined + ?4, "
      "unchanged = unchanged + ?5, quarantined = quarantined + ?6, "
      "finished = coalesce(?7, finished), error = CASE WHEN ?8 = '' THEN error ELSE ?8 END "
      "WHERE id = ?1 RETURNING id");
  query.bind(run.id, run.added, run.updated, run.joined, run.unchanged, run.quarantined,
             seconds_of(run.finished), run.error);
  const auto id = query.optional_integer();
  if (!id) return fail(id.error());
  if (!*id)
    return fail(ErrorCode::kNotFound,
                fmt::format("{}: there is no run {}", impl_->database.file().string(), run.id));
  return query.run();
}

Status Store::set_meta(const std::string& key, const std::string& value) {
  HORIZON_TRY(impl_->want_writer());
  return put_note(impl_->database, {key, value});
}

Result<std::optional<std::string>> Store::meta(const std::string& key) const {
  return text_by_key(impl_->database, "SELECT value FROM meta WHERE key = ?1", key);
}

Result<std::optional<std::string>> Store::cursor(const std::string& source) const {
  return text_by_key(impl_->database, "SELECT state FROM cursors WHERE source = ?1", source);
}

Result<std::vector<RunRecord>> Store::runs(std::size_t limit) const {
  std::vector<RunRecord> runs;
  Query query = impl_->database.query(
      "SELECT id, command, started, finished, added, updated, joined, unchanged, quarantined, "
      "error FROM runs ORDER BY id DESC LIMIT ?1");
  HORIZON_TRY(query.bind(std::uint64_t{limit}).each([&runs](const Query& row) -> Status {
    runs.push_back(read_run(row));
    return {};
  }));
  return runs;
}

Result<std::vector<QuarantinedRecord>> Store::quarantine(std::size_t limit) const {
  std::vector<QuarantinedRecord> records;
  Query query = impl_->database.query(
      "SELECT source, origin, reason, at, bytes FROM quarantine ORDER BY entry DESC LIMIT ?1");
  HORIZON_TRY(query.bind(std::uint64_t{limit}).each([&](const Query& row) -> Status {
    auto bytes = impl_->decompressor.decompress(row.blob(4));
    if (!bytes) return fail(bytes.error());
    records.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                       *std::move(bytes), instant_at(row, 3)});
    return {};
  }));
  return records;
}

}  // namespace horizon::store
