// The words of documents, to and from their rows. Internal to store/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "core/text_words.h"
#include "store/sqlite.h"
#include "store/vocabulary.h"

namespace horizon::store {

// A stream of words (core/text_words.h) as a blob, every number a varint of 7 bits a byte, low ones
// first: the words of the title × 4 + the commonest gap of the document; then for each word its
// number × 4 + 2 if it is marked + 1 if its gap is not the commonest, which then follows as a byte.
Result<std::string> encode_words(Vocabulary& vocabulary, std::string_view stream);
// Replaces `words`. kCorrupt if the blob is not what encode_words() makes.
Status decode_words(std::string_view blob, std::vector<TextWord>& words);

// Sets the words of a document; an empty stream leaves it without.
Status put_words(const Database& database, Vocabulary& vocabulary, DocumentNumber number,
                 std::string_view stream);
Status delete_words(const Database& database, DocumentNumber number);

}  // namespace horizon::store
