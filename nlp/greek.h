// Greek letters and their names.
#pragma once

#include <string_view>

namespace horizon::nlp {

// "beta" for "β", one folded letter of the Greek alphabet; empty for everything else.
std::string_view greek_name(std::string_view folded);

// A letter of Greek words, capitals and accented ones included.
bool is_greek_letter(char32_t code_point);

}  // namespace horizon::nlp
