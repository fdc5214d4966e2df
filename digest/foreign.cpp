#include "digest/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "charts/markup.h"
#include "core/text.h"

namespace horizon::digest {
namespace {

// Marks, embeddings, overrides and isolates of direction; zero-width spaces and joiners that are
// not needed to spell; line and paragraph separators; C1 controls; tags.
bool is_invisible(char32_t c) {
  return (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x200B || c == 0x200E ||
         c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t max_characters) {
  // No character is longer than four bytes; what lies beyond cannot be shown anyway.
  const std::string valid = sanitise_utf8(truncate_utf8(text, max_characters * 8 + 64));
  std::string visible;
  for (std::size_t pos = 0; pos < valid.size();) {
    const char32_t c = decode_utf8(valid, pos);
    if (!is_invisible(c)) append_utf8(visible, c);
  }
  visible = collapse_whitespace(visible);
  std::size_t characters = 0;
  for (std::size_t pos = 0; pos < visible.size();) {
    if (++characters > max_characters) {
      visible.resize(pos);
      return visible + "…";
    }
    decode_utf8(visible, pos);
  }
  return visible;
}

std::string readable_id(std::string_view id) {
  if (id.starts_with("id:")) return "";
  if (!id.starts_with("url:")) return std::string(id);
  const std::size_t scheme = id.find("://");
  if (scheme == std::string_view::npos) return "";
  const std::string_view rest = id.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find('/')));
}

std::string escape_html(std::string_view text) {
  return charts::escape_markup(text, charts::Controls::kKeep);
}

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Symbol {
  std::string_view name, text;
};

constexpr auto kSymbols = std::to_array<Symbol>({
    {"alpha", "α"},      {"beta", "β"},      {"gamma", "γ"},
    {"delta", "δ"},      {"epsilon", "ε"},   {"varepsilon", "ε"},
    {"zeta", "ζ"},       {"eta", "η"},       {"theta", "θ"},
    {"vartheta", "ϑ"},   {"iota", "ι"},      {"kappa", "κ"},
    {"lambda", "λ"},     {"mu", "μ"},        {"nu", "ν"},
    {"xi", "ξ"},         {"pi", "π"},        {"rho", "ρ"},
    {"sigma", "σ"},      {"tau", "τ"},       {"upsilon", "υ"},
    {"phi", "φ"},        {"varphi", "φ"},    {"chi", "χ"},
    {"psi", "ψ"},        {"omega", "ω"},     {"Gamma", "Γ"},
    {"Delta", "Δ"},      {"Theta", "Θ"},     {"Lambda", "Λ"},
    {"Xi", "Ξ"},         {"Pi", "Π"},        {"Sigma", "Σ"},
    {"Upsilon", "Υ"},    {"Phi", "Φ"},       {"Psi", "Ψ"},
    {"Omega", "Ω"},      {"times", "×"},     {"cdot", "·"},
    {"pm", "±"},         {"mp", "∓"},        {"to", "→"},
    {"rightarrow", "→"}, {"leftarrow", "←"}, {"leftrightarrow", "↔"},
    {"sim", "∼"},        {"approx", "≈"},    {"le", "≤"},
    {"leq", "≤"},        {"ge", "≥"},        {"geq", "≥"},
    {"ll", "≪"},         {"gg", "≫"},        {"ne", "≠"},
    {"neq", "≠"},        {"infty", "∞"},     {"circ", "∘"},
    {"degree", "°"},     {"star", "⋆"},      {"ast", "∗"},
    {"prime", "′"},      {"ell", "ℓ"},       {"hbar", "ħ"},
    {"dagger", "†"},     {"langle", "⟨"},    {"rangle", "⟩"},
    {"partial", "∂"},    {"nabla", "∇"},     {"perp", "⊥"},
    {"parallel", "∥"},   {"in", "∈"},        {"otimes", "⊗"},
    {"oplus", "⊕"},      {"AA", "Å"},        {"ldots", "…"},
    {"dots", "…"},       {"quad", " "},
});

// They change how letters look, not which they are.
constexpr auto kFonts = std::to_array<std::string_view>(
    {"mathrm",     "mathbf", "mathit", "mathsf", "mathtt",       "mathcal",    "mathbb", "text",
     "textrm",     "textbf", "textit", "rm",     "bf",           "it",         "em",     "emph",
     "boldsymbol", "bm",     "mbox",   "ce",     "operatorname", "ensuremath", "left",   "right"});

constexpr std::string_view kRaised = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ∘°′′";
constexpr std::string_view kLowered = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎xₓnₙ";

// Every character by its partner in `pairs`; nullopt if one has none.
std::optional<std::string> shifted(std::string_view text, std::string_view pairs) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t wanted = decode_utf8(text, pos);
    char32_t partner = 0;
    for (std::size_t at = 0; at < pairs.size() && partner == 0;) {
      const bool found = decode_utf8(pairs, at) == wanted;
      const char32_t second = decode_utf8(pairs, at);
      if (found) partner = second;
    }
    if (partner == 0) return std::nullopt;
    append_utf8(out, partner);
  }
  return out;
}

// Reads one formula, the text between two dollars.
class Formula {
 public:
  explicit Formula(std::string_view body) : body_(body) {}

  // nullopt if it holds a command that is not known, or braces that do not match.
  std::optional<std::string> read() {
    std::string out;
    while (!failed_ && pos_ < body_.size()) out += atom();
    return failed_ ? std::nullopt : std::optional(std::move(out));
  }

 private:
  static constexpr int kMaxDepth = 8;

  std::string fail() {
    failed_ = true;
    return "";
  }

  std::string atom() {
    if (pos_ == body_.size()) return fail();
    const char c = body_[pos_];
    if (c == '\\') return command();
    if (c == '{') return group();
    if (c == '}') return fail();
    if (c == '_' || c == '^') return script(c);
    const std::size_t begin = pos_;
    decode_utf8(body_, pos_);
    return c == '~' ? " " : std::string(body_.substr(begin, pos_ - begin));
  }

  std::string group() {
    ++pos_;
    if (++depth_ > kMaxDepth) return fail();
    std::string out;
    while (!failed_ && pos_ < body_.size() && body_[pos_] != '}') out += atom();
    if (pos_ == body_.size()) return fail();
    ++pos_;
    --depth_;
    return out;
  }

  std::string script(char sign) {
    ++pos_;
    if (++depth_ > kMaxDepth) return fail();
    const std::string inside = atom();
    --depth_;
    if (failed_) return "";
    const auto set = shifted(inside, sign == '^' ? kRaised : kLowered);
    if (set) return *set;
    std::size_t first = 0;
    decode_utf8(inside, first);
    return first == inside.size() ? sign + inside : fmt::format("{}{{{}}}", sign, inside);
  }

  std::string command() {
    const std::size_t begin = ++pos_;
    while (pos_ < body_.size() && is_letter(body_[pos_])) ++pos_;
    const std::string_view name = body_.substr(begin, pos_ - begin);
    if (name.empty()) return sign_command();
    const auto symbol = std::ranges::find(kSymbols, name, &Symbol::name);
    if (symbol != kSymbols.end()) return std::string(symbol->text);
    if (std::ranges::find(kFonts, name) == kFonts.end()) return fail();
    while (pos_ < body_.size() && body_[pos_] == ' ') ++pos_;  // it ended the name
    // Braces behind a font are its argument, and so one with it: "_\mathrm{c}".
    return pos_ < body_.size() && body_[pos_] == '{' ? group() : "";
  }

  std::string sign_command() {
    if (pos_ == body_.size()) return fail();
    const char sign = body_[pos_++];
    if (sign == '!') return "";
    if (std::string_view(",;: ").find(sign) != std::string_view::npos) return " ";
    if (std::string_view("%&#_{}").find(sign) != std::string_view::npos) return {sign};
    return fail();
  }

  std::string_view body_;
  std::size_t pos_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

// Between dollars stand formulae and, in "US$5 and HK$40", prose.
bool is_formula(std::string_view body, char behind) {
  if (body.empty() || body.front() == ' ' || body.back() == ' ') return false;
  if (body.back() == '\\') return false;
  if (body.front() == '_' || body.front() == '^') return true;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (is_digit(behind)) return false;
  if (body.find_first_of("\\_^") != std::string_view::npos) return true;
  // Plain letters and signs: "$B-L$", "$N = 4$", "$2$", but no words and no "$5M–$".
  const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
  if (is_digit(body.front())) return body.size() <= 3 && std::ranges::all_of(body, plain);
  return std::ranges::all_of(body, plain) || body.find('=') != std::string_view::npos;
}

}  // namespace

std::string readable_title(std::string_view title) {
  constexpr std::size_t kMaxFormula = 400;
  std::string out;
  for (std::size_t pos = 0; pos < title.size();) {
    const std::size_t open = std::min(title.find('$', pos), title.size());
    out += title.substr(pos, open - pos);
    const std::size_t close = title.find('$', open + 1);
    if (close == std::string_view::npos) return out.append(title.substr(open));
    const std::string_view body = title.substr(open + 1, close - open - 1);
    const char behind = close + 1 < title.size() ? title[close + 1] : ' ';
    // "$$" and "\$" begin or end nothing.
    const bool single =
        behind != '$' && (open == 0 || (title[open - 1] != '$' && title[open - 1] != '\\'));
    if (!single || body.size() > kMaxFormula || !is_formula(body, behind)) {
      out += title.substr(open, close - open);
      pos = close;
      continue;
    }
    const auto plain = Formula(body).read();
    out += plain ? *plain : title.substr(open, close + 1 - open);
    pos = close + 1;
  }
  return out;
}

std::string escape_markdown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    // Only what would begin an entity, a tag or a quotation: "R & D" and "< 0.001" stay readable.
    if (c == '&' && (is_letter(next) || next == '#')) {
      out += "&amp;";
    } else if (c == '<' && (is_letter(next) || next == '/' || next == '!' || next == '?')) {
      out += "&lt;";
    } else if (c == '>' && i == 0) {
      out += "&gt;";
    } else {
      const bool markup = std::string_view("\\`*_[]|~$#").find(c) != std::string_view::npos;
      const bool bullet = i == 0 && (c == '-' || c == '+' || c == '=' || c == '!');
      if (markup || bullet) out += '\\';
      out += c;
    }
  }
  return out;
}

std::optional<std::string> web_address(std::string_view url) {
  constexpr std::size_t kMaxBytes = 2000;
  url = trim(url);
  const bool web =
      starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
  if (!web || url.size() > kMaxBytes || url.find("//") + 2 == url.size()) return std::nullopt;
  if (!is_valid_utf8(url)) return std::nullopt;
  for (std::size_t pos = 0; pos < url.size();) {
    const char32_t c = decode_utf8(url, pos);
    if (c <= 0x20 || is_invisible(c) || c == 0x3000) return std::nullopt;
  }
  return std::string(url);
}

std::string markdown_address(std::string_view web_address) {
  std::string out;
  for (const char c : web_address) {
    if (std::string_view("()<>[]|\\\"'`*").find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string language_tag(std::string_view language) {
  const bool well_formed = language.size() >= 2 && language.size() <= 20 &&
                           is_ascii_alnum(language.front()) && is_ascii_alnum(language.back()) &&
                           std::all_of(language.begin(), language.end(),
                                       [](char c) { return is_ascii_alnum(c) || c == '-'; });
  return well_formed && language != "und" ? std::string(language) : std::string();
}

}  // namespace horizon::digest
