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

tl::unexpected<Error> too_large(std::size_t max_bytes) {
  return fail(ErrorCode::kLimit,
              fmt::format("its body exceeds the limit of {} bytes once unpacked", max_bytes));
}

tl::unexpected<Error> damaged(std::string_view coding) {
  return fail(ErrorCode::kCorrupt, fmt::format("its {} body is damaged or cut off", coding));
}

struct InflateCloser {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// Raw deflate (window_bits < 0) or zlib. Sets `foreign` if not a single byte could be decoded.
Result<std::string> inflate_all(std::string_view body, int window_bits, std::size_t max_bytes,
                                bool& foreign) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return damaged("deflate");
  const std::unique_ptr<z_stream, InflateCloser> closer(&stream);
  std::string in(body);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  std::string out;
  std::array<char, kChunk> buffer{};
  for (int code = Z_OK; code != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t got = buffer.size() - stream.avail_out;
    out.append(buffer.data(), got);
    if (out.size() > max_bytes) return too_large(max_bytes);
    if (code == Z_STREAM_END || (code == Z_OK && (got > 0 || stream.avail_in > 0))) continue;
    foreign = out.empty();
    return damaged("deflate");
  }
  return out;
}

// RFC 9110 means zlib by "deflate"; some servers send raw deflate.
Result<std::string> decode_deflate(const std::string& body, std::size_t max_bytes) {
  bool foreign = false;
  auto zlib = inflate_all(body, MAX_WBITS, max_bytes, foreign);
  if (zlib || !foreign) return zlib;
  auto raw = inflate_all(body, -MAX_WBITS, max_bytes, foreign);
  if (raw || !foreign) return raw;
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
