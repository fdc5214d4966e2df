#include "store/batch_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "store/alias.h"
#include "store/merge.h"
#include "store/word_rows.h"

namespace horizon::store {
namespace {

// Both name works of one repository, and no work is named by both: whatever else they share (a DOI
// that was entered for the wrong one, the DOI of a whole discussion), they are not the same work.
bool contradict(const std::vector<std::string>& aliases, const Document& known) {
  for (const std::string_view repository : kRepositories) {
    bool incoming_has = false;
    bool known_has = false;
    bool shared = false;
    for (const std::string& alias : aliases) incoming_has |= alias.starts_with(repository);
    for (const std::string& key : known.keys) {
      const std::string alias = canonical_alias(key);
      if (!alias.starts_with(repository)) continue;
      known_has = true;
      shared |= std::ranges::find(aliases, alias) != aliases.end();
    }
    if (incoming_has && known_has && !shared) return true;
  }
  return false;
}

}  // namespace

BatchWriter::BatchWriter(Session& session, Instant now, Labeller label, Wording words)
    : session_(&session),
      tables_(session.tables()),
      today_(std::chrono::floor<std::chrono::days>(now)),
      now_(now),
      label_(std::move(label)),
      words_(std::move(words)),
      raw_(session.database, session.names, session.raw_compressor),
      linker_(tables_, today_) {}

Status BatchWriter::begin() {
  // Neither documents nor their sequence numbers ever go away, so the largest is the last given.
  const auto sequence = tables_.database.integer("SELECT max(sequence) FROM documents");
  if (!sequence) return fail(sequence.error());
  const auto number = tables_.database.integer("SELECT max(number) FROM documents");
  if (!number) return fail(number.error());
  sequence_ = static_cast<std::uint64_t>(*sequence);
  number_ = static_cast<std::uint64_t>(*number);
  return raw_.begin();
}

Result<Written> BatchWriter::accept(const Incoming& incoming) {
  hash_ = incoming.raw.bytes.empty() ? std::string() : hash_of(incoming.raw.bytes);
  const std::vector<std::string> aliases = aliases_of(incoming.document, incoming.raw, hash_);
  const auto number = match(aliases);
  if (!number) return fail(number.error());
  const bool deleted = incoming.document.deleted;
  if (!*number) return deleted ? ignore_tombstone(incoming.raw) : add(incoming, aliases);
  if (!hash_.empty()) {
    const auto seen =
        contains_raw(tables_.database, tables_.names, **number, incoming.raw.source, hash_);
    if (!seen) return fail(seen.error());
    const auto ignored = deleted ? is_ignored_tombstone(incoming.raw) : Result<bool>(false);
    if (!ignored) return fail(ignored.error());
    if (*seen || *ignored) return Written{Outcome::kUnchanged, **number};
  }
  const auto known = load(**number, Part::kWhole);
  if (!known) return fail(known.error());
  const auto outcome = revise(incoming, *known);
  if (!outcome) return fail(outcome.error());
  HORIZON_TRY(add_aliases(**number, aliases));
  HORIZON_TRY(keep_raw(**number, incoming.raw));
  return Written{*outcome, **number};
}

Result<std::optional<DocumentNumber>> BatchWriter::match(const std::vector<std::string>& aliases) {
  // A repository's own number is beyond doubt; everything else may be contradicted by one. The
  // first that is asked for is decisive_alias().
  for (const bool repository : {true, false}) {
    for (const std::string& alias : aliases) {
      if (names_repository(alias) != repository) continue;
      Query query = tables_.database.query("SELECT number FROM aliases WHERE alias = ?1");
      const auto number = query.bind(alias).optional_integer();
      if (!number) return fail(number.error());
      if (!*number) continue;
      const auto found = static_cast<DocumentNumber>(**number);
      if (repository || std::ranges::none_of(aliases, names_repository)) return found;
      const auto known = load(found, Part::kWhole);
      if (!known) return fail(known.error());
      if (!contradict(aliases, known->row.document)) return found;
    }
  }
  return std::nullopt;
}

Status BatchWriter::add_aliases(DocumentNumber number, const std::vector<std::string>& aliases) {
  for (const std::string& alias : aliases) {
    Query query = tables_.database.query("INSERT OR IGNORE INTO aliases VALUES(?1, ?2)");
    HORIZON_TRY(query.bind(alias, number).run());
  }
  return {};
}

Result<Written> BatchWriter::add(const Incoming& incoming,
                                 const std::vector<std::string>& aliases) {
  if (number_ >= std::numeric_limits<DocumentNumber>::max())
    return fail(ErrorCode::kLimit,
                fmt::format("{}: no document numbers are left", tables_.database.file().string()));
  const DocumentRow row{static_cast<DocumentNumber>(++number_), ++sequence_, today_,
                        incoming.document};
  HORIZON_TRY(insert_document(tables_, row));
  HORIZON_TRY(add_first_source(tables_, row));
  HORIZON_TRY(add_aliases(row.number, aliases));
  const auto labels = encode_labels(tables_, incoming.labels);
  if (!labels) return fail(labels.error());
  HORIZON_TRY(insert_labels(tables_, row, *labels));
  auto words = reword(row.number, incoming.words);
  if (!words) return fail(words.error());
  const auto contribution = contribution_of(tables_, row, *labels);
  if (!contribution) return fail(contribution.error());
  deltas_.add(*contribution, 1);
  HORIZON_TRY(linker_.changed(nullptr, &row));
  HORIZON_TRY(keep_raw(row.number, incoming.raw));
  return Written{Outcome::kAdded, row.number, *std::move(words)};
}

// The document may come later, and then this same record, read once more, must not delete it.
Result<Written> BatchWriter::ignore_tombstone(const RawRecord& raw) {
  if (!hash_.empty()) {
    const std::string hash = hash_of(raw.source + '\n' + hash_);
    Query query = tables_.database.query("INSERT OR IGNORE INTO ignored_tombstones VALUES(?1)");
    HORIZON_TRY(query.bind_blob(hash).run());
  }
  return Written{Outcome::kUnchanged, 0};
}

Result<bool> BatchWriter::is_ignored_tombstone(const RawRecord& raw) {
  const std::string hash = hash_of(raw.source + '\n' + hash_);
  Query query = tables_.database.query("SELECT 1 FROM ignored_tombstones WHERE hash = ?1");
  return query.bind_blob(hash).step();
}

Result<BatchWriter::Known> BatchWriter::load(DocumentNumber number, Part part) {
  auto row = read_document(tables_, number, part);
  if (!row) return fail(row.error());
  if (!*row)
    return fail(ErrorCode::kNotFound, fmt::format("{}: there is no document {}",
                                                  tables_.database.file().string(), number));
  auto labels = read_label_rows(tables_, number);
  if (!labels) return fail(labels.error());
  return Known{**std::move(row), *std::move(labels)};
}

Result<Outcome> BatchWriter::revise(const Incoming& incoming, const Known& known) {
  const Document& stored = known.row.document;
  const Document& document = incoming.document;
  const bool own = stored.source == document.source;
  // Only the source whose content a document shows can withdraw it.
  if (document.deleted) return stored.deleted || !own ? Outcome::kUnchanged : bury(known);
  const auto further = add_source(tables_, known.row.number, document.source, today_);
  if (!further) return fail(further.error());
  // A withdrawn document comes back as whoever brings it back has it, and is theirs from then on.
  if (stored.deleted) return rewrite(incoming, known, replace(stored, document, false));
  if (!own) {
    const auto outcome = rewrite(incoming, known, join(stored, document));
    if (!outcome) return outcome;
    if (*outcome == Outcome::kUnchanged && !*further) return Outcome::kUnchanged;
    // A further source is a change by itself.
    if (*outcome == Outcome::kUnchanged)
      HORIZON_TRY(touch_document(tables_, known.row.number, ++sequence_));
    return Outcome::kJoined;
  }
  const auto sources = read_sources(tables_, known.row.number);
  if (!sources) return fail(sources.error());
  return rewrite(incoming, known, replace(stored, document, sources->size() > 1));
}

Result<Outcome> BatchWriter::bury(const Known& known) {
  DocumentRow row = known.row;
  row.document.deleted = true;
  row.joined = false;
  const auto head = read_head(tables_.database, row.number);
  if (!head) return fail(head.error());
  if (*head) moved_.insert(**head);
  HORIZON_TRY(put_head(tables_.database, row.number, std::nullopt));
  HORIZON_TRY(reword(row.number, {}));
  HORIZON_TRY(replace_rows(known, std::move(row), {}));
  return Outcome::kUpdated;
}

Result<Outcome> BatchWriter::rewrite(const Incoming& incoming, const Known& known,
                                     const Merged& merged) {
  if (same_content(merged.document, known.row.document)) return Outcome::kUnchanged;
  const auto labels = labels_in_force(incoming, known, merged);
  if (!labels) return fail(labels.error());
  DocumentRow row = known.row;
  row.document = merged.document;
  if (words_) {
    HORIZON_TRY(reword(row.number, words_(merged.document)));
  } else if (merged.labels == LabelsOf::kIncoming) {
    HORIZON_TRY(reword(row.number, incoming.words));
  }
  HORIZON_TRY(replace_rows(known, std::move(row), *labels));
  return Outcome::kUpdated;
}

Result<std::vector<LabelRow>> BatchWriter::labels_in_force(const Incoming& incoming,
                                                           const Known& known,
                                                           const Merged& merged) {
  if (label_) {
    const auto judgements = read_label_judgements(tables_.database, known.row.number);
    if (!judgements) return fail(judgements.error());
    return encode_labels(tables_, label_(merged.document, *judgements));
  }
  if (merged.labels == LabelsOf::kIncoming) {
    return merged.title_differs ? encode_labels(tables_, without_title_evidence(incoming.labels))
                                : encode_labels(tables_, incoming.labels);
  }
  if (!merged.title_differs) return known.labels;
  auto labels = read_labels(tables_, known.row.number);
  if (!labels) return fail(labels.error());
  return encode_labels(tables_, without_title_evidence(*std::move(labels)));
}

Status BatchWriter::recount(const Known& known, const DocumentRow& row,
                            const std::vector<LabelRow>& labels) {
  const auto before = contribution_of(tables_, known.row, known.labels);
  if (!before) return fail(before.error());
  const auto after = contribution_of(tables_, row, labels);
  if (!after) return fail(after.error());
  deltas_.add(*before, -1);
  deltas_.add(*after, 1);
  return {};
}

Status BatchWriter::replace_rows(const Known& known, DocumentRow row,
                                 const std::vector<LabelRow>& labels) {
  HORIZON_TRY(recount(known, row, labels));
  row.sequence = ++sequence_;
  HORIZON_TRY(update_document(tables_, row));
  HORIZON_TRY(delete_labels(tables_, row.number));
  HORIZON_TRY(insert_labels(tables_, row, labels));
  if (row.joined) {
    const auto head = read_head(tables_.database, row.number);
    if (!head) return fail(head.error());
    if (*head) moved_.insert(**head);  // which shows this one's sources and keys
  }
  return linker_.changed(known.row.document.deleted ? nullptr : &known.row,
                         row.document.deleted ? nullptr : &row);
}

Status BatchWriter::keep_raw(DocumentNumber number, const RawRecord& raw) {
  if (hash_.empty()) return {};
  return raw_.add(number, raw, hash_);
}

Status BatchWriter::quarantine(const QuarantinedRecord& record) {
  const std::string hash = hash_of(fmt::format("{}:{}{}:{}{}", record.source.size(), record.source,
                                               record.origin.size(), record.origin, record.reason));
  const auto bytes = session_->raw_compressor.compress(
      std::string_view(record.bytes).substr(0, kMaxQuarantinedBytes));
  if (!bytes) return fail(bytes.error());
  Query query = tables_.database.query(
      "INSERT OR IGNORE INTO quarantine(source, origin, reason, at, bytes, hash) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  query.bind(record.source, record.origin, record.reason,
             std::int64_t{record.at.time_since_epoch().count()});
  return query.bind_blob(*bytes).bind_blob(hash).run();
}

Status BatchWriter::move_cursor(const Cursor& cursor) {
  Query query = tables_.database.query(
      "INSERT INTO cursors VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE "
      "SET state = excluded.state, updated = excluded.updated");
  query.bind(cursor.source, cursor.state, std::int64_t{now_.time_since_epoch().count()});
  return query.run();
}

Result<bool> BatchWriter::relabel(DocumentNumber number, std::span<const Label> labels) {
  const auto known = load(number, Part::kHead);
  if (!known) return fail(known.error());
  if (known->row.document.deleted) return false;
  const auto rows = encode_labels(tables_, labels);
  if (!rows) return fail(rows.error());
  if (*rows == known->labels) return false;
  HORIZON_TRY(recount(*known, known->row, *rows));
  HORIZON_TRY(touch_document(tables_, number, ++sequence_));
  HORIZON_TRY(delete_labels(tables_, number));
  HORIZON_TRY(insert_labels(tables_, known->row, *rows));
  return true;
}

Status BatchWriter::relabel(DocumentNumber number) {
  const auto known = load(number, Part::kWhole);
  if (!known) return fail(known.error());
  const auto judgements = read_label_judgements(tables_.database, number);
  if (!judgements) return fail(judgements.error());
  const auto done = relabel(number, label_(known->row.document, *judgements));
  return done ? Status() : Status(fail(done.error()));
}

Result<std::string> BatchWriter::reword(DocumentNumber number, std::string_view words) {
  return put_words(tables_.database, session_->vocabulary, number, words);
}

Status BatchWriter::link(DocumentNumber number) {
  const auto row = read_document(tables_, number, Part::kWhole);
  if (!row) return fail(row.error());
  if (!*row || (*row)->document.deleted) return {};
  return linker_.changed(nullptr, &**row);
}

Status BatchWriter::apply(const Move& move) {
  const auto known = load(move.number, Part::kHead);
  if (!known) return fail(known.error());
  const auto before = read_head(tables_.database, move.number);
  if (!before) return fail(before.error());
  for (const auto& head : {*before, move.head})
    if (head) moved_.insert(*head);
  HORIZON_TRY(put_head(tables_.database, move.number, move.head));
  moved_.insert(move.number);
  DocumentRow row = known->row;
  row.joined = move.head.has_value();
  if (row.joined == known->row.joined) return {};
  HORIZON_TRY(recount(*known, row, known->labels));
  return mark_joined(tables_, move.number, row.joined, ++sequence_);
}

Status BatchWriter::finish() {
  const auto moves = linker_.settle();
  if (!moves) return fail(moves.error());
  for (const Move& move : *moves) HORIZON_TRY(apply(move));
  // What is shown of each of them may have changed.
  for (const DocumentNumber number : moved_)
    HORIZON_TRY(touch_document(tables_, number, ++sequence_));
  HORIZON_TRY(raw_.flush());
  return deltas_.flush(tables_.database);
}

}  // namespace horizon::store
