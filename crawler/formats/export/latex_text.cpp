#include "crawler/formats/export/latex_text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The combining mark of an accent command; 0 for none. Letters only with a separator behind them.
char32_t mark_of(std::string_view command) {
  static constexpr auto kMarks = std::to_array<std::pair<char, char32_t>>({
      {'"', 0x308},
      {'\'', 0x301},
      {'`', 0x300},
      {'^', 0x302},
      {'~', 0x303},
      {'=', 0x304},
      {'.', 0x307},
      {'u', 0x306},
      {'v', 0x30C},
      {'H', 0x30B},
      {'c', 0x327},
      {'k', 0x328},
      {'d', 0x323},
      {'b', 0x331},
      {'r', 0x30A},
  });
  if (command.size() != 1) return 0;
  for (const auto& [letter, mark] : kMarks) {
    if (command[0] == letter) return mark;
  }
  return 0;
}

using Symbols = std::unordered_map<std::string_view, std::string_view>;

const Symbols& symbols() {
  static const Symbols kSymbols = {
      {"ss", "ß"},
      {"o", "ø"},
      {"O", "Ø"},
      {"l", "ł"},
      {"L", "Ł"},
      {"aa", "å"},
      {"AA", "Å"},
      {"ae", "æ"},
      {"AE", "Æ"},
      {"oe", "œ"},
      {"OE", "Œ"},
      {"i", "ı"},
      {"j", "ȷ"},
      {"dh", "ð"},
      {"DH", "Ð"},
      {"th", "þ"},
      {"TH", "Þ"},
      {"dj", "đ"},
      {"DJ", "Đ"},
      {"&", "&"},
      {"%", "%"},
      {"$", "$"},
      {"#", "#"},
      {"_", "_"},
      {"{", "{"},
      {"}", "}"},
      {" ", " "},
      {",", " "},
      {";", " "},
      {":", " "},
      {"!", ""},
      {"/", ""},
      {"-", ""},
      {"@", ""},
      {"(", ""},
      {")", ""},
      {"[", ""},
      {"]", ""},
      {"\\", " "},
      {"textendash", "–"},
      {"textemdash", "—"},
      {"textquoteright", "’"},
      {"textquoteleft", "‘"},
      {"textquotedblleft", "“"},
      {"textquotedblright", "”"},
      {"textbackslash", "\\"},
      {"textasciitilde", "~"},
      {"textasciicircum", "^"},
      {"textunderscore", "_"},
      {"textless", "<"},
      {"textgreater", ">"},
      {"textbar", "|"},
      {"textdegree", "°"},
      {"degree", "°"},
      {"textregistered", "®"},
      {"texttrademark", "™"},
      {"copyright", "©"},
      {"S", "§"},
      {"P", "¶"},
      {"pounds", "£"},
      {"texteuro", "€"},
      {"euro", "€"},
      {"dots", "…"},
      {"ldots", "…"},
      {"cdots", "…"},
      {"textellipsis", "…"},
      {"quad", " "},
      {"qquad", " "},
      {"newline", " "},
      {"par", " "},
      {"times", "×"},
      {"cdot", "·"},
      {"pm", "±"},
      {"mp", "∓"},
      {"leq", "≤"},
      {"le", "≤"},
      {"geq", "≥"},
      {"ge", "≥"},
      {"neq", "≠"},
      {"ne", "≠"},
      {"approx", "≈"},
      {"sim", "∼"},
      {"equiv", "≡"},
      {"propto", "∝"},
      {"infty", "∞"},
      {"rightarrow", "→"},
      {"to", "→"},
      {"leftarrow", "←"},
      {"leftrightarrow", "↔"},
      {"Rightarrow", "⇒"},
      {"in", "∈"},
      {"subset", "⊂"},
      {"cup", "∪"},
      {"cap", "∩"},
      {"forall", "∀"},
      {"exists", "∃"},
      {"partial", "∂"},
      {"nabla", "∇"},
      {"sum", "∑"},
      {"prod", "∏"},
      {"int", "∫"},
      {"sqrt", "√"},
      {"ell", "ℓ"},
      {"hbar", "ℏ"},
      {"circ", "°"},
      {"prime", "′"},
      {"mu", "μ"},
      {"textmu", "μ"},
      {"micro", "μ"},
      {"alpha", "α"},
      {"beta", "β"},
      {"gamma", "γ"},
      {"delta", "δ"},
      {"epsilon", "ε"},
      {"varepsilon", "ε"},
      {"zeta", "ζ"},
      {"eta", "η"},
      {"theta", "θ"},
      {"vartheta", "ϑ"},
      {"iota", "ι"},
      {"kappa", "κ"},
      {"lambda", "λ"},
      {"nu", "ν"},
      {"xi", "ξ"},
      {"pi", "π"},
      {"rho", "ρ"},
      {"sigma", "σ"},
      {"tau", "τ"},
      {"upsilon", "υ"},
      {"phi", "φ"},
      {"varphi", "φ"},
      {"chi", "χ"},
      {"psi", "ψ"},
      {"omega", "ω"},
      {"Gamma", "Γ"},
      {"Delta", "Δ"},
      {"Theta", "Θ"},
      {"Lambda", "Λ"},
      {"Xi", "Ξ"},
      {"Pi", "Π"},
      {"Sigma", "Σ"},
      {"Upsilon", "Υ"},
      {"Phi", "Φ"},
      {"Psi", "Ψ"},
      {"Omega", "Ω"},
      {"TeX", "TeX"},
      {"LaTeX", "LaTeX"},
  };
  return kSymbols;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string read() {
    while (pos_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[pos_];
    if (c == '\\' && pos_ + 1 < text_.size()) return command();
    ++pos_;
    if (c == '{' || c == '}' || c == '$' || c == '\\') return;
    if (c == '~') {
      out_ += ' ';
    } else if (c == '-' && run('-') > 0) {
      const std::size_t more = run('-');
      pos_ += more;
      out_ += more == 1 ? "–" : "—";
    } else if ((c == '`' || c == '\'') && run(c) == 1) {
      ++pos_;
      out_ += c == '`' ? "“" : "”";
    } else {
      out_ += c;
    }
  }

  // How many of `c` stand here, two at the most.
  std::size_t run(char c) const {
    std::size_t size = 0;
    while (size < 2 && pos_ + size < text_.size() && text_[pos_ + size] == c) ++size;
    return size;
  }

  void command() {
    const std::size_t begin = ++pos_;
    while (pos_ < text_.size() && is_letter(text_[pos_])) ++pos_;
    const bool word = pos_ > begin;
    if (!word) ++pos_;
    const std::string_view name = text_.substr(begin, pos_ - begin);
    // An accent that is a letter needs an argument: "\c c", "\v{s}"; "\cite" is another command.
    if (const char32_t mark = mark_of(name)) {
      if (accent(mark)) return;
    }
    const auto symbol = symbols().find(name);
    if (symbol != symbols().end()) out_ += symbol->second;
    // Blanks behind a command in letters only end its name.
    const bool drawn = symbol != symbols().end() && !symbol->second.empty();
    if (word && pos_ < text_.size() && text_[pos_] == ' ') {
      if (drawn) skip_blanks();
    }
  }

  void skip_blanks() {
    while (pos_ < text_.size() && text_[pos_] == ' ') ++pos_;
  }

  // The letter behind an accent, in braces or not, and the mark behind the letter.
  bool accent(char32_t mark) {
    const std::size_t before = pos_;
    skip_blanks();
    while (pos_ < text_.size() && text_[pos_] == '{') ++pos_;
    if (pos_ < text_.size() && text_[pos_] == '\\') {  // "\'{\i}"
      ++pos_;
      if (pos_ < text_.size() && (text_[pos_] == 'i' || text_[pos_] == 'j')) {
        out_ += text_[pos_++];
        append_utf8(out_, mark);
        skip_blanks();
        return true;
      }
      pos_ = before;
      return false;
    }
    if (pos_ == text_.size() || text_[pos_] == '}') {
      pos_ = before;
      return false;
    }
    const std::size_t begin = pos_;
    const char32_t letter = decode_utf8(text_, pos_);
    if (letter < 0x80 && !is_letter(static_cast<char>(letter))) {
      pos_ = before;
      return false;
    }
    out_ += text_.substr(begin, pos_ - begin);
    append_utf8(out_, mark);
    return true;
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  std::string out_;
};

// "o" and a mark behind it as one letter.
std::string composed(std::string text) {
  const bool marked = text.find('\xCC') != std::string::npos;  // U+0300 to U+033F
  if (!marked) return text;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  const icu::UnicodeString normal = nfc->normalize(icu::UnicodeString::fromUTF8(text), status);
  if (U_FAILURE(status)) return text;
  std::string out;
  normal.toUTF8String(out);
  return out;
}

}  // namespace

std::string latex_to_text(std::string_view latex) {
  if (latex.find_first_of("\\{}$~`'-") == std::string_view::npos) return std::string(latex);
  return composed(Reader(latex).read());
}

}  // namespace horizon::crawler
