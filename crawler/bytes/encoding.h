// Encodings by the names and labels of the WHATWG Encoding Standard, and how they are decoded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// The standard's name ("UTF-8", "windows-1252", "GBK", "gb18030", "Big5", "replacement", ...) for a
// label in any case ("latin1", "gb2312", "x-sjis"); empty for what is none (4.2).
std::string_view encoding_of_label(std::string_view label);

// A byte beyond ASCII.
inline bool is_high(char byte) { return static_cast<unsigned char>(byte) >= 0x80; }

struct Decoding {
  std::string text;              // UTF-8 without a byte order mark
  std::size_t malformed = 0;     // U+FFFD in it
  std::size_t beyond_ascii = 0;  // characters
};

// Besides the standard's: "UTF-32LE", "UTF-32BE", "EUC-TW", "ISO-2022-KR", "ISO-2022-CN",
// "HZ-GB-2312", "IBM855" and "JOHAB", which old pages are in, and "IBM037", "IBM1125", "KOI8-T",
// "MAC-IS", "PT154", "RK1048", "x-mac-ce", "x-mac-greek" and "x-mac-turkish", which feeds name.
// nullopt for other names, and for "replacement". Malformed bytes become U+FFFD.
std::optional<Decoding> decode_as(std::string_view bytes, std::string_view encoding);

}  // namespace horizon::crawler
