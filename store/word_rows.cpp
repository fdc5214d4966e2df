#include "store/word_rows.h"

#include <utility>

#include "core/word_blob.h"

namespace horizon::store {

Result<std::string> put_words(const Database& database, Vocabulary& vocabulary,
                              DocumentNumber number, std::string_view stream) {
  if (stream.empty()) {
    HORIZON_TRY(delete_words(database, number));
    return std::string();
  }
  auto blob = encode_words(stream, [&](std::string_view word) { return vocabulary.intern(word); });
  if (!blob) return fail(blob.error());
  Query query = database.query("INSERT OR REPLACE INTO document_words VALUES(?1, ?2)");
  HORIZON_TRY(query.bind(number).bind_blob(*blob).run());
  return *std::move(blob);
}

Status delete_words(const Database& database, DocumentNumber number) {
  Query query = database.query("DELETE FROM document_words WHERE number = ?1");
  return query.bind(number).run();
}

}  // namespace horizon::store
