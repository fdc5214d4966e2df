#include "nlp/tex.h"

#include <algorithm>
#include <array>

namespace horizon::nlp {
namespace {

struct Letter {
  std::string_view name;
  char32_t code_point;
};

// Sorted by name.
constexpr auto kLetters = std::to_array<Letter>({
    {"AA", 0xC5},       {"AE", 0xC6},
    {"Delta", 0x394},   {"Gamma", 0x393},
    {"L", 0x141},       {"Lambda", 0x39B},
    {"O", 0xD8},        {"OE", 0x152},
    {"Omega", 0x3A9},   {"Phi", 0x3A6},
    {"Pi", 0x3A0},      {"Psi", 0x3A8},
    {"Sigma", 0x3A3},   {"Theta", 0x398},
    {"Upsilon", 0x3A5}, {"Xi", 0x39E},
    {"aa", 0xE5},       {"ae", 0xE6},
    {"alpha", 0x3B1},   {"beta", 0x3B2},
    {"chi", 0x3C7},     {"delta", 0x3B4},
    {"epsilon", 0x3B5}, {"eta", 0x3B7},
    {"gamma", 0x3B3},   {"i", 'i'},
    {"iota", 0x3B9},    {"j", 'j'},
    {"kappa", 0x3BA},   {"l", 0x142},
    {"lambda", 0x3BB},  {"mu", 0x3BC},
    {"nu", 0x3BD},      {"o", 0xF8},
    {"oe", 0x153},      {"omega", 0x3C9},
    {"phi", 0x3C6},     {"pi", 0x3C0},
    {"psi", 0x3C8},     {"rho", 0x3C1},
    {"sigma", 0x3C3},   {"ss", 0xDF},
    {"tau", 0x3C4},     {"theta", 0x3B8},
    {"upsilon", 0x3C5}, {"varepsilon", 0x3B5},
    {"varphi", 0x3C6},  {"vartheta", 0x3B8},
    {"xi", 0x3BE},      {"zeta", 0x3B6},
});

// Sorted. Commands that change how the letters look, not which they are.
constexpr auto kTransparent = std::to_array<std::string_view>({
    "Bbb",
    "bf",
    "bm",
    "boldsymbol",
    "cal",
    "ce",
    "displaystyle",
    "em",
    "emph",
    "ensuremath",
    "frak",
    "hbox",
    "it",
    "left",
    "mathbb",
    "mathbf",
    "mathcal",
    "mathfrak",
    "mathit",
    "mathrm",
    "mathsf",
    "mathtt",
    "mbox",
    "operatorname",
    "right",
    "rm",
    "sc",
    "sf",
    "sl",
    "small",
    "text",
    "textbf",
    "textit",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "textsubscript",
    "textsuperscript",
    "texttt",
    "tt",
    "underline",
});

// Sorted. Signs of formulae that often stand where no dollar was found: never words.
constexpr auto kSigns = std::to_array<std::string_view>({
    "approx",     "ast",     "bar",    "big",      "cap",        "cdot",     "cdots",  "circ",
    "colon",      "cup",     "dots",   "ell",      "equiv",      "exists",   "forall", "frac",
    "ge",         "geq",     "hat",    "in",       "infty",      "int",      "langle", "lceil",
    "ldots",      "le",      "leq",    "lesssim",  "lfloor",     "limits",   "ll",     "mapsto",
    "mathscr",    "mid",     "nabla",  "ne",       "neq",        "nonumber", "oplus",  "otimes",
    "overline",   "partial", "perp",   "pm",       "prime",      "prod",     "propto", "qquad",
    "quad",       "rangle",  "rceil",  "rfloor",   "rightarrow", "setminus", "sim",    "simeq",
    "sqrt",       "star",    "subset", "subseteq", "sum",        "tilde",    "times",  "to",
    "varnothing", "vec",     "wedge",  "widehat",  "widetilde",
});

// Sorted. Commands whose arguments are names of things, not text.
constexpr auto kReferences = std::to_array<std::string_view>({
    "Cref",
    "autoref",
    "begin",
    "bibitem",
    "cite",
    "citep",
    "citet",
    "cref",
    "end",
    "eqref",
    "href",
    "includegraphics",
    "label",
    "nocite",
    "ref",
    "url",
    "vspace",
});

static_assert(std::ranges::is_sorted(kLetters, {}, &Letter::name));
static_assert(std::ranges::is_sorted(kTransparent));
static_assert(std::ranges::is_sorted(kSigns));
static_assert(std::ranges::is_sorted(kReferences));

struct Accent {
  char name;
  char32_t mark;
};

constexpr auto kSignAccents = std::to_array<Accent>({
    {'\'', 0x301},
    {'`', 0x300},
    {'"', 0x308},
    {'^', 0x302},
    {'~', 0x303},
    {'=', 0x304},
    {'.', 0x307},
});
constexpr auto kNamedAccents = std::to_array<Accent>({
    {'u', 0x306},
    {'v', 0x30C},
    {'H', 0x30B},
    {'c', 0x327},
    {'d', 0x323},
    {'k', 0x328},
    {'r', 0x30A},
});

constexpr std::size_t kMaxName = 32;
constexpr std::size_t kMaxFormula = 400;
constexpr std::size_t kMaxArgument = 200;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char at(std::string_view text, std::size_t pos) { return pos < text.size() ? text[pos] : '\0'; }

template <typename Table>
char32_t mark_of(const Table& table, char name) {
  const auto found = std::ranges::find(table, name, &Accent::name);
  return found == table.end() ? 0 : found->mark;
}

// The letter under an accent: x, {x}, \i, {\i}. False if none follows.
bool read_base(std::string_view text, std::size_t pos, TexCommand& command) {
  const bool braced = at(text, pos) == '{';
  if (braced) ++pos;
  if (at(text, pos) == '\\') ++pos;
  if (!is_letter(at(text, pos))) return false;
  command.base = pos;
  command.end = pos + 1;
  if (braced && at(text, command.end) == '}') ++command.end;
  return true;
}

TexCommand sign_command(std::string_view text, std::size_t pos, bool in_math) {
  const char sign = at(text, pos + 1);
  TexCommand command{TexCommand::Action::kSeparate, 0, 0, std::min(pos + 2, text.size())};
  if (!in_math) {
    const char32_t mark = mark_of(kSignAccents, sign);
    if (mark != 0 && read_base(text, pos + 2, command)) {
      command.action = TexCommand::Action::kAccent;
      command.code_point = mark;
      return command;
    }
  }
  constexpr std::string_view kInvisible = "!-/";
  if (sign != '\0' && kInvisible.find(sign) != std::string_view::npos) {
    command.action = TexCommand::Action::kDrop;
  }
  // A backslash before anything but ASCII punctuation is itself the separator.
  const bool ascii_sign = sign > ' ' && sign < 0x7F && !is_digit(sign);
  if (!ascii_sign) command.end = pos + 1;
  return command;
}

TexCommand named_accent(std::string_view text, std::size_t name_end, char name) {
  TexCommand command;
  const char32_t mark = mark_of(kNamedAccents, name);
  if (mark == 0) return command;
  std::size_t base = name_end;
  if (at(text, base) == ' ') ++base;
  if (base == name_end && at(text, base) != '{') return command;
  if (!read_base(text, base, command)) return command;
  command.action = TexCommand::Action::kAccent;
  command.code_point = mark;
  return command;
}

// Behind the arguments that stand at `pos`: [..] and {..}, closed within kMaxArgument bytes.
std::size_t skip_arguments(std::string_view text, std::size_t pos) {
  for (const char close : {']', '}'}) {
    if (at(text, pos) != (close == ']' ? '[' : '{')) continue;
    const std::size_t end = text.substr(pos, kMaxArgument).find(close);
    if (end == std::string_view::npos) return pos;
    pos += end + 1;
    if (close == '}') return pos;
  }
  return pos;
}

// True if what stands between two dollars is a formula by its own signs.
bool has_formula_sign(std::string_view inside) {
  return inside.find_first_of("\\^_") != std::string_view::npos;
}

}  // namespace

TexCommand read_tex_command(std::string_view text, std::size_t pos, bool in_math) {
  if (!is_letter(at(text, pos + 1))) return sign_command(text, pos, in_math);
  std::size_t end = pos + 1;
  while (end < text.size() && end - pos <= kMaxName && is_letter(text[end])) ++end;
  const std::string_view name = text.substr(pos + 1, end - pos - 1);
  if (name.size() == 1 && !in_math) {
    const TexCommand accent = named_accent(text, end, name[0]);
    if (accent.action == TexCommand::Action::kAccent) return accent;
  }
  TexCommand command{TexCommand::Action::kText, 0, 0, pos + 1};
  const auto letter = std::ranges::lower_bound(kLetters, name, {}, &Letter::name);
  if (letter != kLetters.end() && letter->name == name) {
    command = {TexCommand::Action::kLetter, letter->code_point, 0, end};
  } else if (std::ranges::binary_search(kTransparent, name)) {
    command = {TexCommand::Action::kDrop, 0, 0, end};
  } else if (std::ranges::binary_search(kReferences, name)) {
    return {TexCommand::Action::kSeparate, 0, 0, skip_arguments(text, end)};
  } else if (in_math || std::ranges::binary_search(kSigns, name)) {
    command = {TexCommand::Action::kSeparate, 0, 0, end};
  }
  // TeX swallows the space that ends a command's name.
  if (command.action != TexCommand::Action::kText && is_space(at(text, command.end))) ++command.end;
  return command;
}

bool opens_math(std::string_view text, std::size_t pos) {
  const char next = at(text, pos + 1);
  if (next == '_' || next == '^') return true;
  if (next == '\0' || next == '$') return false;
  const std::string_view ahead = text.substr(pos + 1, kMaxFormula);
  const std::size_t close = ahead.find('$');
  if (close == std::string_view::npos || close == 0) return false;
  if (has_formula_sign(ahead.substr(0, close))) return true;
  if (is_space(next)) return false;
  return !is_space(ahead[close - 1]) && !is_digit(at(text, pos + close + 2));
}

}  // namespace horizon::nlp
