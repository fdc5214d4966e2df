// Plain text of values that are written in LaTeX.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// Accents ("\"{o}", "\'{\i}", "\v s") and special letters ("\ss", "{\AA}") as Unicode letters,
// commands by the text they set ("\emph{x}" is x, "\alpha" is α, "\&" is &), braces and dollar
// signs removed, "~" as a blank, "--" and "---" as dashes, quotes as “ and ”. Unknown commands
// are dropped, their arguments kept. Linear; never longer than three times the input.
std::string latex_to_text(std::string_view latex);

}  // namespace horizon::crawler
