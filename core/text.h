// Small UTF-8 and ASCII helpers that several modules need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace horizon {

// The code point at `pos` (which moves behind it). A malformed sequence gives one U+FFFD for as
// many bytes as begin a well-formed one, or for one byte (Unicode 15, 3.9; Encoding
// Standard, 8.1.1).
char32_t decode_utf8(std::string_view text, std::size_t& pos);
void append_utf8(std::string& out, char32_t code_point);

bool is_valid_utf8(std::string_view text);
// Malformed sequences and NUL and other C0 controls except tab and newline are replaced or
// dropped, so that what is stored can be shown, searched and written as JSON and XML. A carriage
// return, with or without a newline, is a newline; C1 controls are what windows_1252() says.
std::string sanitise_utf8(std::string_view text);
// What a C1 control (0x80 to 0x9F) was meant as, where windows-1252 was taken for ISO 8859-1;
// U+FFFD if nothing is known (HTML, 13.2.5.80).
char32_t windows_1252(char32_t control);

// Longest prefix of at most max_bytes that does not cut a code point.
std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes);

// Han ideographs, unified and compatibility, the extensions included.
bool is_han(char32_t code_point);

std::string_view trim(std::string_view text);            // ASCII white space
std::string collapse_whitespace(std::string_view text);  // runs → one space, trimmed
std::vector<std::string_view> split(std::string_view text, char separator);
// Text as character data of HTML or XML; with `quotes` also as an attribute's value between ".
void append_escaped(std::string& out, std::string_view text, bool quotes);
std::string ascii_lower(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Columns a terminal uses: 2 for East Asian wide, 0 for combining marks.
std::size_t display_width(std::string_view text);

// 64-bit FNV-1a, for keys that must be the same on every machine.
std::uint64_t stable_hash(std::string_view bytes);

}  // namespace horizon
