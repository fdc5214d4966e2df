// Any bytes as HTML: valid UTF-8, at most three times the size.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/text/html_text.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const std::string text = horizon::crawler::html_to_text(html);
  horizon::fuzz::require_clean(text);
  horizon::fuzz::require(text.size() <= 3 * size, "text is bounded by its input");
  const std::string line = horizon::crawler::html_to_line(html);
  horizon::fuzz::require(line.find('\n') == std::string::npos, "a line has no line break");
  return 0;
}
