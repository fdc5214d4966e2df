// TeX among text that is mostly not TeX: which dollars, backslashes and braces are meant.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/text/script_text.h"
#include "crawler/text/tex_symbols.h"
#include "crawler/text/tex_text.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxFormula =
    1'000;  // bytes; a dollar without its partner must not reach far
constexpr std::size_t kMaxGroup = 300;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

// Elements whose symbols are met in formulas written with '_' and no dollars.
bool is_element(std::string_view symbol) {
  static constexpr std::string_view kElements =
      " H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As "
      "Se "
      "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb Dy "
      "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Th U Pu ";
  if (symbol.empty() || symbol.size() > 2) return false;
  const std::size_t found = kElements.find(symbol);
  return found != std::string_view::npos && kElements[found - 1] == ' ' &&
         kElements[found + symbol.size()] == ' ';
}

// True if `text` ends with symbols of elements and nothing else since the last sign or digit.
bool ends_with_elements(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_letter(text[begin - 1]) && text.size() - begin < 9) --begin;
  if (begin == text.size() || (begin > 0 && is_letter(text[begin - 1]))) return false;
  for (std::size_t i = begin; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    if (!is_element(text.substr(i, end - i))) return false;
    i = end;
  }
  return true;
}

// Amounts of money stand between dollars too: "$5 to HK$10".
bool is_formula(std::string_view inner) {
  if (inner.empty() || is_space(inner.front()) || is_space(inner.back())) return false;
  if (inner.find_first_of("\\_^{") != std::string_view::npos) return true;
  int words = 0;
  std::size_t length = 0;
  for (const char c : inner) {
    length = is_letter(c) ? length + 1 : 0;
    if (length == 3) ++words;
  }
  const bool spaced = inner.find(' ') != std::string_view::npos;
  if (words == 0 && !(spaced && is_digit(inner.front()))) return true;
  return !spaced && inner.size() <= 12;
}

class ProseReader {
 public:
  explicit ProseReader(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string read() {
    while (pos_ < text_.size()) {
      const std::size_t next = std::min(text_.find_first_of("$\\{_^", pos_), text_.size());
      out_ += text_.substr(pos_, next - pos_);
      pos_ = next;
      if (pos_ < text_.size() && !take()) out_ += text_[pos_++];
    }
    return std::move(out_);
  }

 private:
  bool take() {
    switch (text_[pos_]) {
      case '$':
        return take_dollars();
      case '\\':
        return take_command();
      case '{':
        return pos_ + 1 < text_.size() && text_[pos_ + 1] == '\\' && take_group();
      default:
        return take_script();
    }
  }

  bool take_dollars() {
    const bool display = text_.substr(pos_).starts_with("$$");
    const std::size_t begin = pos_ + (display ? 2 : 1);
    const std::string_view window = text_.substr(begin, kMaxFormula);
    std::size_t end = 0;
    while (end < window.size() && window[end] != '$') end += window[end] == '\\' ? 2 : 1;
    if (end >= window.size()) return false;
    const std::string_view inner = window.substr(0, end);
    // "$$a$" is closed by what there is.
    const bool both = display && window.substr(end).starts_with("$$");
    const std::size_t behind = begin + end + (both ? 2 : 1);
    // "$5-$10": the second dollar begins an amount.
    const bool amount = behind < text_.size() && is_digit(text_[behind]) &&
                        is_digit(text_[begin]) &&
                        inner.find_first_of("\\_^{") == std::string_view::npos;
    if (amount || !is_formula(display ? trim(inner) : inner)) return false;
    out_ += formula_to_text(inner);
    pos_ = std::min(behind, text_.size());
    return true;
  }

  bool take_delimited(std::string_view close) {
    const std::string_view window = text_.substr(pos_ + 2, kMaxFormula);
    const std::size_t end = window.find(close);
    if (end == std::string_view::npos) return false;
    out_ += formula_to_text(window.substr(0, end));
    pos_ += 2 + end + 2;
    return true;
  }

  bool take_command() {
    const std::string_view rest = text_.substr(pos_ + 1);
    if (rest.empty()) return false;
    const char sign = rest[0];
    if (sign == '(') return take_delimited("\\)");
    if (sign == '[') return take_delimited("\\]");
    if (is_letter(sign)) return take_word(rest);
    if (sign == '$' || sign == '%' || sign == '&' || sign == '#' || sign == '_' || sign == '{' ||
        sign == '}') {
      out_ += sign;
      pos_ += 2;
      return true;
    }
    return !tex_text_accent(rest.substr(0, 1)).empty() && take_accent(rest, 1);
  }

  // Only where base and accent make one character: \" also quotes quotes.
  bool take_accent(std::string_view rest, std::size_t size) {
    std::size_t end = size;
    if (end < rest.size() && rest[end] == '{') {
      end = rest.substr(0, end + 12).find('}', end);
      if (end == std::string_view::npos) return false;
      ++end;
    } else if (end + 1 < rest.size() && rest[end] == '\\' &&
               (rest[end + 1] == 'i' || rest[end + 1] == 'j') &&
               (end + 2 == rest.size() || !is_letter(rest[end + 2]))) {
      end += 2;
    } else if (end < rest.size() && is_letter(rest[end])) {
      ++end;
    } else {
      return false;
    }
    const std::string character = tex_to_text(text_.substr(pos_, 1 + end));
    std::size_t first = 0;
    if (character.empty() || decode_utf8(character, first) < 0x80 || first != character.size()) {
      return false;
    }
    out_ += character;
    const bool command = is_letter(text_[pos_ + end]) && end > size + 1;
    pos_ += 1 + end;
    if (command && pos_ < text_.size() && text_[pos_] == ' ') ++pos_;  // it ends the name
    return true;
  }

  bool take_word(std::string_view rest) {
    std::size_t end = 0;
    while (end < rest.size() && is_letter(rest[end])) ++end;
    const std::string_view name = rest.substr(0, end);
    const bool argument = end < rest.size() && rest[end] == '{';
    if (argument && !tex_text_accent(name).empty()) return take_accent(rest, end);
    static constexpr auto kCommands = std::to_array<std::string_view>({"bm",
                                                                       "boldsymbol",
                                                                       "ce",
                                                                       "emph",
                                                                       "ensuremath",
                                                                       "href",
                                                                       "mathbb",
                                                                       "mathbf",
                                                                       "mathcal",
                                                                       "mathit",
                                                                       "mathrm",
                                                                       "mathsf",
                                                                       "mbox",
                                                                       "textbf",
                                                                       "textit",
                                                                       "textmd",
                                                                       "textnormal",
                                                                       "textrm",
                                                                       "textsc",
                                                                       "textsf",
                                                                       "textsl",
                                                                       "textsubscript",
                                                                       "textsuperscript",
                                                                       "texttt",
                                                                       "text",
                                                                       "uline",
                                                                       "underline",
                                                                       "uppercase",
                                                                       "url"});
    if (argument && std::find(kCommands.begin(), kCommands.end(), name) != kCommands.end()) {
      return take_call(name, end);
    }
    return take_symbol(name, end, argument);
  }

  bool take_call(std::string_view name, std::size_t end) {
    std::size_t close = end_of_group(pos_ + 1 + end);
    if (close != 0 && name == "href" && close + 1 < text_.size() && text_[close + 1] == '{') {
      close = end_of_group(close + 1);
    }
    if (close == 0) return false;
    const bool formula = name.starts_with("math") || name == "ce" || name == "ensuremath" ||
                         name == "bm" || name == "boldsymbol";
    const std::string_view call = text_.substr(pos_, close + 1 - pos_);
    out_ += formula ? formula_to_text(call) : math_to_text(tex_to_text(call));
    pos_ = close + 1;
    return true;
  }

  bool take_symbol(std::string_view name, std::size_t end, bool argument) {
    const auto symbol = tex_symbol(name);
    if (!symbol || symbol->empty() || *symbol == " ") return false;
    const bool letter = name.size() <= 2 && static_cast<unsigned char>((*symbol)[0]) >= 0xC3;
    const char before = pos_ == 0 ? ' ' : text_[pos_ - 1];
    // "C:\beta" is no Greek letter; "Stra\ss e" is one word.
    if (before == ':' || before == '\\' || (is_letter(before) && !letter)) return false;
    if (is_letter((*symbol)[0]) && !letter) return false;  // \log and the like, outside formulas
    out_ += *symbol;
    pos_ += 1 + end;
    if (argument && text_.substr(pos_).starts_with("{}")) pos_ += 2;
    if (letter && is_letter(before) && pos_ < text_.size() && text_[pos_] == ' ') ++pos_;
    return true;
  }

  // Of the '}' that closes the group at `open`; 0 if it is not near.
  std::size_t end_of_group(std::size_t open) const {
    const std::size_t stop = std::min(text_.size(), open + kMaxGroup);
    int level = 0;
    for (std::size_t i = open; i < stop; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '{') {
        ++level;
      } else if (text_[i] == '}' && --level == 0) {
        return i;
      }
    }
    return 0;
  }

  bool take_group() {
    const std::size_t close = end_of_group(pos_);
    if (close == 0) return false;
    out_ += tex_to_text(text_.substr(pos_, close + 1 - pos_));
    pos_ = close + 1;
    return true;
  }

  // "Ga_2O_3", "CO_{2}", "10^{-3}" and "10^6", but not "file_2" and "a_b".
  bool take_script() {
    const Script script = text_[pos_] == '_' ? Script::kSub : Script::kSuper;
    const std::string_view rest = text_.substr(pos_ + 1, 24);
    if (out_.empty() || is_space(out_.back())) return false;
    if (rest.starts_with("{")) {
      const std::size_t end = rest.find('}');
      if (end == std::string_view::npos || end == 1) return false;
      out_ += script_text(script, formula_to_text(rest.substr(1, end - 1)), true);
      pos_ += 2 + end;
      return true;
    }
    std::size_t end = 0;
    if (script == Script::kSuper && !rest.empty() && rest[0] == '-') ++end;
    const std::size_t digits = end;
    while (end < rest.size() && is_digit(rest[end])) ++end;
    const bool meant = script == Script::kSub ? ends_with_elements(out_) : is_digit(out_.back());
    if (end == digits || !meant) return false;
    out_ += script_text(script, rest.substr(0, end), false);
    pos_ += 1 + end;
    return true;
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  std::string out_;
};

}  // namespace

std::string math_to_text(std::string_view text) {
  if (text.find_first_of("$\\_^") == std::string_view::npos) return std::string(text);
  return ProseReader(text).read();
}

}  // namespace horizon::crawler
