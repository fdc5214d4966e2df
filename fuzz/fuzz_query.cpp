// Any bytes as a query: understood or refused with a place; what is understood prints to a text
// that is understood the same way.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/check.h"
#include "index/query/ast.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using horizon::fuzz::require;
  // Any object may be read as characters.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto query = horizon::index::parse_query(input);
  if (!query) {
    require(query.error().code == horizon::ErrorCode::kUsage, "a refusal is the user's to mend");
    horizon::fuzz::require_clean(query.error().message);
    return 0;
  }
  const std::string canonical = horizon::index::print_query(*query);
  horizon::fuzz::require_clean(canonical);
  const auto again = horizon::index::parse_query(canonical);
  require(again.has_value(), "the canonical text is understood");
  require(horizon::index::print_query(*again) == canonical, "the canonical text is canonical");
  return 0;
}
