#include "crawler/text/tex_symbols.h"

#include <algorithm>
#include <array>

namespace horizon::crawler {
namespace {

struct Symbol {
  std::string_view name;
  std::string_view text;
};

// Sorted by name.
// clang-format off
constexpr auto kSymbols = std::to_array<Symbol>({
    {"AA", "Å"}, {"AE", "Æ"}, {"BibTeX", "BibTeX"}, {"Big", ""}, {"Bigg", ""}, {"Bigl", ""},
    {"Bigr", ""}, {"Box", "□"}, {"DH", "Ð"}, {"DJ", "Đ"}, {"Delta", "Δ"}, {"Diamond", "◇"},
    {"Gamma", "Γ"}, {"Im", "ℑ"}, {"L", "Ł"}, {"LaTeX", "LaTeX"}, {"Lambda", "Λ"}, {"Large", ""},
    {"Leftarrow", "⇐"}, {"Leftrightarrow", "⇔"}, {"Longrightarrow", "⟹"}, {"NG", "Ŋ"}, {"O", "Ø"},
    {"OE", "Œ"}, {"Omega", "Ω"}, {"P", "¶"}, {"Phi", "Φ"}, {"Pi", "Π"}, {"Pr", "Pr"},
    {"Psi", "Ψ"}, {"Re", "ℜ"}, {"Rightarrow", "⇒"}, {"S", "§"}, {"Sigma", "Σ"}, {"TH", "Þ"},
    {"TeX", "TeX"}, {"Theta", "Θ"}, {"Upsilon", "Υ"}, {"Vert", "‖"}, {"Xi", "Ξ"}, {"aa", "å"},
    {"ae", "æ"}, {"aleph", "ℵ"}, {"allowbreak", ""}, {"alpha", "α"}, {"amalg", "⨿"},
    {"angle", "∠"}, {"angstrom", "Å"}, {"approx", "≈"}, {"arccos", "arccos"},
    {"arcsin", "arcsin"}, {"arctan", "arctan"}, {"arg", "arg"}, {"ast", "∗"}, {"asymp", "≍"},
    {"backslash", "\\"}, {"because", "∵"}, {"beta", "β"}, {"beth", "ℶ"}, {"bf", ""},
    {"bfseries", ""}, {"big", ""}, {"bigcap", "⋂"}, {"bigcirc", "◯"}, {"bigcup", "⋃"},
    {"bigg", ""}, {"biggl", ""}, {"biggr", ""}, {"bigl", ""}, {"bigoplus", "⨁"},
    {"bigotimes", "⨂"}, {"bigr", ""}, {"bigskip", ""}, {"bigstar", "★"}, {"bigvee", "⋁"},
    {"bigwedge", "⋀"}, {"blacksquare", "■"}, {"bmod", "mod"}, {"boldmath", ""}, {"bot", "⊥"},
    {"bowtie", "⋈"}, {"break", " "}, {"bullet", "•"}, {"cal", ""}, {"cap", "∩"}, {"cdot", "·"},
    {"cdots", "⋯"}, {"celsius", "℃"}, {"centering", ""}, {"checkmark", "✓"}, {"chi", "χ"},
    {"circ", "∘"}, {"clubsuit", "♣"}, {"colon", ":"}, {"coloneqq", "≔"}, {"complement", "∁"},
    {"cong", "≅"}, {"coprod", "∐"}, {"copyright", "©"}, {"cos", "cos"}, {"cosh", "cosh"},
    {"cot", "cot"}, {"csc", "csc"}, {"cup", "∪"}, {"dagger", "†"}, {"ddagger", "‡"},
    {"ddots", "⋱"}, {"deg", "deg"}, {"degree", "°"}, {"delta", "δ"}, {"det", "det"}, {"dh", "ð"},
    {"diamond", "⋄"}, {"diamondsuit", "♢"}, {"dim", "dim"}, {"displaystyle", ""}, {"div", "÷"},
    {"dj", "đ"}, {"doteq", "≐"}, {"dots", "…"}, {"dotsb", "…"}, {"dotsc", "…"},
    {"downarrow", "↓"}, {"earth", "⊕"}, {"ell", "ℓ"}, {"em", ""}, {"emptyset", "∅"},
    {"enskip", " "}, {"enspace", " "}, {"ensuremath", ""}, {"epsilon", "ϵ"}, {"equiv", "≡"},
    {"eta", "η"}, {"euro", "€"}, {"exists", "∃"}, {"exp", "exp"}, {"flat", "♭"},
    {"footnotesize", ""}, {"forall", "∀"}, {"frown", "⌢"}, {"ga", "≳"}, {"gamma", "γ"},
    {"gcd", "gcd"}, {"ge", "≥"}, {"geq", "≥"}, {"geqslant", "⩾"}, {"gets", "←"}, {"gg", "≫"},
    {"gsim", "≳"}, {"gtrapprox", "⪆"}, {"gtrsim", "≳"}, {"hbar", "ℏ"}, {"heartsuit", "♡"},
    {"hfill", " "}, {"hom", "hom"}, {"hookrightarrow", "↪"}, {"hphantom", ""}, {"hslash", "ℏ"},
    {"hspace", " "}, {"i", "ı"}, {"iff", "⇔"}, {"iiint", "∭"}, {"iint", "∬"}, {"imath", "ı"},
    {"implies", "⇒"}, {"in", "∈"}, {"inf", "inf"}, {"infty", "∞"}, {"int", "∫"}, {"iota", "ι"},
    {"it", ""}, {"itshape", ""}, {"j", "ȷ"}, {"jmath", "ȷ"}, {"kappa", "κ"}, {"ker", "ker"},
    {"l", "ł"}, {"lVert", "‖"}, {"la", "≲"}, {"lambda", "λ"}, {"land", "∧"}, {"langle", "⟨"},
    {"large", ""}, {"lbrace", "{"}, {"lbrack", "["}, {"lceil", "⌈"}, {"ldots", "…"}, {"le", "≤"},
    {"leadsto", "⇝"}, {"left", ""}, {"leftarrow", "←"}, {"leftrightarrow", "↔"}, {"leq", "≤"},
    {"leqslant", "⩽"}, {"lessapprox", "⪅"}, {"lesssim", "≲"}, {"lfloor", "⌊"}, {"lg", "lg"},
    {"lhd", "⊲"}, {"lim", "lim"}, {"liminf", "liminf"}, {"limits", ""}, {"limsup", "limsup"},
    {"linebreak", " "}, {"ll", "≪"}, {"ln", "ln"}, {"lnot", "¬"}, {"log", "log"},
    {"longleftarrow", "⟵"}, {"longleftrightarrow", "⟷"}, {"longmapsto", "⟼"},
    {"longrightarrow", "⟶"}, {"lor", "∨"}, {"lozenge", "◊"}, {"lq", "‘"}, {"lsim", "≲"},
    {"ltimes", "⋉"}, {"lvert", "|"}, {"mapsto", "↦"}, {"mathstrut", ""}, {"max", "max"},
    {"mdseries", ""}, {"medskip", ""}, {"micro", "µ"}, {"mid", "∣"}, {"middle", ""},
    {"min", "min"}, {"mod", "mod"}, {"models", "⊨"}, {"mp", "∓"}, {"mu", "μ"}, {"nabla", "∇"},
    {"natural", "♮"}, {"ne", "≠"}, {"nearrow", "↗"}, {"neg", "¬"}, {"negthinspace", ""},
    {"neq", "≠"}, {"newline", " "}, {"nexists", "∄"}, {"ng", "ŋ"}, {"ni", "∋"},
    {"nobreakspace", " "}, {"noindent", ""}, {"nolimits", ""}, {"nonumber", ""},
    {"normalfont", ""}, {"normalsize", ""}, {"notag", ""}, {"notin", "∉"}, {"nu", "ν"},
    {"null", ""}, {"o", "ø"}, {"odot", "⊙"}, {"oe", "œ"}, {"ohm", "Ω"}, {"oint", "∮"},
    {"omega", "ω"}, {"omicron", "ο"}, {"ominus", "⊖"}, {"operatorname", ""}, {"oplus", "⊕"},
    {"oslash", "⊘"}, {"otimes", "⊗"}, {"par", " "}, {"parallel", "∥"}, {"partial", "∂"},
    {"permil", "‰"}, {"perp", "⊥"}, {"phantom", ""}, {"phi", "ϕ"}, {"pi", "π"}, {"pm", "±"},
    {"pmod", "mod"}, {"pounds", "£"}, {"prec", "≺"}, {"preceq", "⪯"}, {"prime", "′"},
    {"prod", "∏"}, {"propto", "∝"}, {"protect", ""}, {"psi", "ψ"}, {"qquad", " "}, {"quad", " "},
    {"rVert", "‖"}, {"rangle", "⟩"}, {"rbrace", "}"}, {"rbrack", "]"}, {"rceil", "⌉"},
    {"relax", ""}, {"rfloor", "⌋"}, {"rhd", "⊳"}, {"rho", "ρ"}, {"right", ""},
    {"rightarrow", "→"}, {"rightleftharpoons", "⇌"}, {"rightsquigarrow", "⇝"}, {"rm", ""},
    {"rmfamily", ""}, {"rq", "’"}, {"rtimes", "⋊"}, {"rvert", "|"}, {"sc", ""},
    {"scriptscriptstyle", ""}, {"scriptstyle", ""}, {"scshape", ""}, {"searrow", "↘"},
    {"sec", "sec"}, {"setminus", "∖"}, {"sf", ""}, {"sffamily", ""}, {"sharp", "♯"},
    {"sigma", "σ"}, {"sim", "∼"}, {"simeq", "≃"}, {"sin", "sin"}, {"sinh", "sinh"}, {"sl", ""},
    {"slash", "/"}, {"small", ""}, {"smallskip", ""}, {"smile", "⌣"}, {"sp", "_"}, {"space", " "},
    {"spadesuit", "♠"}, {"sqcap", "⊓"}, {"sqcup", "⊔"}, {"sqrt", "√"}, {"square", "□"},
    {"ss", "ß"}, {"star", "⋆"}, {"strut", ""}, {"subset", "⊂"}, {"subseteq", "⊆"},
    {"subsetneq", "⊊"}, {"succ", "≻"}, {"succeq", "⪰"}, {"sum", "∑"}, {"sun", "☉"},
    {"sup", "sup"}, {"supset", "⊃"}, {"supseteq", "⊇"}, {"surd", "√"}, {"tan", "tan"},
    {"tanh", "tanh"}, {"tau", "τ"}, {"textasciitilde", "~"}, {"textasteriskcentered", "*"},
    {"textbackslash", "\\"}, {"textbar", "|"}, {"textbullet", "•"}, {"textdegree", "°"},
    {"textemdash", "—"}, {"textendash", "–"}, {"texteuro", "€"}, {"textgreater", ">"},
    {"textless", "<"}, {"textmicro", "µ"}, {"textmu", "µ"}, {"textohm", "Ω"},
    {"textperiodcentered", "·"}, {"textquotedblleft", "“"}, {"textquotedblright", "”"},
    {"textquoteleft", "‘"}, {"textquoteright", "’"}, {"textquotesingle", "'"},
    {"textregistered", "®"}, {"textstyle", ""}, {"texttrademark", "™"}, {"textunderscore", "_"},
    {"th", "þ"}, {"therefore", "∴"}, {"theta", "θ"}, {"thinspace", " "}, {"times", "×"},
    {"to", "→"}, {"top", "⊤"}, {"triangle", "△"}, {"trianglelefteq", "⊴"}, {"triangleq", "≜"},
    {"tt", ""}, {"ttfamily", ""}, {"twoheadrightarrow", "↠"}, {"umu", "μ"}, {"unboldmath", ""},
    {"upDelta", "Δ"}, {"upOmega", "Ω"}, {"upalpha", "α"}, {"uparrow", "↑"}, {"upbeta", "β"},
    {"updelta", "δ"}, {"updownarrow", "↕"}, {"upgamma", "γ"}, {"upharpoonright", "↾"},
    {"uplambda", "λ"}, {"upmu", "μ"}, {"uppi", "π"}, {"upshape", ""}, {"upsigma", "σ"},
    {"upsilon", "υ"}, {"uptau", "τ"}, {"varepsilon", "ε"}, {"varkappa", "ϰ"}, {"varnothing", "∅"},
    {"varphi", "φ"}, {"varpi", "ϖ"}, {"varrho", "ϱ"}, {"varsigma", "ς"}, {"vartheta", "ϑ"},
    {"vartriangleright", "⊳"}, {"vdash", "⊢"}, {"vdots", "⋮"}, {"vee", "∨"}, {"vert", "|"},
    {"vphantom", ""}, {"wedge", "∧"}, {"wp", "℘"}, {"wr", "≀"}, {"xi", "ξ"}, {"xrightarrow", "→"},
    {"xspace", ""}, {"zeta", "ζ"},
});
// clang-format on

constexpr auto kTextAccents = std::to_array<Symbol>({{"'", "\u0301"},
                                                     {"`", "\u0300"},
                                                     {"^", "\u0302"},
                                                     {"\"", "\u0308"},
                                                     {"~", "\u0303"},
                                                     {"=", "\u0304"},
                                                     {".", "\u0307"},
                                                     {"c", "\u0327"},
                                                     {"v", "\u030C"},
                                                     {"u", "\u0306"},
                                                     {"H", "\u030B"},
                                                     {"k", "\u0328"},
                                                     {"r", "\u030A"},
                                                     {"d", "\u0323"},
                                                     {"b", "\u0331"}});

constexpr auto kMathAccents = std::to_array<Symbol>({{"hat", "\u0302"},
                                                     {"widehat", "\u0302"},
                                                     {"tilde", "\u0303"},
                                                     {"widetilde", "\u0303"},
                                                     {"bar", "\u0304"},
                                                     {"overline", "\u0304"},
                                                     {"vec", "\u20D7"},
                                                     {"dot", "\u0307"},
                                                     {"ddot", "\u0308"},
                                                     {"acute", "\u0301"},
                                                     {"grave", "\u0300"},
                                                     {"check", "\u030C"},
                                                     {"breve", "\u0306"},
                                                     {"mathring", "\u030A"},
                                                     {"underline", "\u0332"}});

constexpr auto kDoubleStruck = std::to_array<Symbol>({{"A", "𝔸"},
                                                      {"B", "𝔹"},
                                                      {"C", "ℂ"},
                                                      {"D", "𝔻"},
                                                      {"E", "𝔼"},
                                                      {"F", "𝔽"},
                                                      {"G", "𝔾"},
                                                      {"H", "ℍ"},
                                                      {"I", "𝕀"},
                                                      {"K", "𝕂"},
                                                      {"N", "ℕ"},
                                                      {"P", "ℙ"},
                                                      {"Q", "ℚ"},
                                                      {"R", "ℝ"},
                                                      {"S", "𝕊"},
                                                      {"T", "𝕋"},
                                                      {"Z", "ℤ"},
                                                      {"1", "𝟙"}});

template <typename Table>
std::string_view find(const Table& table, std::string_view name) {
  const auto* const found =
      std::find_if(table.begin(), table.end(), [&](const Symbol& s) { return s.name == name; });
  return found == table.end() ? std::string_view() : found->text;
}

}  // namespace

std::optional<std::string_view> tex_symbol(std::string_view command) {
  const auto* const found = std::lower_bound(
      kSymbols.begin(), kSymbols.end(), command,
      [](const Symbol& symbol, std::string_view wanted) { return symbol.name < wanted; });
  if (found == kSymbols.end() || found->name != command) return std::nullopt;
  return found->text;
}

std::string_view tex_text_accent(std::string_view command) { return find(kTextAccents, command); }
std::string_view tex_math_accent(std::string_view command) { return find(kMathAccents, command); }
std::string_view tex_double_struck(std::string_view letter) { return find(kDoubleStruck, letter); }

}  // namespace horizon::crawler
