#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace horizon::store {
namespace {

constexpr int kBusyTimeoutMs = 10'000;

ErrorCode classify(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return ErrorCode::kCorrupt;
    case SQLITE_TOOBIG:
      return ErrorCode::kLimit;
    default:
      return ErrorCode::kUnavailable;
  }
}

// SQLite takes a null pointer for NULL, and an empty view may have one.
const char* data_of(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }

bool is_empty_or_missing(const std::filesystem::path& file) {
  std::error_code failed;
  return !std::filesystem::exists(file, failed)
             ? !failed
             : std::filesystem::is_empty(file, failed) && !failed;
}

// Whether the database is whole in `file` and nothing can change it: no log waits beside it, and it
// lies on a read-only file system. A folder that only this user may not write in is not enough:
// another user's writer could change the file under a reader that takes no locks.
bool is_at_rest(const std::filesystem::path& file) {
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(file, failed);
  if (failed) return false;
  for (const char* const log : {"-wal", "-journal"})
    if (!is_empty_or_missing(real.string() + log)) return false;
  return ::access(real.parent_path().c_str(), W_OK) != 0 && errno == EROFS;
}

// The name by which SQLite opens a file without locks or log. Any byte may be in a path, and a
// path may begin with two slashes, which would otherwise name a host.
std::string immutable_uri(const std::filesystem::path& file) {
  std::string uri = file.is_absolute() ? "file://" : "file:";
  for (const char c : file.string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '_' || c == '-';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

}  // namespace

Query::Query(const Database& database, sqlite3_stmt* statement) noexcept
    : database_(&database), statement_(statement) {}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::note(int code) {
  if (error_ == SQLITE_OK) error_ = code;
}

void Query::bind_next(std::int64_t value) {
  if (statement_ != nullptr) note(sqlite3_bind_int64(statement_, next_++, value));
}

void Query::bind_next(double value) {
  if (statement_ != nullptr) note(sqlite3_bind_double(statement_, next_++, value));
}

void Query::bind_next(std::string_view text) {
  if (statement_ == nullptr) return;
  note(sqlite3_bind_text64(statement_, next_++, data_of(text), text.size(), nullptr, SQLITE_UTF8));
}

void Query::bind_next(const std::optional<std::int64_t>& value) {
  if (value) return bind_next(*value);
  if (statement_ != nullptr) note(sqlite3_bind_null(statement_, next_++));
}

Query& Query::bind_blob(std::string_view bytes) {
  if (statement_ != nullptr)
    note(sqlite3_bind_blob64(statement_, next_++, data_of(bytes), bytes.size(), nullptr));
  return *this;
}

Result<bool> Query::step() {
  if (statement_ == nullptr) return fail(database_->error(SQLITE_ERROR));
  if (error_ != SQLITE_OK) return fail(database_->error(error_));
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(database_->error(code));
}

Status Query::run() {
  return each([](const Query&) { return Status{}; });
}

Result<std::optional<std::int64_t>> Query::optional_integer() {
  const Result<bool> row = step();
  if (!row) return fail(row.error());
  if (!*row || is_null(0)) return std::nullopt;
  return integer(0);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Query::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Query::text(int column) const { return blob(column); }

std::string_view Query::blob(int column) const {
  // A TEXT value is read by the same call: its bytes as stored, NUL included.
  const void* const bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr || size <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* connection) const noexcept {
  sqlite3_close_v2(connection);
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Database::Database(std::filesystem::path file, std::unique_ptr<sqlite3, Close> connection)
    : file_(std::move(file)), connection_(std::move(connection)) {}

Result<Database> Database::open(const std::filesystem::path& file, Access access) {
  if (access == Access::kWrite)
    return connect(file, file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  auto database = connect(file, file.string(), SQLITE_OPEN_READONLY);
  if (!database) return database;
  // A database in WAL mode is read through a shared-memory file beside it, which SQLite must make
  // if there is none. It finds out at the first look.
  const int code = sqlite3_exec(database->connection_.get(), "PRAGMA schema_version", nullptr,
                                nullptr, nullptr) &
                   0xff;
  if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return database;
  if (is_at_rest(file))
    return connect(file, immutable_uri(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  // Somebody else may write it any moment, so that it cannot be read without that file.
  return fail(ErrorCode::kUnavailable,
              fmt::format("{}: you may not write in its folder, which reading needs, too; ask its "
                          "owner for leave, or copy the workspace to a folder of yours",
                          file.string()));
}

Result<Database> Database::connect(const std::filesystem::path& file, const std::string& name,
                                   int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(file, std::unique_ptr<sqlite3, Close>(raw));
  if (code != SQLITE_OK) return fail(database.error(code));
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  // The file may come from elsewhere: its schema must not run functions or damage itself.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Query Database::query(std::string_view sql) const {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return {*this, known->second.get()};
  std::string key(sql);
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v3(connection_.get(), key.c_str(), static_cast<int>(key.size() + 1),
                         SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return {*this, nullptr};
  return {*this, statements_.emplace(std::move(key), Statement(raw)).first->second.get()};
}

Status Database::execute(const std::string& sql) const {
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error(code));
  return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) const {
  Query found = query(sql);
  const auto value = found.optional_integer();
  if (!value) return fail(value.error());
  return value->value_or(0);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

Error Database::error(int code) const {
  // After a failed prepare the connection knows more than the caller.
  if (code == SQLITE_ERROR && connection_) code = sqlite3_extended_errcode(connection_.get());
  const char* const text =
      connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(SQLITE_NOMEM);
  return {classify(code), fmt::format("{}: {}", file_.string(), text)};
}

Result<Transaction> Transaction::begin(const Database& database, Access access) {
  Query begin = database.query(access == Access::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
  HORIZON_TRY(begin.run());
  return Transaction(database);
}

Result<std::optional<Transaction>> Transaction::read(const Database& database) {
  if (database.in_transaction()) return std::nullopt;
  auto begun = begin(database, Access::kRead);
  if (!begun) return fail(begun.error());
  return std::optional<Transaction>(*std::move(begun));
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // Some errors (disk full, I/O) have made SQLite roll back by itself.
  if (database_ == nullptr || !database_->in_transaction()) return;
  const Status ignored = database_->query("ROLLBACK").run();
  static_cast<void>(ignored);  // there is nothing left to undo if it fails
}

Status Transaction::commit() {
  HORIZON_TRY(database_->query("COMMIT").run());
  database_ = nullptr;
  return {};
}

}  // namespace horizon::store
