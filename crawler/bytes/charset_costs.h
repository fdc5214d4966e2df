// What the characters of a text cost. In sixths of a bit: whole numbers, so that a sum does not
// depend on the order of its parts and equal texts cost the same.
#pragma once

#include <cstdint>

namespace horizon::crawler::charset {

inline constexpr int kBit = 6;

// They are judged by what they must tell apart, not measured one by one.
inline constexpr int kAscii = 4 * kBit;  // so that a byte that is read as a trail byte is missed
inline constexpr int kMalformed = 30 * kBit;
inline constexpr int kControl = 24 * kBit;    // C1, private use, unassigned
inline constexpr int kCommonMark = 9 * kBit;  // quotation marks, dashes, no-break space, ...
inline constexpr int kRareMark = 14 * kBit;
inline constexpr int kForeignLetter = 17 * kBit;  // of the script, but not of the language
inline constexpr int kForeignScript = 20 * kBit;

// Of a character that is neither a letter nor ASCII.
int mark_cost(char32_t c);

}  // namespace horizon::crawler::charset
