#include "crawler/text/tex_text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/text/script_text.h"
#include "crawler/text/tex_symbols.h"

namespace horizon::crawler {
namespace {

constexpr int kMaxDepth = 20;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

// Precomposed where Unicode has it: "e" and U+0301 give "é".
std::string composed(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  const icu::UnicodeString out = nfc->normalize(icu::UnicodeString::fromUTF8(text), status);
  if (U_FAILURE(status)) return text;
  std::string utf8;
  out.toUTF8String(utf8);
  return utf8;
}

// The accent goes behind the first character.
std::string accented(std::string_view base, std::string_view accent) {
  if (base.empty()) return {};
  std::size_t end = 0;
  char32_t first = decode_utf8(base, end);
  if (first == U'ı') first = U'i';  // \'{\i}
  if (first == U'ȷ') first = U'j';
  std::string out;
  append_utf8(out, first);
  out += accent;
  out += base.substr(end);
  return composed(out);
}

bool is_compound(std::string_view text) {
  return text.size() > 1 && text.find_first_of("+-=/ ") != std::string_view::npos;
}

std::string bracketed(const std::string& text) {
  return is_compound(text) ? "(" + text + ")" : text;
}

std::string_view command_at(std::string_view text, std::size_t backslash) {
  std::size_t end = backslash + 1;
  while (end < text.size() && is_letter(text[end])) ++end;
  if (end == backslash + 1 && end < text.size() && static_cast<unsigned char>(text[end]) < 0x80)
    ++end;
  return text.substr(backslash + 1, end - backslash - 1);
}

// Reads TeX with commands resolved; `math` says whether _ and ^ are scripts.
class TexReader {
 public:
  TexReader(std::string_view text, bool math, int depth)
      : text_(text), math_(math), depth_(depth) {}

  std::string read() {
    while (pos_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[pos_];
    if (c == '\\') return take_command();
    if (math_ && (c == '_' || c == '^'))
      return take_script(c == '_' ? Script::kSub : Script::kSuper);
    ++pos_;
    if (c == '{' || c == '}') return;
    if (math_ && c == '\'') {
      out_ += "′";
    } else if (c == '~' || (math_ && c == '&')) {
      out_ += ' ';
    } else {
      out_ += c;
    }
  }

  // The argument at pos_: a group, a command or one character, resolved.
  std::string take_argument(bool math) {
    skip_space();
    if (pos_ >= text_.size() || depth_ >= kMaxDepth) return {};
    std::size_t begin = pos_;
    std::size_t end = begin;
    if (text_[pos_] == '{') {
      end = end_of_group(pos_);
      pos_ = std::min(end + 1, text_.size());
      ++begin;
    } else if (text_[pos_] == '\\') {
      end = pos_ + 1 + command_at(text_, pos_).size();
      // \mathrm{x} as an argument takes its own argument with it.
      if (end < text_.size() && text_[end] == '{')
        end = std::min(end_of_group(end) + 1, text_.size());
      pos_ = end;
    } else {
      decode_utf8(text_, pos_);
      end = pos_;
    }
    begin = std::min(begin, end);
    return TexReader(text_.substr(begin, end - begin), math, depth_ + 1).read();
  }

  // Of the '}' that closes the group at `open`, or the end of the text.
  std::size_t end_of_group(std::size_t open) const {
    int level = 0;
    for (std::size_t i = open; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '{') {
        ++level;
      } else if (text_[i] == '}' && --level == 0) {
        return i;
      }
    }
    return text_.size();
  }

  void skip_space() {
    while (pos_ < text_.size() && is_space(text_[pos_])) ++pos_;
  }

  void take_script(Script script) {
    ++pos_;
    const std::string inner = take_argument(true);
    if (script == Script::kSuper && (inner == "∘" || inner == "o")) {
      out_ += inner == "o" ? "ᵒ" : "°";
      return;
    }
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    // A formula may be nothing but the script of a word before it: "20$^{th}$".
    out_ += script_text(script, inner, script == Script::kSub || !out_.empty());
  }

  void take_command() {
    const std::string_view command = command_at(text_, pos_);
    pos_ += 1 + command.size();
    if (command.empty()) {
      out_ += '\\';
      return;
    }
    if (!is_letter(command[0])) return take_sign(command);
    if (take_structure(command)) return;
    const std::string_view accent = math_ ? tex_math_accent(command) : tex_text_accent(command);
    if (!accent.empty()) {
      const std::string base = take_argument(math_);
      std::size_t first = 0;
      if (!base.empty()) decode_utf8(base, first);
      // Over more than one letter an accent would stand over the wrong thing.
      out_ += math_ && first < base.size() ? base : accented(base, accent);
      return;
    }
    if (const auto symbol = tex_symbol(command)) {
      // White space behind a command ends its name. It is kept behind words, and behind signs with
      // white space on both sides, as their author set them.
      const bool set_off = math_ && !out_.empty() && out_.back() == ' ';
      const bool word = !symbol->empty() && is_letter(symbol->back());
      out_ += *symbol;
      if (*symbol == " " || symbol->empty() || (!word && !set_off)) skip_space();
      return;
    }
    take_unknown(command);
  }

  void take_sign(std::string_view command) {
    const char sign = command[0];
    if (!math_ && !tex_text_accent(command).empty()) {
      out_ += accented(take_argument(false), tex_text_accent(command));
    } else if (sign == ',' || sign == ';' || sign == ':' || sign == ' ' || sign == '\\' ||
               sign == '>' || sign == '\n') {
      out_ += ' ';
    } else if (sign == '|') {
      out_ += "‖";
    } else if (sign != '!' && sign != '/' && sign != '-' && sign != '(' && sign != ')' &&
               sign != '[' && sign != ']') {
      out_ += sign;  // \% \& \$ \# \_ \{ \}
    }
  }

  // Commands with arguments that are more than their text.
  bool take_structure(std::string_view command) {
    if (command == "frac" || command == "tfrac" || command == "dfrac" || command == "nicefrac" ||
        command == "sfrac") {
      const std::string above = take_argument(math_);
      out_ += bracketed(above) + "/" + bracketed(take_argument(math_));
    } else if (command == "sqrt") {
      const std::string_view root = take_option();
      out_ += root == "3" ? "∛" : root == "4" ? "∜" : "√";
      out_ += bracketed(take_argument(math_));
    } else if (command == "mathbb" || command == "Bbb" || command == "mathds") {
      const std::string letter = take_argument(math_);
      const std::string_view struck = tex_double_struck(letter);
      out_ += struck.empty() ? letter : struck;
    } else if (command == "textsuperscript" || command == "textsubscript") {
      const Script script = command == "textsubscript" ? Script::kSub : Script::kSuper;
      out_ += script_text(script, take_argument(false), false);
    } else if (command == "href") {
      take_argument(false);
      out_ += take_argument(false);
    } else if (command == "ce") {
      out_ += take_argument(true);
    } else if (command == "not") {
      const std::string base = take_argument(math_);
      out_ += accented(base, "\u0338");
    } else if (command == "begin" || command == "end" || command == "label" || command == "cite" ||
               command == "citep" || command == "citet" || command == "ref" ||
               command == "footnote" || command == "thanks" || command == "vspace" ||
               command == "color") {
      take_argument(false);
    } else {
      return false;
    }
    return true;
  }

  std::string_view take_option() {
    if (pos_ >= text_.size() || text_[pos_] != '[') return {};
    const std::size_t end = text_.find(']', pos_);
    if (end == std::string_view::npos) return {};
    const std::string_view option = text_.substr(pos_ + 1, end - pos_ - 1);
    pos_ = end + 1;
    return option;
  }

  // Fonts and everything else that is given an argument is that argument; a command of its own is
  // somebody's macro, and its name the best that can be said of it.
  void take_unknown(std::string_view command) {
    if (pos_ < text_.size() && text_[pos_] == '{') {
      const bool upright = command.starts_with("text") || command == "mbox" || command == "hbox";
      out_ += take_argument(math_ && !upright);
      return;
    }
    const bool font = command.starts_with("math") || command.starts_with("text") ||
                      command == "boldsymbol" || command == "bm" || command == "pmb";
    if (font) {
      out_ += take_argument(math_);
    } else {
      out_ += command;
    }
  }

  std::string_view text_;
  bool math_;
  int depth_;
  std::size_t pos_ = 0;
  std::string out_;
};

}  // namespace

std::string formula_to_text(std::string_view formula) {
  return collapse_whitespace(TexReader(formula, true, 0).read());
}

std::string tex_to_text(std::string_view tex) { return TexReader(tex, false, 0).read(); }

}  // namespace horizon::crawler
