#include "crawler/text/tex_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "core/text.h"

namespace horizon::crawler {
namespace {

struct Case {
  const char* tex;
  const char* text;
};

TEST(MathToText, FormulasInTitles) {
  const Case cases[] = {
      {"", ""},
      {"A plain title", "A plain title"},
      {"$\\alpha$-Ga$_2$O$_3$ films", "α-Ga₂O₃ films"},
      {"MoS$_2$ and MoS$_{2}$", "MoS₂ and MoS₂"},
      {"at 10$^{-3}$ or $10^{-3}$ mbar", "at 10⁻³ or 10⁻³ mbar"},
      {"$^{13}$C NMR", "¹³C NMR"},
      {"Ca$^{2+}$ ions", "Ca²⁺ ions"},
      {"$n$-type, $p$-adic and $k=3$", "n-type, p-adic and k=3"},
      {"$SU(2)\\times U(1)$", "SU(2)×U(1)"},
      {"$\\mathcal{N}=4$ SYM", "N=4 SYM"},
      {"$x_{\\rm max}$", "x_max"},
      {"$x_i^2$", "xᵢ²"},
      {"$\\frac{1}{2}$ and $\\frac{a+b}{c}$", "1/2 and (a+b)/c"},
      {"$\\sqrt{2}$, $\\sqrt{x+1}$, $\\sqrt[3]{x}$", "√2, √(x+1), ∛x"},
      {"$\\mathbb{R}^n$", "ℝⁿ"},
      {"$90^\\circ$ and $90^{\\circ}$", "90° and 90°"},
      {"$B \\to K^* \\ell^+ \\ell^-$", "B → K* ℓ⁺ ℓ⁻"},
      {"$\\Lambda$CDM", "ΛCDM"},
      {"$\\sim 5\\,\\mu$m", "∼5 μm"},
      {"$\\bar{p}p$ and $\\hat{x}$", "p̄p and x̂"},
      {"$a \\leq b$", "a ≤ b"},
      {"$\\left( x \\right)$", "( x )"},
      {"\\(x^2\\) and \\[y_1\\]", "x² and y₁"},
      {"$$E=mc^2$$", "E=mc²"},
      {"$f'(x)$", "f′(x)"},
      {"H$_\\text{2}$O", "H₂O"},
      {"$\\text{Sr}_2\\text{IrO}_4$", "Sr₂IrO₄"},
      {"$\\mathrm{LiNbO_3}$", "LiNbO₃"},
      {"$T_\\mathrm{c}$ of 90 K", "T_c of 90 K"},
      {"YBa$_2$Cu$_3$O$_{7-\\delta}$", "YBa₂Cu₃O_(7-δ)"},
      {"$\\gamma\\gamma\\to e^+e^-$", "γγ→e⁺e⁻"},
      {"Ga_2O_3, CO_2 and H_{2}O", "Ga₂O₃, CO₂ and H₂O"},
      {"10^6 cells, 10^-3", "10⁶ cells, 10⁻³"},
      {"\\beta-decay and the $\\nu$", "β-decay and the ν"},
  };
  for (const Case& c : cases) EXPECT_EQ(math_to_text(c.tex), c.text) << c.tex;
}

TEST(MathToText, CommandsOfText) {
  const Case cases[] = {
      {"\\textit{Escherichia coli} and \\emph{more}", "Escherichia coli and more"},
      {"Schr\\\"odinger, Schr\\\"{o}dinger, Schr{\\\"o}dinger",
       "Schrödinger, Schrödinger, Schrödinger"},
      {"Erd\\H{o}s, \\'Etale, Poincar\\'{e}", "Erdős, Étale, Poincaré"},
      {"Fran\\c{c}ois, \\v{S}koda, na\\\"{\\i}ve, Mar\\'\\i a", "François, Škoda, naïve, María"},
      {"Stra\\ss e, {\\O}rsted, {\\AA}ngstr\\\"om", "Straße, Ørsted, Ångström"},
      {"5\\% of R\\&D", "5% of R&D"},
      {"{\\it in vitro} and {\\bf bold}", "in vitro and bold"},
      {"\\textbf{A $\\lambda$ term}", "A λ term"},
      {"20\\textsuperscript{th}, m\\textsuperscript{2}", "20th, m²"},
  };
  for (const Case& c : cases) EXPECT_EQ(math_to_text(c.tex), c.text) << c.tex;
}

TEST(MathToText, WhatIsNoTexStays) {
  const char* const cases[] = {
      "It costs $5 and not $10",
      "$5-$10 a month",
      "from US$5 to HK$40",
      "between $1.5 million and $2 million",
      "$100",
      "A$AP Rocky and Ke$ha",
      "file_2 and snake_case_name",
      "model_1 beats model_2",
      "C:\\beta\\new_file",
      "a ^ b and x^y",
      "{\"key\": 1} and {braces}",
      "he said \\\"quote\\\"",
      "100 % & more # ~",
      "\\unknown macro",
      "雨花石_1 价格$5",
      "tail \\",
      "tail $",
      "tail _",
      "R^2 of the fit",
  };
  for (const char* const c : cases) EXPECT_EQ(math_to_text(c), c) << c;
}

TEST(MathToText, HostileInputTakesLinearTime) {
  const char* const parts[] = {"$",       "\\(",     "{\\a ",    "_{", "$_{",
                               "\\frac",  "\\frac{", "$\\frac{", "^",  "\\textit{",
                               "\\href{", "$x_{a_{", "\\\"{",    "{\\"};
  for (const char* const part : parts) {
    std::string text;
    while (text.size() < 500'000) text += part;
    const auto begin = std::chrono::steady_clock::now();
    const std::string out = math_to_text(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4)) << part;
    EXPECT_LE(out.size(), 3 * text.size()) << part;
  }
}

TEST(MathToText, AnyBytesStayBounded) {
  std::mt19937 random(11);
  const std::string alphabet = "$\\{}_^ab12'\"c[]()frac-+ ";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned i = random() % 40; i > 0; --i) text += alphabet[random() % alphabet.size()];
    const std::string out = math_to_text(text);
    EXPECT_TRUE(is_valid_utf8(out)) << text;
    EXPECT_LE(out.size(), 3 * text.size()) << text;
  }
}

}  // namespace
}  // namespace horizon::crawler
