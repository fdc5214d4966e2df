// Any bytes as a body in any coding: bounded, and never a crash.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/fetch/content_coding.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view kCodings[] = {
      "gzip", "deflate", "br", "zstd", "", "br, gzip", "gzip, gzip", "deflate, zstd"};
  constexpr std::size_t kLimit = 1 << 20;
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto plain = horizon::crawler::decode_content(body, kCodings[data[0] % 8], kLimit);
  if (plain) {
    horizon::fuzz::require(plain->size() <= std::max(kLimit, body.size()), "a body is bounded");
  } else {
    horizon::fuzz::require(!plain.error().message.empty(), "an error says why");
  }
  return 0;
}
