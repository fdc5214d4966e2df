// The little TeX that titles and abstracts carry: formulae, accents, font changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace horizon::nlp {

struct TexCommand {
  enum class Action : std::uint8_t {
    kSeparate,  // ends the word before it
    kDrop,      // without effect on the word around it: fonts, braces, thin spaces
    kLetter,    // `code_point` is a letter: \beta, \o, \ss
    kAccent,    // `code_point` is a combining mark for the letter at `base`
    kText,      // no command known to us: only the backslash goes
  };
  Action action = Action::kText;
  char32_t code_point = 0;
  std::size_t base = 0;  // of kAccent: offset of its ASCII letter
  std::size_t end = 0;   // offset behind the command
};

// Reads the command at text[pos] == '\\', with its arguments if they name things (\cite[..]{..},
// \begin{..}, \url{..}). Looks at most some hundred bytes ahead.
TexCommand read_tex_command(std::string_view text, std::size_t pos, bool in_math);

// True if the dollar at text[pos] opens a formula that closes within 400 bytes: there is a command,
// subscript or superscript inside; or it is not followed by a space, its partner does not follow
// one, and no digit follows that ("$5 and $6" is money).
// A dollar on either side of a sub- or superscript always belongs to a formula.
bool opens_math(std::string_view text, std::size_t pos);

}  // namespace horizon::nlp
