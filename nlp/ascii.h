// What single bytes are to folding. Internal to nlp/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace horizon::nlp {

enum class Ascii : std::uint8_t { kSeparator, kLetter, kUpper, kDigit, kSpecial, kHigh };

constexpr std::array<Ascii, 256> make_classes() {
  std::array<Ascii, 256> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = Ascii::kLetter;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = Ascii::kUpper;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = Ascii::kDigit;
  for (const char c : {'$', '\\', '{', '}', '_', '^', '\'', '-', '+', '#', '~', '.'}) {
    table[static_cast<unsigned char>(c)] = Ascii::kSpecial;
  }
  for (std::size_t c = 0x80; c < 256; ++c) table[c] = Ascii::kHigh;
  return table;
}
inline constexpr std::array<Ascii, 256> kClasses = make_classes();

inline Ascii class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
inline char lower(char c) { return class_of(c) == Ascii::kUpper ? static_cast<char>(c + 0x20) : c; }
inline bool is_upper(char c) { return class_of(c) == Ascii::kUpper; }
inline bool is_digit(char c) { return class_of(c) == Ascii::kDigit; }
inline bool is_letter(char c) { return is_upper(c) || class_of(c) == Ascii::kLetter; }
inline bool is_alnum(char c) { return is_letter(c) || is_digit(c); }

}  // namespace horizon::nlp
