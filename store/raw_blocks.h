// Records as sent, many to a compressed block. Internal to store/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"
#include "store/codec.h"
#include "store/names.h"
#include "store/sqlite.h"

namespace horizon::store {

// Blocks end at this size; a larger record has one of its own. Small records of one source then
// compress nearly as well as one large file, and to show one costs a fraction of a millisecond.
inline constexpr std::size_t kMaxBlockBytes = std::size_t{256} << 10U;

// Writes raw records within one transaction; flush() must come before its commit.
class RawWriter {
 public:
  RawWriter(const Database& database, Names& names, Compressor& compressor);

  // To be called once the transaction has begun.
  Status begin();
  // `hash` is hash_of(record.bytes).
  Status add(DocumentNumber number, const RawRecord& record, std::string_view hash);
  Status flush();

 private:
  const Database* database_;
  Names* names_;
  Compressor* compressor_;
  std::int64_t block_ = 0;  // the block that is being filled
  std::string pending_;     // its bytes so far
};

// Was a record with these bytes accepted for this document from this source?
Result<bool> contains_raw(const Database& database, Names& names, DocumentNumber number,
                          std::string_view source, std::string_view hash);

// Raw records of a document, oldest first.
Result<std::vector<RawRecord>> read_raw(const Database& database, Names& names,
                                        DocumentNumber number);

}  // namespace horizon::store
