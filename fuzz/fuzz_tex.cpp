// Any bytes as text with TeX: bounded, and what holds none of its signs stays as it is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/text.h"
#include "crawler/text/mathml_text.h"
#include "crawler/text/tex_text.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input =
      horizon::sanitise_utf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::string text = horizon::crawler::math_to_text(input);
  horizon::fuzz::require_clean(text);
  horizon::fuzz::require(text.size() <= 3 * input.size(), "text is bounded by its input");
  if (input.find_first_of("$\\_^") == std::string::npos) {
    horizon::fuzz::require(text == input, "plain text stays as it is");
  }
  const std::string formula = horizon::crawler::mathml_to_text(input);
  horizon::fuzz::require_clean(formula);
  return 0;
}
