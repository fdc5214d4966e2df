// How values become the bytes of a column. Internal to store/.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/error.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace horizon::store {

// No value of a store is larger than this, compressed or not.
inline constexpr std::size_t kMaxValueBytes = std::size_t{256} << 20U;

// XXH3's 128 bits, the same on every machine: 16 bytes; 32 hexadecimal digits.
std::string hash_of(std::string_view bytes);
std::string hex_hash(std::string_view bytes);

// Zstandard frames that state their size and carry a checksum.
class Compressor {
 public:
  explicit Compressor(int level);
  // kLimit above kMaxValueBytes; kUnavailable if there is no memory. The view lives until the
  // next call.
  Result<std::string_view> compress(std::string_view bytes);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string buffer_;
};

class Decompressor {
 public:
  Decompressor();
  // kCorrupt if this is not exactly one whole frame of at most kMaxValueBytes.
  Result<std::string> decompress(std::string_view frame);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const noexcept;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
};

// The abstract, authors, organisations, codes and keys of a document as JSON; absent ones are left
// out. Equal values give equal bytes. Malformed UTF-8 becomes U+FFFD.
std::string encode_body(const Document& document);
// Sets these five members. kCorrupt if the text is not what encode_body() makes.
Status decode_body(std::string_view json, Document& document);
// Without decoding.
bool names_organisations(std::string_view json);

// Evidence, one after the other: field (a byte), begin, size, length of the term (varints, 7 bits
// a byte, low ones first), weight (4 bytes, IEEE 754, low byte first), term.
std::string encode_evidence(std::span<const Evidence> evidence);
Result<std::vector<Evidence>> decode_evidence(std::string_view bytes);

}  // namespace horizon::store
