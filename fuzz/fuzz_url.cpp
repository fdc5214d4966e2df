// Any bytes as a URL, seen from the one that its first line is: what is read is read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/text/url.h"
#include "crawler/text/web_url.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace crawler = horizon::crawler;
  namespace fuzz = horizon::fuzz;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view base = bytes.substr(0, bytes.find('\n'));
  crawler::resolve_url(base, bytes);
  const std::string canonical = crawler::canonical_url(bytes);
  fuzz::require(crawler::canonical_url(canonical) == canonical, "a canonical URL stays as it is");
  if (const auto href = crawler::web_href(bytes, base)) {
    fuzz::require(crawler::web_href(*href, "") == href, "a URL that is written is read again");
  }
  return 0;
}
