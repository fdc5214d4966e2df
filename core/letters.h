// Letters and digits in the form in which names and titles from different hands are compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace horizon {

// Lower case; Latin letters without diacritics ("Müller" → "muller", "Đặng" → "dang", "ß" → "ss");
// full-width, superscript and subscript forms as ASCII; Greek and Cyrillic in lower case; Han and
// other letters as they are; Roman numeral signs as letters ("Ⅱ" → "ii"); apostrophes and
// invisible characters dropped; everything else as one space, none at the ends.
std::string fold_letters(std::string_view text);

// The words of a folded text: runs between spaces, in which every Han character is a word of its
// own. Views into `folded`.
std::vector<std::string_view> words_of(std::string_view folded);

// Is this word of words_of() a Han character?
bool is_han_word(std::string_view word);

bool has_digit(std::string_view word);

}  // namespace horizon
