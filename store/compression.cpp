#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

#include <array>

#include "store/codec.h"

namespace horizon::store {
namespace {

std::array<unsigned char, 16> canonical_hash(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  return std::to_array(canonical.digest);
}

}  // namespace

std::string hash_of(std::string_view bytes) {
  const auto digest = canonical_hash(bytes);
  return {digest.begin(), digest.end()};
}

std::string hex_hash(std::string_view bytes) {
  std::string hex;
  for (const unsigned char byte : canonical_hash(bytes)) hex += fmt::format("{:02x}", byte);
  return hex;
}

void Compressor::Free::operator()(ZSTD_CCtx_s* context) const noexcept { ZSTD_freeCCtx(context); }

Compressor::Compressor(int level) : context_(ZSTD_createCCtx()) {
  if (!context_) return;  // told by compress()
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

Result<std::string_view> Compressor::compress(std::string_view bytes) {
  if (!context_) return fail(ErrorCode::kUnavailable, "no memory to compress with");
  if (bytes.size() > kMaxValueBytes) {
    return fail(ErrorCode::kLimit, fmt::format("a value of {} bytes is above the store's limit {}",
                                               bytes.size(), kMaxValueBytes));
  }
  const std::size_t bound = ZSTD_compressBound(bytes.size());
  if (buffer_.size() < bound) buffer_.resize(bound);
  const std::size_t size =
      ZSTD_compress2(context_.get(), buffer_.data(), buffer_.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0)
    return fail(ErrorCode::kUnavailable, fmt::format("zstd: {}", ZSTD_getErrorName(size)));
  return std::string_view(buffer_).substr(0, size);
}

void Decompressor::Free::operator()(ZSTD_DCtx_s* context) const noexcept { ZSTD_freeDCtx(context); }

Decompressor::Decompressor() : context_(ZSTD_createDCtx()) {}

Result<std::string> Decompressor::decompress(std::string_view frame) {
  if (!context_) return fail(ErrorCode::kUnavailable, "no memory to decompress with");
  const unsigned long long stated = ZSTD_getFrameContentSize(frame.data(), frame.size());
  // The two error values of this function are the largest numbers there are.
  if (stated > kMaxValueBytes)
    return fail(ErrorCode::kCorrupt, "a compressed value has no valid size");
  std::string bytes(stated, '\0');
  const std::size_t size =
      ZSTD_decompressDCtx(context_.get(), bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(size) != 0)
    return fail(ErrorCode::kCorrupt,
                fmt::format("a compressed value is damaged: {}", ZSTD_getErrorName(size)));
  if (size != bytes.size()) return fail(ErrorCode::kCorrupt, "a compressed value is cut short");
  return bytes;
}

}  // namespace horizon::store
