// Any bytes as a WARC file: its records are bounded, and its HTTP replies can be read or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/bytes/byte_source.h"
#include "crawler/fetch/warc_reader.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace horizon::crawler;
  auto source = open_memory({reinterpret_cast<const char*>(data), size});
  if (!source) return 0;
  constexpr std::size_t kMaxBlock = 1 << 20;
  WarcReader reader(*std::move(source), kMaxBlock);
  for (int count = 0; count < 10'000; ++count) {
    const auto record = reader.next();
    if (!record || !*record) break;
    horizon::fuzz::require((*record)->block.size() <= kMaxBlock, "a block is bounded");
    const auto response = parse_http_response((*record)->block);
    if (response) {
      horizon::fuzz::require(response->body.size() <= (*record)->block.size(),
                             "a body is part of its block");
    }
    static_cast<void>(parse_http_request((*record)->block));
  }
  return 0;
}
