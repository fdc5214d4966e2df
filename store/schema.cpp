#include "store/schema.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "store/store.h"

namespace horizon::store {
namespace {

// Notes on the tables:
// - names holds each source, language, node and media type once. Numbers of names are never
//   reused, so that a reader may remember them.
// - documents: the order of the columns keeps what listings read before the blob, which may lie on
//   overflow pages. body is made by encode_body(). The index by number repeats what counting any
//   set of documents reads, hundreds to a page instead of four.
// - labels repeats three columns of its document, so that a listing under a node is one walk along
//   one index. Tombstones have no labels.
// - counts has exposure under the node kEmptyName; totals is its sum over days, with the number of
//   labelled documents, which no sum over nodes can give.
// - raw_records points into raw_blocks: records share a compressed frame.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO names VALUES(0, '');

CREATE TABLE documents(
  number INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  language INTEGER NOT NULL,
  source INTEGER NOT NULL,
  published_day INTEGER,
  published_precision INTEGER NOT NULL,
  updated_day INTEGER,
  first_seen_day INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  body BLOB NOT NULL) STRICT;
CREATE INDEX documents_by_date
  ON documents(published_day DESC, id, kind, first_seen_day) WHERE deleted = 0;
CREATE INDEX documents_by_origin
  ON documents(source, language, kind, first_seen_day, published_day) WHERE deleted = 0;
CREATE INDEX documents_by_number
  ON documents(number, published_day, published_precision, kind, language, source)
  WHERE deleted = 0;
CREATE TABLE document_sources(
  number INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  source INTEGER NOT NULL,
  first_seen_day INTEGER NOT NULL,
  PRIMARY KEY(number, ordinal)) STRICT, WITHOUT ROWID;
CREATE TABLE aliases(
  alias TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE labels(
  number INTEGER NOT NULL,
  node INTEGER NOT NULL,
  probability REAL NOT NULL,
  outcome INTEGER NOT NULL,
  published_day INTEGER,
  kind INTEGER NOT NULL,
  first_seen_day INTEGER NOT NULL,
  evidence BLOB NOT NULL,
  PRIMARY KEY(number, node)) STRICT, WITHOUT ROWID;
CREATE INDEX labels_by_node
  ON labels(node, published_day DESC, kind, first_seen_day) WHERE outcome = 0;

CREATE TABLE counts(
  node INTEGER NOT NULL,
  day INTEGER NOT NULL,
  precision INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  language INTEGER NOT NULL,
  source INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY(node, day, precision, kind, language, source)) STRICT, WITHOUT ROWID;
CREATE TABLE totals(
  source INTEGER NOT NULL,
  language INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  undated INTEGER NOT NULL,
  labelled INTEGER NOT NULL,
  PRIMARY KEY(source, language, kind)) STRICT, WITHOUT ROWID;

CREATE TABLE raw_blocks(block INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE raw_records(
  raw INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  source INTEGER NOT NULL,
  media_type INTEGER NOT NULL,
  fetched INTEGER NOT NULL,
  block INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  size INTEGER NOT NULL,
  hash BLOB NOT NULL,
  origin TEXT NOT NULL) STRICT;
CREATE INDEX raw_records_by_document ON raw_records(number, source, hash);
CREATE TABLE ignored_tombstones(hash BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine(
  entry INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  source TEXT NOT NULL,
  origin TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL) STRICT;
CREATE TABLE runs(
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER,
  added INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  joined INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE cursors(
  source TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  updated INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// - meeting_keys: where documents that may be one work meet, in the order in which neighbours are
//   compared; links: the pairs that are held for one work, in both directions; judgements: what
//   analysts said of pairs, likewise; joined: the document that is shown for another one, which has
//   2 in documents.deleted and 2 more than its outcome in each of its labels, so that it counts and
//   lists nowhere.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE meeting_keys(
  key INTEGER NOT NULL,
  day INTEGER NOT NULL,
  tie INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY(key, day, tie, number)) STRICT, WITHOUT ROWID;
CREATE TABLE links(
  number INTEGER NOT NULL,
  other INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  strength REAL NOT NULL,
  made_day INTEGER NOT NULL,
  PRIMARY KEY(number, other)) STRICT, WITHOUT ROWID;
CREATE TABLE judgements(
  number INTEGER NOT NULL,
  other INTEGER NOT NULL,
  same INTEGER NOT NULL,
  made_day INTEGER NOT NULL,
  PRIMARY KEY(number, other)) STRICT, WITHOUT ROWID;
CREATE TABLE joined(number INTEGER PRIMARY KEY, head INTEGER NOT NULL) STRICT;
CREATE INDEX joined_by_head ON joined(head);
)sql";

// - label_judgements: what analysts said of labels, whatever the labels are at the moment.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE label_judgements(
  number INTEGER NOT NULL,
  node TEXT NOT NULL,
  bears INTEGER NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(number, node)) STRICT, WITHOUT ROWID;
)sql";

// - words: each once; document_words: made by encode_words(), apart from the bodies, since whoever
//   counts phrases reads all of them and nothing else.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE words(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE document_words(number INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
)sql";

// - messages: what is to be told, each once by its key; deliveries: to whom, and what came of it;
//   told: documents that a watch has reported.
constexpr const char* kVersion5 = R"sql(
CREATE TABLE messages(
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  made INTEGER NOT NULL) STRICT;
CREATE TABLE deliveries(
  message INTEGER NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next INTEGER NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY(message, channel, recipient)) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_state ON deliveries(state, next);
CREATE TABLE told(
  watch TEXT NOT NULL,
  number INTEGER NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY(watch, number)) STRICT, WITHOUT ROWID;
)sql";

Status create_version_1(const Database& database) { return database.execute(kVersion1); }

// The documents that are there are linked afterwards, some at a time.
Status add_version_2(const Database& database) {
  HORIZON_TRY(database.execute(kVersion2));
  Query note =
      database.query("INSERT INTO meta SELECT ?1, '0' WHERE EXISTS (SELECT 1 FROM documents)");
  return note.bind(kLinkedKey).run();
}

Status add_version_3(const Database& database) { return database.execute(kVersion3); }

// Documents that are there get their words when they are labelled anew.
Status add_version_4(const Database& database) { return database.execute(kVersion4); }

Status add_version_5(const Database& database) { return database.execute(kVersion5); }

// migrations[v] takes a schema of version v to v + 1; 0 is an empty file.
using Migration = Status (*)(const Database&);
constexpr std::array<Migration, kSchemaVersion> kMigrations = {
    create_version_1, add_version_2, add_version_3, add_version_4, add_version_5};

tl::unexpected<Error> not_a_store(const Database& database) {
  return fail(ErrorCode::kCorrupt,
              fmt::format("{} is not a Horizon store (it belongs to another program)",
                          database.file().string()));
}

// The schema's version; 0 for an empty file, which is no store yet.
Result<std::int64_t> version_of(const Database& database) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version;
  const auto application = database.integer("PRAGMA application_id");
  if (!application) return application;
  if (*application == kApplicationId) {
    if (*version >= 1 && *version <= kSchemaVersion) return version;
    if (*version < 1) return not_a_store(database);
    return fail(ErrorCode::kUnavailable,
                fmt::format("{} was written by a newer Horizon (schema {}; this program knows {}): "
                            "upgrade this program",
                            database.file().string(), *version, kSchemaVersion));
  }
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables;
  if (*application != 0 || *version != 0 || *tables != 0) return not_a_store(database);
  return 0;
}

// 128 random bits in hexadecimal.
Result<std::string> new_identity() {
  std::array<unsigned char, 16> bytes{};
  // Up to 256 bytes come whole or not at all.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return fail(ErrorCode::kUnavailable, fmt::format("cannot draw random bytes: {}",
                                                     std::generic_category().message(errno)));
  }
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

// Stores that were made before stores had an identity get one, too.
Status ensure_identity(const Database& database) {
  Query known = database.query("SELECT 1 FROM meta WHERE key = ?1");
  const auto found = known.bind(kIdentityKey).step();
  if (!found) return fail(found.error());
  if (*found) return {};
  const auto identity = new_identity();
  if (!identity) return fail(identity.error());
  Query insert = database.query("INSERT OR IGNORE INTO meta VALUES(?1, ?2)");
  return insert.bind(kIdentityKey, *identity).run();
}

// An older store is kept as it was, beside the new one, until somebody removes it: a migration
// cannot be undone. One that was killed finds its own copy.
Status keep_older(const Database& database, std::int64_t version) {
  const std::string copy = fmt::format("{}.schema-{}", database.file().string(), version);
  std::error_code ignored;
  if (std::filesystem::exists(copy, ignored)) return {};
  const std::string unfinished = copy + ".new";
  std::filesystem::remove(unfinished, ignored);
  Query query = database.query("VACUUM INTO ?1");
  if (const Status copied = query.bind(unfinished).run(); !copied) {
    std::filesystem::remove(unfinished, ignored);
    return fail(ErrorCode::kUnavailable,
                fmt::format("{} is of an older schema, and there is no room for a copy of it "
                            "before it is changed: free some space ({})",
                            database.file().string(), copied.error().message));
  }
  std::error_code error;
  std::filesystem::rename(unfinished, copy, error);
  if (!error) return {};
  return fail(ErrorCode::kUnavailable, fmt::format("cannot keep {}: {}", copy, error.message()));
}

Status migrate(const Database& database, std::int64_t version) {
  if (version > 0) HORIZON_TRY(keep_older(database, version));
  auto transaction = Transaction::begin(database, Transaction::Access::kWrite);
  if (!transaction) return fail(transaction.error());
  for (; version < kSchemaVersion; ++version)
    HORIZON_TRY(kMigrations.at(static_cast<std::size_t>(version))(database));
  HORIZON_TRY(database.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                           kApplicationId, kSchemaVersion)));
  HORIZON_TRY(ensure_identity(database));
  return transaction->commit();
}

}  // namespace

Status prepare_for_reading(const Database& database) {
  const auto version = version_of(database);
  if (!version) return fail(version.error());
  if (*version != kSchemaVersion) {
    return fail(
        ErrorCode::kUnavailable,
        fmt::format("{} was written by an earlier Horizon (schema {}; this program needs {}): a "
                    "command that writes to it, such as 'horizon scan', brings it up to date",
                    database.file().string(), *version, kSchemaVersion));
  }
  return database.execute("PRAGMA query_only = ON; PRAGMA cache_size = -16384");
}

Status prepare_for_writing(const Database& database) {
  const auto version = version_of(database);
  if (!version) return fail(version.error());
  // FULL: a batch that was reported written survives a power cut. The log is checkpointed every
  // 64 MiB: keys spread over the whole file, and a page that changes often is copied once.
  HORIZON_TRY(database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384;"
      "PRAGMA journal_size_limit = 134217728; PRAGMA cache_size = -65536"));
  if (*version == kSchemaVersion) return ensure_identity(database);
  return migrate(database, *version);
}

}  // namespace horizon::store
