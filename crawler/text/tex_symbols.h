// The commands of TeX that stand for a character or for nothing.
#pragma once

#include <optional>
#include <string_view>

namespace horizon::crawler {

// "alpha" gives "α", "times" "×", "quad" " ", "left" ""; nullopt for what is unknown.
std::optional<std::string_view> tex_symbol(std::string_view command);

// The combining character of an accent: of text by its sign or letter ("'", "\"", "c"), of formulas
// by its name ("hat", "tilde"); empty if it is none.
std::string_view tex_text_accent(std::string_view command);
std::string_view tex_math_accent(std::string_view command);

// The letter of \mathbb{R} and the like; empty if there is none.
std::string_view tex_double_struck(std::string_view letter);

}  // namespace horizon::crawler
