// The words of all documents, for whoever counts.
#include <fmt/format.h>

#include "core/word_blob.h"
#include "store/session.h"
#include "store/store.h"

namespace horizon::store {

Result<std::vector<std::string>> Store::vocabulary() const {
  std::vector<std::string> words(1);
  Query query = impl_->database.query("SELECT id, word FROM words ORDER BY id");
  HORIZON_TRY(query.each([&words](const Query& row) -> Status {
    // Numbers follow each other: nothing is ever taken away.
    words.resize(static_cast<std::size_t>(row.integer(0)) + 1);
    words.back() = row.text(1);
    return {};
  }));
  return words;
}

Result<WordId> Store::word(std::string_view word) const {
  Query query = impl_->database.query("SELECT id FROM words WHERE word = ?1");
  const auto id = query.bind(word).optional_integer();
  if (!id) return fail(id.error());
  return static_cast<WordId>(id->value_or(0));
}

Result<std::vector<std::pair<std::string, WordId>>> Store::words_beginning(
    std::string_view prefix, std::size_t limit) const {
  std::vector<std::pair<std::string, WordId>> found;
  // No byte of UTF-8 is greater than 0xF4.
  const std::string behind = std::string(prefix) + '\xFF';
  Query query = impl_->database.query(
      "SELECT word, id FROM words WHERE word >= ?1 AND word < ?2 ORDER BY word LIMIT ?3");
  HORIZON_TRY(query.bind(prefix, std::string_view(behind), std::uint64_t{limit})
                  .each([&](const Query& row) -> Status {
                    found.emplace_back(row.text(0), static_cast<WordId>(row.integer(1)));
                    return {};
                  }));
  return found;
}

Status Store::word_blobs(
    std::span<const DocumentNumber> numbers,
    const std::function<Result<bool>(std::size_t i, std::string_view blob)>& visit) const {
  const auto reading = Transaction::read(impl_->database);
  if (!reading) return fail(reading.error());
  bool goes_on = true;
  for (std::size_t i = 0; i < numbers.size() && goes_on; ++i) {
    Query query = impl_->database.query("SELECT data FROM document_words WHERE number = ?1");
    HORIZON_TRY(query.bind(numbers[i]).each([&](const Query& row) -> Status {
      const auto visited = visit(i, row.blob(0));
      if (!visited) return fail(visited.error());
      goes_on = *visited;
      return {};
    }));
  }
  return {};
}

Status Store::words_of(
    std::span<const DocumentNumber> numbers,
    const std::function<bool(std::size_t i, std::span<const TextWord> words)>& visit) const {
  std::vector<TextWord> words;
  return word_blobs(numbers, [&](std::size_t i, std::string_view blob) -> Result<bool> {
    HORIZON_TRY(decode_words(blob, words));
    return words.empty() || visit(i, words);
  });
}

Status Store::each_words(const std::function<Status(const DocumentWords&)>& visit) const {
  std::vector<TextWord> words;
  std::string language, source;
  Query query = impl_->database.query(
      "SELECT w.number, d.published_day, d.published_precision, d.kind, d.language, d.source, "
      "w.data FROM document_words w CROSS JOIN documents d INDEXED BY documents_by_number "
      "ON d.number = w.number AND d.deleted = 0 ORDER BY w.number");
  return query.each([&](const Query& row) -> Status {
    DocumentWords document;
    document.number = static_cast<DocumentNumber>(row.integer(0));
    if (!row.is_null(1)) {
      document.published = PartialDate{Day{std::chrono::days{row.integer(1)}},
                                       static_cast<Precision>(row.integer(2))};
    }
    document.kind = static_cast<Kind>(row.integer(3));
    auto name = impl_->names.name(row.integer(4));
    if (!name) return fail(name.error());
    language = *std::move(name);
    name = impl_->names.name(row.integer(5));
    if (!name) return fail(name.error());
    source = *std::move(name);
    const Status decoded = decode_words(row.blob(6), words);
    if (!decoded)
      return fail(decoded.error().code,
                  fmt::format("{}: document {}: {}", impl_->database.file().string(),
                              document.number, decoded.error().message));
    document.language = language;
    document.source = source;
    document.words = words;
    return visit(document);
  });
}

}  // namespace horizon::store
