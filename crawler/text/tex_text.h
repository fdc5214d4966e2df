// TeX in titles and abstracts as the text that a reader would see.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// "$\alpha$-Ga$_2$O$_3$" gives "α-Ga₂O₃", "10$^{-3}$" "10⁻³", "\textit{E. coli}" "E. coli",
// "Schr\"odinger" "Schrödinger", "$\frac{1}{2}$" "1/2". Formulas stand between $ $, $$ $$, \( \) or
// \[ \]; outside them only accents, text commands, Greek letters and the indices of chemical
// formulas are read. Amounts of money, file names and everything else stay as they are. Valid UTF-8
// gives valid UTF-8 of at most three times the size; linear.
std::string math_to_text(std::string_view text);

// The inside of a formula, without its dollars.
std::string formula_to_text(std::string_view formula);
// The inside of a group of TeX's text, all of whose commands and braces are TeX's.
std::string tex_to_text(std::string_view tex);

}  // namespace horizon::crawler
