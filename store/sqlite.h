// A thin owner of an SQLite connection and its prepared statements. Internal to store/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace horizon::store {

class Database;

// Lets a map of strings be searched by a view, without a copy.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

// One use of a prepared statement. It is borrowed from its Database's cache, so a statement must
// not be used twice at the same time. What goes wrong before step() is told by step().
class Query {
 public:
  Query(const Database& database, sqlite3_stmt* statement) noexcept;
  ~Query();  // ready for its next use
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the next parameters, from ?1 on. Text and blobs are not copied: they must live until
  // the statement has run.
  template <typename... Values>
  Query& bind(const Values&... values) {
    (bind_next(values), ...);
    return *this;
  }
  Query& bind_blob(std::string_view bytes);
  Query& bind(std::string&&) = delete;

  Result<bool> step();  // true: there is a row
  Status run();         // steps to the end
  // Steps to the end; `on_row(const Query&)` returns a Status, and the first failure ends it.
  template <typename OnRow>
  Status each(OnRow&& on_row) {
    while (true) {
      const Result<bool> row = step();
      if (!row) return fail(row.error());
      if (!*row) return {};
      HORIZON_TRY(on_row(*this));
    }
  }
  // The first column of the first row; nullopt if there is no row or it is NULL.
  Result<std::optional<std::int64_t>> optional_integer();

  // Columns of the present row, from 0. Views live until the next step.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;

 private:
  void bind_next(std::int64_t value);
  void bind_next(int value) { bind_next(std::int64_t{value}); }
  void bind_next(std::uint32_t value) { bind_next(std::int64_t{value}); }
  void bind_next(std::uint64_t value) { bind_next(static_cast<std::int64_t>(value)); }
  void bind_next(double value);
  void bind_next(std::string_view text);
  void bind_next(const std::optional<std::int64_t>& value);
  void note(int code);

  const Database* database_;
  sqlite3_stmt* statement_;
  int next_ = 1;
  int error_ = 0;
};

class Database {
 public:
  enum class Access { kRead, kWrite };

  // kWrite creates a missing file. Waits up to 10 s for locks. kUnavailable if it cannot be opened.
  // kRead reads a cleanly closed database on a read-only file system, too.
  static Result<Database> open(const std::filesystem::path& file, Access access);

  // A statement of this text, prepared once. `sql` must be one of a bounded number of texts.
  Query query(std::string_view sql) const;
  // Statements without parameters or results, separated by semicolons; not cached.
  Status execute(const std::string& sql) const;
  // A single integer, such as a pragma's.
  Result<std::int64_t> integer(std::string_view sql) const;

  bool in_transaction() const;
  const std::filesystem::path& file() const { return file_; }
  // An error of this SQLite result code, with the file's path and the connection's text.
  Error error(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Database(std::filesystem::path file, std::unique_ptr<sqlite3, Close> connection);
  // `name` is the path or URI by which SQLite opens `file`.
  static Result<Database> connect(const std::filesystem::path& file, const std::string& name,
                                  int flags);

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> connection_;
  // Closed before the connection.
  mutable std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

// A transaction that is rolled back unless it is committed.
class Transaction {
 public:
  enum class Access { kRead, kWrite };

  static Result<Transaction> begin(const Database& database, Access access);
  // One state of the database for several readings, whose locks by themselves cost more than small
  // readings do. Nothing where a transaction has begun already.
  static Result<std::optional<Transaction>> read(const Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Status commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;  // null: done or moved from
};

}  // namespace horizon::store
