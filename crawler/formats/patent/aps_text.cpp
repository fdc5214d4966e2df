#include <algorithm>
#include <array>
#include <string>

#include "core/text.h"
#include "crawler/formats/patent/greenbook.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

struct Mark {
  std::string_view name, text;
};

// Sorted. What stands between two full stops.
constexpr auto kMarks = std::to_array<Mark>({
    {"+-", "±"},       {"-+", "∓"},         {"ALPHA", "Α"},
    {"ANG", "Å"},      {"Alpha", "Α"},      {"Ang", "Å"},
    {"BETA", "Β"},     {"Beta", "Β"},       {"Brit", "£"},
    {"COPYRGT", "©"},  {"DELTA", "Δ"},      {"Delta", "Δ"},
    {"EPSILON", "Ε"},  {"GAMMA", "Γ"},      {"Gamma", "Γ"},
    {"LAMBDA", "Λ"},   {"Lambda", "Λ"},     {"OMEGA", "Ω"},
    {"Omega", "Ω"},    {"PHI", "Φ"},        {"PI", "Π"},
    {"PSI", "Ψ"},      {"Phi", "Φ"},        {"Pi", "Π"},
    {"Psi", "Ψ"},      {"RTM", "®"},        {"SIGMA", "Σ"},
    {"Sigma", "Σ"},    {"THETA", "Θ"},      {"TM", "™"},
    {"Theta", "Θ"},    {"XI", "Ξ"},         {"Xi", "Ξ"},
    {"Yen", "¥"},      {"about", "~"},      {"alpha", "α"},
    {"ang", "Å"},      {"angle", "∠"},      {"apprxeq", "≈"},
    {"beta", "β"},     {"bullet", "•"},     {"cent", "¢"},
    {"chi", "χ"},      {"circle", "○"},     {"cndot", "·"},
    {"crclbar", "⊖"},  {"dagger", "†"},     {"dbd", "="},
    {"degree", "°"},   {"delta", "δ"},      {"differential", "∂"},
    {"div", "÷"},      {"dprime", "″"},     {"dwnarw", "↓"},
    {"epsilon", "ε"},  {"epsilonvar", "ϵ"}, {"eta", "η"},
    {"fwdarw", "→"},   {"gamma", "γ"},      {"gradient", "∇"},
    {"gt", ">"},       {"gtoreq", "≥"},     {"hbar", "ℏ"},
    {"ident", "≡"},    {"infin", "∞"},      {"intg", "∫"},
    {"iota", "ι"},     {"kappa", "κ"},      {"lambda", "λ"},
    {"lt", "<"},       {"ltoreq", "≤"},     {"mho", "℧"},
    {"mu", "μ"},       {"multidot", "·"},   {"noteq", "≠"},
    {"nu", "ν"},       {"omega", "ω"},      {"parallel", "∥"},
    {"permill", "‰"},  {"perp", "⊥"},       {"perspectiveto", "≅"},
    {"phi", "φ"},      {"phivar", "ϕ"},     {"pi", "π"},
    {"prime", "′"},    {"psi", "ψ"},        {"quadrature", "□"},
    {"radical", "√"},  {"rarw", "←"},       {"rho", "ρ"},
    {"section", "§"},  {"sigma", "σ"},      {"sqroot", "√"},
    {"square", "□"},   {"star", "☆"},       {"sym", "⊗"},
    {"tau", "τ"},      {"tbd", "≡"},        {"theta", "θ"},
    {"thetavar", "ϑ"}, {"times", "×"},      {"uparw", "↑"},
    {"upsilon", "υ"},  {"varies", "∝"},     {"xi", "ξ"},
    {"zeta", "ζ"},
});

const Mark* find_mark(std::string_view name) {
  const auto* const found = std::lower_bound(
      kMarks.begin(), kMarks.end(), name,
      [](const Mark& mark, std::string_view wanted) { return mark.name < wanted; });
  return found != kMarks.end() && found->name == name ? found : nullptr;
}

bool is_script(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
         c == '-';
}

void add_escaped(char c, std::string& html) {
  if (c == '<') {
    html += "&lt;";
  } else if (c == '&') {
    html += "&amp;";
  } else {
    html += c;
  }
}

// Behind ".sub." or ".sup.": what follows without a blank, as the HTML of a script.
std::size_t add_script(std::string_view text, std::size_t pos, const char* tag, std::string& html) {
  std::size_t end = pos;
  while (end < text.size() && is_script(text[end])) ++end;
  if (end == pos) return pos;
  html +=
      std::string("<") + tag + ">" + std::string(text.substr(pos, end - pos)) + "</" + tag + ">";
  return end;
}

}  // namespace

std::string aps_text(std::string_view text) {
  constexpr std::size_t kLongestMark = 16;
  if (text.find('.') == std::string_view::npos) return collapse_whitespace(sanitise_utf8(text));
  std::string html;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t end = text[pos] == '.' ? text.substr(0, pos + kLongestMark).find('.', pos + 1)
                                             : std::string_view::npos;
    const std::string_view name =
        end == std::string_view::npos ? std::string_view() : text.substr(pos + 1, end - pos - 1);
    if (name == "sub" || name == "sup") {
      pos = add_script(text, end + 1, name == "sub" ? "sub" : "sup", html);
    } else if (const Mark* const mark = find_mark(name)) {
      for (const char c : mark->text) add_escaped(c, html);
      pos = end + 1;
    } else {
      add_escaped(text[pos++], html);
    }
  }
  return html_to_line(html);
}

}  // namespace horizon::crawler
