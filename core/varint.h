// Numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit set in all
// bytes but the last (LEB128).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace horizon {

inline void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) out.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
  out.push_back(static_cast<char>(value));
}

// Takes a number off the front. False at the end, and behind five bytes: no number here is larger
// than 35 bits.
inline bool take_varint(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80U) return true;
  }
  return false;
}

}  // namespace horizon
