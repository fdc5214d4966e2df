#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "store/alias.h"
#include "store/link_rows.h"
#include "store/raw_blocks.h"
#include "store/schema.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {
namespace {

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from)
    if (std::ranges::find(to, text) == to.end()) to.push_back(text);
}

Result<StoredDocument> with_labels(const Tables& tables, DocumentRow row) {
  StoredDocument stored;
  stored.number = row.number;
  stored.sequence = row.sequence;
  stored.first_seen = row.first_seen;
  stored.document = std::move(row.document);
  auto labels = read_labels(tables, stored.number);
  if (!labels) return fail(labels.error());
  auto sources = read_sources(tables, stored.number);
  if (!sources) return fail(sources.error());
  auto judgements = read_label_judgements(tables.database, stored.number);
  if (!judgements) return fail(judgements.error());
  stored.labels = *std::move(labels);
  stored.judgements = *std::move(judgements);
  stored.sources = *std::move(sources);
  if (row.joined) {
    const auto head = read_head(tables.database, stored.number);
    if (!head) return fail(head.error());
    stored.shown_by = *head;
  }
  return stored;
}

// Adds what is shown of the documents that are joined to this one.
Status add_joined(const Tables& tables, StoredDocument& stored) {
  if (stored.document.deleted || stored.shown_by) return {};
  const auto joined = read_joined(tables.database, stored.number);
  if (!joined) return fail(joined.error());
  for (const DocumentNumber number : *joined) {
    const auto row = read_document(tables, number, Part::kWhole);
    if (!row) return fail(row.error());
    const auto sources = read_sources(tables, number);
    if (!sources) return fail(sources.error());
    if (*row) add_missing(stored.document.keys, (*row)->document.keys);
    add_missing(stored.sources, *sources);
  }
  return {};
}

Result<std::optional<StoredDocument>> read_stored(const Tables& tables, DocumentNumber number) {
  auto stored = read_own(tables, number);
  if (stored && *stored) HORIZON_TRY(add_joined(tables, **stored));
  return stored;
}

std::optional<std::int64_t> days(const std::optional<Day>& day) {
  if (!day) return std::nullopt;
  return std::int64_t{day->time_since_epoch().count()};
}

// One condition for each bound that is set, so that SQLite can walk the index's range. ?1 is the
// node, ?2 to ?6 the bounds, ?7 the limit.
std::string listing_sql(const Store::Listing& listing) {
  std::string sql = listing.node.empty()
                        ? "SELECT t.number FROM documents t INDEXED BY documents_by_date "
                          "WHERE t.deleted = 0"
                        : "SELECT t.number FROM labels t INDEXED BY labels_by_node "
                          "CROSS JOIN documents d ON d.number = t.number "
                          "WHERE t.outcome = 0 AND t.node = ?1";
  if (listing.published_from) sql += " AND t.published_day >= ?2";
  if (listing.published_until) sql += " AND t.published_day < ?3";
  if (listing.first_seen_from) sql += " AND t.first_seen_day >= ?4";
  if (listing.first_seen_until) sql += " AND t.first_seen_day < ?5";
  if (listing.kind) sql += " AND t.kind = ?6";
  sql += fmt::format(" ORDER BY t.published_day DESC, {}.id, t.number LIMIT ?7",
                     listing.node.empty() ? 't' : 'd');
  return sql;
}

// The published day at one end, of those that are known to the day.
Result<std::optional<Day>> published_end(const Database& database, const char* sql) {
  Query query = database.query(sql);
  const auto day = query.bind(kEmptyName, kUndated).optional_integer();
  if (!day) return fail(day.error());
  if (!*day) return std::nullopt;
  return Day{std::chrono::days{**day}};
}

Status read_totals(const Database& database, Statistics& statistics) {
  Query query = database.query("SELECT sum(documents), sum(undated), sum(labelled) FROM totals");
  const auto row = query.step();
  if (!row) return fail(row.error());
  statistics.documents = static_cast<std::uint64_t>(query.integer(0));
  statistics.undated = static_cast<std::uint64_t>(query.integer(1));
  statistics.labelled = static_cast<std::uint64_t>(query.integer(2));
  return {};
}

// The inner query is one step to the end of a range of the index.
constexpr const char* kSources = R"sql(
SELECT s.name, l.name, t.kind, t.documents, t.undated,
  (SELECT max(d.first_seen_day) FROM documents d INDEXED BY documents_by_origin
   WHERE d.deleted = 0 AND d.source = t.source AND d.language = t.language AND d.kind = t.kind)
FROM totals t JOIN names s ON s.id = t.source JOIN names l ON l.id = t.language
ORDER BY s.name, l.name, t.kind
)sql";

constexpr const char* kSourcesSeenFrom = R"sql(
SELECT s.name, l.name, t.kind, count(*), sum(d.published_day IS NULL), max(d.first_seen_day)
FROM totals t JOIN names s ON s.id = t.source JOIN names l ON l.id = t.language
CROSS JOIN documents d INDEXED BY documents_by_origin
  ON d.deleted = 0 AND d.source = t.source AND d.language = t.language AND d.kind = t.kind
  AND d.first_seen_day >= ?1
GROUP BY s.name, l.name, t.kind ORDER BY s.name, l.name, t.kind
)sql";

// A page of whole documents.
Result<std::vector<StoredDocument>> read_page(Session& session, RowOrder order, std::uint64_t after,
                                              std::size_t limit) {
  const auto snapshot = Transaction::begin(session.database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  const Tables tables = session.tables();
  auto rows = read_documents_after(tables, order, after, limit);
  if (!rows) return fail(rows.error());
  std::vector<StoredDocument> documents;
  documents.reserve(rows->size());
  for (DocumentRow& row : *rows) {
    auto stored = with_labels(tables, std::move(row));
    if (!stored) return fail(stored.error());
    HORIZON_TRY(add_joined(tables, *stored));
    documents.push_back(*std::move(stored));
  }
  return documents;
}

}  // namespace

Result<std::optional<StoredDocument>> read_own(const Tables& tables, DocumentNumber number) {
  auto row = read_document(tables, number, Part::kWhole);
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  auto stored = with_labels(tables, **std::move(row));
  if (!stored) return fail(stored.error());
  return *std::move(stored);
}

Result<std::optional<DocumentNumber>> Store::find(std::string_view alias) const {
  const auto own = find_own(alias);
  if (!own || !*own) return own;
  const auto head = read_head(impl_->database, **own);
  if (!head) return fail(head.error());
  return *head ? *head : *own;
}

Result<std::optional<DocumentNumber>> Store::find_own(std::string_view alias) const {
  for (const std::string& candidate : alias_candidates(alias)) {
    Query query = impl_->database.query("SELECT number FROM aliases WHERE alias = ?1");
    const auto number = query.bind(candidate).optional_integer();
    if (!number) return fail(number.error());
    if (*number) return static_cast<DocumentNumber>(**number);
  }
  return std::nullopt;
}

Result<StoredDocument> Store::get(DocumentNumber number) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  auto stored = read_stored(impl_->tables(), number);
  if (!stored) return fail(stored.error());
  if (*stored) return **std::move(stored);
  return fail(ErrorCode::kNotFound,
              fmt::format("{}: there is no document {}", impl_->database.file().string(), number));
}

Result<std::vector<StoredDocument>> Store::get(std::span<const DocumentNumber> numbers) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  std::vector<StoredDocument> documents;
  for (const DocumentNumber number : numbers) {
    auto stored = read_stored(impl_->tables(), number);
    if (!stored) return fail(stored.error());
    if (*stored) documents.push_back(**std::move(stored));
  }
  return documents;
}

Result<std::string> Store::identity() const {
  auto identity = meta(std::string(kIdentityKey));
  if (!identity) return fail(identity.error());
  return std::move(*identity).value_or("");
}

Result<bool> Store::knows(const Document& document, const RawRecord& raw) const {
  if (document.deleted || raw.bytes.empty()) return false;
  const std::string hash = hash_of(raw.bytes);
  const std::vector<std::string> aliases = aliases_of(document, raw, hash);
  if (aliases.empty()) return false;
  // Aliases and raw records never go away, so that no later change can give another answer. Of
  // any other alias that could not be said: the decisive one might come and name another document.
  Query query = impl_->database.query("SELECT number FROM aliases WHERE alias = ?1");
  const auto number = query.bind(decisive_alias(aliases)).optional_integer();
  if (!number) return fail(number.error());
  if (!*number) return false;
  return contains_raw(impl_->database, impl_->names, static_cast<DocumentNumber>(**number),
                      raw.source, hash);
}

Result<std::vector<RawRecord>> Store::raw(DocumentNumber number) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  auto records = read_raw(impl_->database, impl_->names, number);
  if (!records) return records;
  const auto joined = read_joined(impl_->database, number);
  if (!joined) return fail(joined.error());
  for (const DocumentNumber other : *joined) {
    auto more = read_raw(impl_->database, impl_->names, other);
    if (!more) return more;
    std::ranges::move(*more, std::back_inserter(*records));
  }
  return records;
}

Result<std::vector<StoredDocument>> Store::changed_after(std::uint64_t after,
                                                         std::size_t limit) const {
  return read_page(*impl_, RowOrder::kSequence, after, limit);
}

Result<std::vector<StoredDocument>> Store::numbered_after(DocumentNumber after,
                                                          std::size_t limit) const {
  return read_page(*impl_, RowOrder::kNumber, after, limit);
}

Result<std::vector<DailyCount>> Store::counts(std::string_view node) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  return read_counts(impl_->database, impl_->names, node);
}

Result<std::map<std::string, std::vector<DailyCount>>> Store::all_counts() const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  return read_all_counts(impl_->database, impl_->names);
}

Result<std::vector<DailyCount>> Store::count_documents(
    std::span<const DocumentNumber> numbers) const {
  const auto snapshot = Transaction::begin(impl_->database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  return store::count_documents(impl_->database, impl_->names, numbers);
}

Result<std::vector<DocumentNumber>> Store::list(const Listing& listing) const {
  std::vector<DocumentNumber> numbers;
  const auto node = impl_->names.find(listing.node);
  if (!node) return fail(node.error());
  if (!*node) return numbers;
  std::optional<std::int64_t> kind;
  if (listing.kind) kind = static_cast<std::int64_t>(*listing.kind);
  Query query = impl_->database.query(listing_sql(listing));
  query.bind(**node, days(listing.published_from), days(listing.published_until),
             days(listing.first_seen_from), days(listing.first_seen_until), kind,
             std::uint64_t{listing.limit});
  HORIZON_TRY(query.each([&numbers](const Query& row) -> Status {
    numbers.push_back(static_cast<DocumentNumber>(row.integer(0)));
    return {};
  }));
  return numbers;
}

Result<Statistics> Store::statistics() const {
  const Database& database = impl_->database;
  const auto snapshot = Transaction::begin(database, Transaction::Access::kRead);
  if (!snapshot) return fail(snapshot.error());
  Statistics statistics;
  HORIZON_TRY(read_totals(database, statistics));
  const auto quarantined = database.integer("SELECT count(*) FROM quarantine");
  if (!quarantined) return fail(quarantined.error());
  // Raw records never go away, so that the last number is how many there are.
  const auto raw_records = database.integer("SELECT max(raw) FROM raw_records");
  if (!raw_records) return fail(raw_records.error());
  const auto sequence = database.integer("SELECT max(sequence) FROM documents");
  if (!sequence) return fail(sequence.error());
  statistics.quarantined = static_cast<std::uint64_t>(*quarantined);
  statistics.raw_records = static_cast<std::uint64_t>(*raw_records);
  statistics.sequence = static_cast<std::uint64_t>(*sequence);
  const auto earliest = published_end(
      database,
      "SELECT day FROM counts WHERE node = ?1 AND day > ?2 AND precision = 0 ORDER BY day LIMIT 1");
  if (!earliest) return fail(earliest.error());
  const auto latest =
      published_end(database,
                    "SELECT day FROM counts WHERE node = ?1 AND day > ?2 AND precision = 0 "
                    "ORDER BY day DESC LIMIT 1");
  if (!latest) return fail(latest.error());
  statistics.earliest = *earliest;
  statistics.latest = *latest;
  return statistics;
}

Result<std::uint64_t> Store::sequence() const {
  const auto sequence = impl_->database.integer("SELECT max(sequence) FROM documents");
  if (!sequence) return fail(sequence.error());
  return static_cast<std::uint64_t>(*sequence);
}

Result<std::vector<SourceCount>> Store::source_counts(std::optional<Day> seen_from) const {
  std::vector<SourceCount> counts;
  Query query = impl_->database.query(seen_from ? kSourcesSeenFrom : kSources);
  if (seen_from) query.bind(days(seen_from));
  HORIZON_TRY(query.each([&counts](const Query& row) -> Status {
    SourceCount count;
    count.source = row.text(0);
    count.language = row.text(1);
    count.kind = static_cast<Kind>(row.integer(2));
    count.documents = static_cast<std::uint64_t>(row.integer(3));
    count.undated = static_cast<std::uint64_t>(row.integer(4));
    count.last_seen = Day{std::chrono::days{row.integer(5)}};
    counts.push_back(std::move(count));
    return {};
  }));
  return counts;
}

Result<std::vector<Arrival>> Store::arrivals(Day seen_from) const {
  return read_arrivals(impl_->database, impl_->names, seen_from);
}

}  // namespace horizon::store
