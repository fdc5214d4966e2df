#include "crawler/fetch/content_coding.h"

#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/bytes/byte_source.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxLayers = 4;
constexpr std::size_t kChunk = 65'536;
constexpr std::string_view kGzipMagic("\x1F\x8B", 2);

tl::unexpected<Error> too_large(std::size_t max_bytes) {
  return fail(ErrorCode::kLimit,
              fmt::format("its body exceeds the limit of {} bytes once unpacked", max_bytes));
}

tl::unexpected<Error> damaged(std::string_view coding) {
  return fail(ErrorCode::kCorrupt, fmt::format("its {} body is damaged or cut off", coding));
}

// zlib, for any number of streams one after the other.
class Inflater {
 public:
  // Raw deflate (window_bits < 0), zlib, or gzip (+ 16).
  explicit Inflater(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  enum class End : std::uint8_t { kWhole, kDamaged, kForeign /* not a byte came out */, kTooLarge };

  // Appends one stream to `out`, and takes it from `body`.
  End run(std::string_view& body, std::string& out, std::size_t max_bytes) {
    if (!ready_ || inflateReset(&stream_) != Z_OK) return End::kDamaged;
    // zlib's interface is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    const std::size_t before = out.size();
    for (;;) {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      const int code = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t got = buffer_.size() - stream_.avail_out;
      out.append(buffer_.data(), got);
      if (out.size() > max_bytes) return End::kTooLarge;
      if (code == Z_STREAM_END) break;
      if (code == Z_OK && (got > 0 || stream_.avail_in > 0)) continue;
      return out.size() == before ? End::kForeign : End::kDamaged;
    }
    body.remove_prefix(body.size() - stream_.avail_in);
    return End::kWhole;
  }

 private:
  z_stream stream_{};
  bool ready_;
  std::array<char, kChunk> buffer_;
};

// All members (RFC 1952, 2.2). What is behind them and is none is ignored, as browsers do.
Result<std::string> decode_gzip(std::string_view body, std::size_t max_bytes) {
  Inflater inflater(MAX_WBITS + 16);
  std::string out;
  bool first = true;
  while (body.starts_with(kGzipMagic)) {
    const Inflater::End end = inflater.run(body, out, max_bytes);
    if (end == Inflater::End::kTooLarge) return too_large(max_bytes);
    if (end == Inflater::End::kForeign && !first) break;
    if (end != Inflater::End::kWhole) return damaged("gzip");
    first = false;
  }
  return out;
}

// RFC 9110 means zlib by "deflate"; some servers send raw deflate.
Result<std::string> decode_deflate(const std::string& body, std::size_t max_bytes) {
  for (const int window_bits : {MAX_WBITS, -MAX_WBITS}) {
    Inflater inflater(window_bits);
    std::string_view rest = body;
    std::string out;
    const Inflater::End end = inflater.run(rest, out, max_bytes);
    if (end == Inflater::End::kWhole) return out;
    if (end == Inflater::End::kTooLarge) return too_large(max_bytes);
    if (end == Inflater::End::kDamaged) return damaged("deflate");
  }
  return body;
}

struct BrotliCloser {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

Result<std::string> decode_brotli(const std::string& body, std::size_t max_bytes) {
  const std::unique_ptr<BrotliDecoderState, BrotliCloser> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return damaged("br");
  auto next_in = reinterpret_cast<const std::uint8_t*>(body.data());
  std::size_t left = body.size();
  std::string out;
  std::array<std::uint8_t, kChunk> buffer{};
  for (;;) {
    std::uint8_t* next_out = buffer.data();
    std::size_t room = buffer.size();
    const BrotliDecoderResult code =
        BrotliDecoderDecompressStream(state.get(), &left, &next_in, &room, &next_out, nullptr);
    out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - room);
    if (out.size() > max_bytes) return too_large(max_bytes);
    if (code == BROTLI_DECODER_RESULT_SUCCESS) return out;
    if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) continue;
    // Brotli has no magic number: what fails without any output was hardly Brotli.
    if (code == BROTLI_DECODER_RESULT_ERROR && out.empty()) return body;
    return damaged("br");
  }
}

Result<std::string> unpack(const std::string& body, std::size_t max_bytes) {
  if (!is_compressed(body)) return body;
  if (body.starts_with(kGzipMagic)) return decode_gzip(body, max_bytes);
  auto source = open_memory(body);
  if (!source) return fail(source.error());
  auto plain = read_all(**source, max_bytes, "body");
  if (plain) return plain;
  if (plain.error().code == ErrorCode::kLimit) return too_large(max_bytes);
  return damaged("compressed");
}

Result<std::string> decode_layer(const std::string& body, std::string_view coding,
                                 std::size_t max_bytes) {
  if (body.empty()) return body;
  if (coding == "deflate") return decode_deflate(body, max_bytes);
  if (coding == "br") return decode_brotli(body, max_bytes);
  if (coding == "gzip" || coding == "x-gzip" || coding == "zstd") return unpack(body, max_bytes);
  return body;  // "identity", "utf-8", "none": nothing that could be removed
}

}  // namespace

Result<std::string> decode_content(std::string body, std::string_view content_encoding,
                                   std::size_t max_bytes) {
  std::vector<std::string> codings;
  for (const std::string_view part : split(content_encoding, ',')) {
    if (const std::string_view name = trim(part); !name.empty()) {
      codings.push_back(ascii_lower(name));
    }
  }
  if (codings.size() > kMaxLayers) {
    return fail(ErrorCode::kLimit, fmt::format("its body is wrapped {} times", codings.size()));
  }
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    auto inner = decode_layer(body, *coding, max_bytes);
    if (!inner) return inner;
    body = *std::move(inner);
  }
  return unpack(body, max_bytes);
}

}  // namespace horizon::crawler
