#include <fmt/format.h>

#include <optional>

#include "store/rows.h"

namespace horizon::store {
namespace {

std::optional<std::int64_t> days(const std::optional<Day>& day) {
  if (!day) return std::nullopt;
  return std::int64_t{day->time_since_epoch().count()};
}

Day day_at(const Query& row, int column) { return Day{std::chrono::days{row.integer(column)}}; }

constexpr const char* kSelectOne =
    "SELECT number, sequence, kind, language, source, published_day, published_precision, "
    "updated_day, first_seen_day, deleted, id, title, url, body FROM documents WHERE number = ?1";
constexpr const char* kSelectAfter =
    "SELECT number, sequence, kind, language, source, published_day, published_precision, "
    "updated_day, first_seen_day, deleted, id, title, url, body FROM documents "
    "WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
constexpr const char* kSelectNumbered =
    "SELECT number, sequence, kind, language, source, published_day, published_precision, "
    "updated_day, first_seen_day, deleted, id, title, url, body FROM documents "
    "WHERE number > ?1 ORDER BY number LIMIT ?2";

Status read_body(const Tables& tables, const Query& row, Part part, Document& document) {
  const auto body = tables.decompressor.decompress(row.blob(13));
  Status status;
  if (!body) {
    status = fail(body.error());
  } else if (part == Part::kWhole || names_organisations(*body)) {
    status = decode_body(*body, document);
  }
  if (status) return status;
  return fail(status.error().code,
              fmt::format("{}: document {}: {}", tables.database.file().string(), row.integer(0),
                          status.error().message));
}

Result<DocumentRow> read_row(const Tables& tables, const Query& row, Part part) {
  DocumentRow out;
  out.number = static_cast<DocumentNumber>(row.integer(0));
  out.sequence = static_cast<std::uint64_t>(row.integer(1));
  out.first_seen = day_at(row, 8);
  Document& document = out.document;
  document.kind = static_cast<Kind>(row.integer(2));
  auto language = tables.names.name(row.integer(3));
  if (!language) return fail(language.error());
  auto source = tables.names.name(row.integer(4));
  if (!source) return fail(source.error());
  document.language = *std::move(language);
  document.source = *std::move(source);
  if (!row.is_null(5))
    document.published = PartialDate{day_at(row, 5), static_cast<Precision>(row.integer(6))};
  if (!row.is_null(7)) document.updated = day_at(row, 7);
  out.joined = row.integer(9) == kJoined;
  document.deleted = row.integer(9) != 0 && !out.joined;
  document.id = row.text(10);
  document.title = row.text(11);
  document.url = row.text(12);
  if (part != Part::kHead) HORIZON_TRY(read_body(tables, row, part, document));
  return out;
}

std::int64_t state_of(const DocumentRow& row) {
  if (row.document.deleted) return 1;
  return row.joined ? kJoined : 0;
}

// ?1 number, ?2 sequence, ?3 kind ... ?13 body, ?14 first_seen_day
Status write_row(const Tables& tables, const DocumentRow& row, const char* sql) {
  const Document& document = row.document;
  const auto language = tables.names.intern(document.language);
  if (!language) return fail(language.error());
  const auto source = tables.names.intern(document.source);
  if (!source) return fail(source.error());
  const auto body = tables.body_compressor.compress(encode_body(document));
  if (!body) return fail(body.error());
  std::optional<std::int64_t> published;
  std::int64_t precision = 0;
  if (document.published) {
    published = days(document.published->day);
    precision = static_cast<std::int64_t>(document.published->precision);
  }
  Query query = tables.database.query(sql);
  query.bind(row.number, row.sequence, static_cast<std::int64_t>(document.kind), *language, *source,
             published, precision, days(document.updated), state_of(row),
             std::string_view(document.id), std::string_view(document.title),
             std::string_view(document.url));
  query.bind_blob(*body);
  query.bind(days(row.first_seen));
  return query.run();
}

}  // namespace

Result<std::optional<DocumentRow>> read_document(const Tables& tables, DocumentNumber number,
                                                 Part part) {
  Query query = tables.database.query(kSelectOne);
  const auto found = query.bind(number).step();
  if (!found) return fail(found.error());
  if (!*found) return std::nullopt;
  auto row = read_row(tables, query, part);
  if (!row) return fail(row.error());
  return *std::move(row);
}

Result<std::vector<DocumentRow>> read_documents_after(const Tables& tables, RowOrder order,
                                                      std::uint64_t after, std::size_t limit) {
  std::vector<DocumentRow> rows;
  Query query =
      tables.database.query(order == RowOrder::kSequence ? kSelectAfter : kSelectNumbered);
  HORIZON_TRY(query.bind(after, std::uint64_t{limit}).each([&](const Query& found) -> Status {
    auto row = read_row(tables, found, Part::kWhole);
    if (!row) return fail(row.error());
    rows.push_back(*std::move(row));
    return {};
  }));
  return rows;
}

Status insert_document(const Tables& tables, const DocumentRow& row) {
  return write_row(
      tables, row,
      "INSERT INTO documents(number, sequence, kind, language, source, published_day, "
      "published_precision, updated_day, deleted, id, title, url, body, first_seen_day) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
}

Status update_document(const Tables& tables, const DocumentRow& row) {
  return write_row(
      tables, row,
      "UPDATE documents SET sequence = ?2, kind = ?3, language = ?4, source = ?5, "
      "published_day = ?6, published_precision = ?7, updated_day = ?8, deleted = ?9, id = ?10, "
      "title = ?11, url = ?12, body = ?13, first_seen_day = ?14 WHERE number = ?1");
}

Status touch_document(const Tables& tables, DocumentNumber number, std::uint64_t sequence) {
  Query query = tables.database.query("UPDATE documents SET sequence = ?2 WHERE number = ?1");
  return query.bind(number, sequence).run();
}

Result<std::vector<std::string>> read_sources(const Tables& tables, DocumentNumber number) {
  std::vector<std::string> sources;
  Query query = tables.database.query(
      "SELECT source FROM document_sources WHERE number = ?1 ORDER BY ordinal");
  HORIZON_TRY(query.bind(number).each([&](const Query& row) -> Status {
    auto source = tables.names.name(row.integer(0));
    if (!source) return fail(source.error());
    sources.push_back(*std::move(source));
    return {};
  }));
  return sources;
}

Status add_first_source(const Tables& tables, const DocumentRow& row) {
  const auto source = tables.names.intern(row.document.source);
  if (!source) return fail(source.error());
  Query insert = tables.database.query("INSERT INTO document_sources VALUES(?1, 0, ?2, ?3)");
  return insert.bind(row.number, *source, days(row.first_seen)).run();
}

Result<bool> add_source(const Tables& tables, DocumentNumber number, std::string_view source,
                        Day first_seen) {
  const auto id = tables.names.intern(source);
  if (!id) return fail(id.error());
  Query insert = tables.database.query(
      "INSERT INTO document_sources SELECT ?1, (SELECT count(*) FROM document_sources "
      "WHERE number = ?1), ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM document_sources "
      "WHERE number = ?1 AND source = ?2) RETURNING 1");
  return insert.bind(number, *id, days(first_seen)).step();
}

}  // namespace horizon::store
