// Encodings of several bytes a character: what their texts cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace horizon::crawler::charset {

enum class Width : std::uint8_t {
  kNarrow,    // none of them
  kStateful,  // what an ASCII byte means depends on what stands before it, however far
  kWide,      // an ASCII byte is a trail byte next to a byte beyond ASCII, and else itself
};
Width width_of(std::string_view encoding);

// In sixths of a bit, under the script that fits best. nullopt if the bytes cannot be decoded.
std::optional<std::int64_t> wide_cost(std::string_view bytes, std::string_view encoding);

}  // namespace horizon::crawler::charset
