#include "crawler/text/script_text.h"

#include <array>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct Pair {
  char32_t plain;
  char32_t low;  // 0: there is none
  char32_t high;
};

constexpr auto kSigns = std::to_array<Pair>({
    {U'0', U'₀', U'⁰'}, {U'1', U'₁', U'¹'}, {U'2', U'₂', U'²'}, {U'3', U'₃', U'³'},
    {U'4', U'₄', U'⁴'}, {U'5', U'₅', U'⁵'}, {U'6', U'₆', U'⁶'}, {U'7', U'₇', U'⁷'},
    {U'8', U'₈', U'⁸'}, {U'9', U'₉', U'⁹'}, {U'+', U'₊', U'⁺'}, {U'-', U'₋', U'⁻'},
    {U'−', U'₋', U'⁻'}, {U'–', U'₋', U'⁻'}, {U'=', U'₌', U'⁼'}, {U'(', U'₍', U'⁽'},
    {U')', U'₎', U'⁾'}, {U'°', 0, U'°'},    {U'∘', 0, U'°'},    {U'′', 0, U'′'},
    {U'†', 0, U'†'},    {U'*', 0, U'*'},
});

constexpr auto kLetters = std::to_array<Pair>({
    {U'a', U'ₐ', U'ᵃ'}, {U'b', 0, U'ᵇ'},    {U'c', 0, U'ᶜ'},    {U'd', 0, U'ᵈ'},
    {U'e', U'ₑ', U'ᵉ'}, {U'f', 0, U'ᶠ'},    {U'g', 0, U'ᵍ'},    {U'h', U'ₕ', U'ʰ'},
    {U'i', U'ᵢ', U'ⁱ'}, {U'j', U'ⱼ', U'ʲ'}, {U'k', U'ₖ', U'ᵏ'}, {U'l', U'ₗ', U'ˡ'},
    {U'm', U'ₘ', U'ᵐ'}, {U'n', U'ₙ', U'ⁿ'}, {U'o', U'ₒ', U'ᵒ'}, {U'p', U'ₚ', U'ᵖ'},
    {U'r', U'ᵣ', U'ʳ'}, {U's', U'ₛ', U'ˢ'}, {U't', U'ₜ', U'ᵗ'}, {U'u', U'ᵤ', U'ᵘ'},
    {U'v', U'ᵥ', U'ᵛ'}, {U'w', 0, U'ʷ'},    {U'x', U'ₓ', U'ˣ'}, {U'y', 0, U'ʸ'},
    {U'z', 0, U'ᶻ'},    {U'T', 0, U'ᵀ'},    {U'β', U'ᵦ', U'ᵝ'}, {U'γ', U'ᵧ', U'ᵞ'},
});

template <typename Table>
char32_t find(const Table& table, Script script, char32_t c) {
  for (const Pair& pair : table) {
    if (pair.plain == c) return script == Script::kSub ? pair.low : pair.high;
  }
  return 0;
}

// Digits and signs as many as there are, but letters only one: words of small letters can be
// neither read nor searched.
std::string small_form(Script script, std::string_view text) {
  std::string out;
  int letters = 0;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = decode_utf8(text, pos);
    if (c == U' ') continue;
    char32_t small = find(kSigns, script, c);
    if (small == 0) {
      small = find(kLetters, script, c);
      ++letters;
    }
    if (small == 0 || letters > 1) return {};
    append_utf8(out, small);
  }
  return out;
}

bool is_simple(std::string_view text) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && static_cast<unsigned char>(c) < 0x80) return false;
  }
  return true;
}

}  // namespace

std::string script_text(Script script, std::string_view text, bool mark) {
  text = trim(text);
  if (text.empty()) return {};
  if (std::string small = small_form(script, text); !small.empty()) return small;
  if (!mark) return std::string(text);
  const std::string sign(1, script == Script::kSub ? '_' : '^');
  return is_simple(text) ? sign + std::string(text) : sign + "(" + std::string(text) + ")";
}

}  // namespace horizon::crawler
