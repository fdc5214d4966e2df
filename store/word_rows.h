// The words of documents, to and from their rows. Internal to store/.
#pragma once

#include <string>
#include <string_view>

#include "core/document.h"
#include "core/error.h"
#include "store/sqlite.h"
#include "store/vocabulary.h"

namespace horizon::store {

// Sets the words of a document; an empty stream leaves it without. Returns them as they are kept
// (core/word_blob.h).
Result<std::string> put_words(const Database& database, Vocabulary& vocabulary,
                              DocumentNumber number, std::string_view stream);
Status delete_words(const Database& database, DocumentNumber number);

}  // namespace horizon::store
