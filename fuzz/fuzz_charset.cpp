// Any bytes as text, under the label that their first line is.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/bytes/charset.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string type = "text/html; charset=" + std::string(bytes.substr(0, bytes.find('\n')));
  for (const std::string& content_type : {std::string(), type}) {
    const auto decoded = horizon::crawler::decode_to_utf8(bytes, content_type);
    horizon::fuzz::require_clean(decoded.text);
    horizon::fuzz::require(!decoded.encoding.empty(), "an encoding has a name");
    horizon::fuzz::require(decoded.text.size() <= 6 * size + 16, "text is bounded by its bytes");
  }
  return 0;
}
