// The encodings of one byte a character, as tables of what their bytes mean to a reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace horizon::crawler::charset {

// Of the character that a byte stands for.
inline constexpr std::uint8_t kHigh = 1;        // beyond ASCII
inline constexpr std::uint8_t kFar = 2;         // beyond the marks of Latin-1
inline constexpr std::uint8_t kLetter = 4;      // beyond ASCII, combining marks included
inline constexpr std::uint8_t kAlphabetic = 8;  // the same without them
inline constexpr std::uint8_t kAsciiLetter = 16;
inline constexpr std::uint8_t kUpper = 32;
inline constexpr std::uint8_t kLower = 64;

// A language that is written in a code page.
struct Tongue {
  std::size_t language;  // its place in letter_costs()
  bool latin;
  std::array<std::uint8_t, 128> letters{};  // costs of the letters among the bytes from 0x80 on
};

struct CodePage {
  std::string_view name;
  std::array<std::uint8_t, 256> flags{};
  std::array<std::uint8_t, 128> marks{};  // costs of what is no letter, of the bytes from 0x80 on
  std::vector<Tongue> tongues;
};

// All of them, made at the first call. Thread-safe.
std::span<const CodePage> code_pages();

// What an ASCII letter ('a' to 'z') costs in the Latin languages; by place in letter_costs(), those
// of the others are 0.
std::span<const std::array<std::uint8_t, 26>> ascii_letter_costs();

}  // namespace horizon::crawler::charset
