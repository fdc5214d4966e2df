#include "nlp/fold.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "core/text.h"

namespace horizon::nlp {
namespace {

struct Case {
  std::string input;
  std::string folded;
};

void expect_folds(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(fold(c.input).text, c.folded) << "input: " << c.input;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

// What every folded text must keep, whatever went in.
void expect_invariants(std::string_view input, const FoldedText& folded) {
  ASSERT_TRUE(is_valid_utf8(folded.text));
  std::size_t end = 0;
  std::size_t source_end = 0;
  bool han = true;
  for (const FoldedToken& token : folded.tokens) {
    ASSERT_GT(token.size, 0U);
    const std::size_t gap = !han && !token.han ? 1 : 0;
    ASSERT_EQ(token.begin, end + gap);
    if (gap == 1) {
      ASSERT_EQ(folded.text[end], ' ');
    }
    ASSERT_LE(token.source_begin + token.source_size, input.size());
    // Characters that fold to several words share one place.
    ASSERT_GE(token.source_begin + token.source_size, source_end);
    end = token.begin + token.size;
    source_end = token.source_begin + token.source_size;
    han = token.han;
  }
  ASSERT_EQ(end, folded.text.size());
}

TEST(Fold, CaseAndWidthAndCompatibility) {
  expect_folds({{"Brain", "brain"},
                {"ＧａＮ　器件", "gan器件"},
                {"Straße", "strasse"},
                {"ﬁne µm Å", "fine μm å"},
                {"Ａ１＋Ｂ２", "a1 b2"},
                {"½ tesla", "1 2 tesla"},
                {"Ⅳ", "iv"},
                {"Neuropixels™ probe", "neuropixel probe"},
                {"ΒΗΤΑ β", "βητα beta"},
                {"Москва", "москва"}});
}

TEST(Fold, HyphensDashesSlashesAndUnderscoresMeet) {
  for (const std::string input :
       {"brain-computer interface", "brain computer interface", "Brain–Computer Interfaces",
        "brain—machine", "brain/computer interface", "brain_computer interface",
        "brain‑computer interface", "brain - computer\ninterface"}) {
    const std::string folded = fold(input).text;
    EXPECT_TRUE(folded == "brain computer interface" || folded == "brain machine") << input;
  }
}

TEST(Fold, DigitsAndLettersStayTogether) {
  expect_folds({{"6G", "6g"},
                {"P300 speller", "p300 speller"},
                {"CO₂ and H²", "co2 and h2"},
                {"3-D printing, 2D material", "3d printing 2d material"},
                {"COVID-19", "covid 19"},
                {"Industry 4.0", "industry 4.0"}});
}

TEST(Fold, FormulaeInTex) {
  expect_folds({{"Ga$_2$O$_3$ films", "ga2o3 film"},
                {"$\\mathrm{Ga_2O_3}$", "ga2o3"},
                {"Ga₂O₃", "ga2o3"},
                {"Ga2O3", "ga2o3"},
                {"Ga_2O_3", "ga2o3"},
                {"Ga$_{2}$O$_{3}$", "ga2o3"},
                {"$\\beta$-Ga$_2$O$_3$", "beta ga2o3"},
                {"$^{13}$C NMR", "13c nmr"},
                {"{\\it in situ}", "in situ"},
                {"\\textbf{Quantum} dots", "quantum dot"},
                {"$p$-adic $L$-functions", "p adic l function"},
                {"$x\\times y$", "x y"},
                {"costs $5 million and $6", "cost 5 million and 6"},
                {"C:\\new folder", "c new folder"},
                {"\\", ""},
                {"$", ""},
                {"a$", "a"},
                {"\\'", ""}});
}

TEST(Fold, GreekLettersMeetTheirNames) {
  for (const std::string input : {"β-Ga₂O₃", "$\\beta$-Ga$_2$O$_3$", "beta-Ga2O3", "\\beta-Ga2O3",
                                  "Β–Ga₂O₃", "𝛽-Ga2O3", "β Ga2O3"}) {
    EXPECT_EQ(fold(input).text, "beta ga2o3") << input;
  }
  expect_folds({{"TGF-β1", "tgf beta1"},
                {"TGFβ1", "tgf beta1"},
                {"TGF-beta1", "tgf beta1"},
                {"Aβ42", "a beta42"},
                {"α-synuclein", "alpha synuclein"},
                {"ΔT", "delta t"},
                {"10 μm, 5 µs", "10 μm 5 μs"},
                {"μ-opioid", "mu opioid"},
                {"Σ", "sigma"},
                {"στην Ελλάδα", "στην ελλάδα"},
                {"αβ", "αβ"}});
}

TEST(Fold, FormulaeAndNamesOfGenesStayWhole) {
  expect_folds({{"MoS$_2$", "mos2"},
                {"H₂O₂", "h2o2"},
                {"La0.7Sr0.3MnO3", "la0.7sr0.3mno3"},
                {"La$_{0.7}$Sr$_{0.3}$MnO$_3$", "la0.7sr0.3mno3"},
                {"La₀.₇Sr₀.₃MnO₃", "la0.7sr0.3mno3"},
                {"TiO2−x", "tio2 x"},
                {"TiO$_{2-x}$", "tio2 x"},
                {"CRISPR-Cas9", "crispr cas9"},
                {"CRISPR/Cas9", "crispr cas9"},
                {"HER2+ and p53", "her2 and p53"},
                {"IL-6", "il 6"},
                {"GPT-3.5 in 2012. 5G", "gpt 3.5 in 2012 5g"},
                {"1. 2 3.", "1 2 3"},
                {".5 5.x", "5 5 x"}});
}

TEST(Fold, BritishSpellingsMeetAmericanOnes) {
  expect_folds(
      {{"fibres", "fiber"},
       {"nanofibre", "nanofiber"},
       {"micrometres", "micrometer"},
       {"behavioural", "behavioral"},
       {"tumours", "tumor"},
       {"optimisation", "optimization"},
       {"polymerised", "polymerized"},
       {"organisational", "organizational"},
       {"analysing", "analyzing"},
       {"modelling", "modeling"},
       {"aluminium sulphide", "aluminum sulfide"},
       {"haemoglobin", "hemoglobin"},
       {"leukaemia", "leukemia"},
       {"programmes", "program"},
       {"noise exercise surprise enterprise precise", "noise exercise surprise enterprise precise"},
       {"raising arising promising Ising", "raising arising promising ising"},
       {"improvisation sensation four hour", "improvisation sensation four hour"},
       {"compromised disease supervised", "compromised disease supervised"}});
}

TEST(Fold, CommandsOfTexAreNoWords) {
  expect_folds({{"as shown \\cite[Thm.~C]{DHKL} by", "as shown by"},
                {"$ N=2\\sim 9 $ qubits", "n 2 9 qubit"},
                {"of $\\sim$30 mK", "of 30 mk"},
                {"0 < p \\leq 1", "0 p 1"},
                {"\\begin{equation}x\\end{equation}", "x"},
                {"see \\url{http://a.b/c} now", "see now"},
                {"\\cite{never closed", "never closed"}});
}

TEST(Fold, AccentsInTexAreTheLetters) {
  const std::string erdos = fold("Erdős").text;
  expect_folds({{"Schr\\\"odinger", "schrödinger"},
                {"Schr{\\\"o}dinger", "schrödinger"},
                {"Schr\\\"{o}dinger", "schrödinger"},
                {"Schro\u0308dinger", "schrödinger"},
                {"moir\\'e", "moiré"},
                {"Erd\\H{o}s", erdos},
                {"\\v{C}ech", "čech"},
                {"na\\\"{\\i}ve", "naïve"},
                {"Stra\\ss e", "strasse"}});
}

TEST(Fold, ApostrophesAreDropped) {
  expect_folds({{"Moore's law", "moore law"},
                {"Moore’s law", "moore law"},
                {"don't", "dont"},
                {"users' data", "user data"},
                {"'quoted'", "quoted"},
                {"5'-end", "5 end"}});
}

TEST(Fold, SignsOfProgrammingLanguages) {
  expect_folds(
      {{"C++ and C#.", "c++ and c#"}, {"a+b", "a b"}, {"Li+ ions", "li ion"}, {"c+", "c"}});
}

TEST(Fold, InvisibleCharactersVanish) {
  expect_folds({{"qu\u200Bbit", "qubit"},
                {"\uFEFFqubit", "qubit"},
                {"qu\u00ADbit", "qubit"},
                {"\u202Equbit\u202C", "qubit"},
                {"脑\u200D机", "脑机"}});
}

TEST(Fold, HanStandsWithoutSpaces) {
  expect_folds({{"腦機接口", "脑机接口"},
                {"脑-机接口", "脑机接口"},
                {"脑 机 接口", "脑机接口"},
                {"CRISPR 基因编辑", "crispr基因编辑"},
                {"CRISPR基因编辑", "crispr基因编辑"},
                {"5G网络 and 6G", "5g网络and 6g"},
                {"氮化鎵（ＧａＮ）功率元件", "氮化镓gan功率元件"},
                {"\uF96F", "说"}});
}

TEST(Fold, OffsetsPointToTheOriginal) {
  const std::string input = "  New LLMs: $\\beta$-Ga$_2$O$_3$的腦機 Moore’s ２Ｄ";
  const FoldedText folded = fold(input);
  std::vector<std::string> sources;
  for (const FoldedToken& token : folded.tokens) {
    sources.push_back(input.substr(token.source_begin, token.source_size));
  }
  EXPECT_EQ(folded.text, "new llm beta ga2o3的脑机moore 2d");
  EXPECT_EQ(sources, (std::vector<std::string>{"New", "LLMs", "\\beta", "Ga$_2$O$_3", "的", "腦",
                                               "機", "Moore", "２Ｄ"}));
  EXPECT_TRUE(folded.tokens[4].han);
  EXPECT_FALSE(folded.tokens[3].han);
  expect_invariants(input, folded);
}

TEST(Fold, FoldingTwiceChangesNothing) {
  for (const std::string input :
       {"Batteries of LLMs' $\\alpha$ Ga₂O₃", "量子計算 and C++", "Straße"}) {
    const std::string once = fold_key(input);
    EXPECT_EQ(fold_key(once), once) << input;
  }
}

TEST(Fold, PluralsOfAcronymsByTheirCapitals) {
  expect_folds(
      {{"GPUs", "gpu"}, {"UEs", "ue"}, {"RISs", "ris"}, {"MEMS", "mems"}, {"UAVs", "uav"}});
}

TEST(Singular, ByRule) {
  const std::vector<Case> cases = {
      {"batteries", "battery"},
      {"qubits", "qubit"},
      {"mxenes", "mxene"},
      {"classes", "class"},
      {"class", "class"},
      {"gas", "gas"},
      {"gases", "gas"},
      {"lens", "lens"},
      {"lenses", "lens"},
      {"species", "species"},
      {"series", "series"},
      {"news", "news"},
      {"physics", "physics"},
      {"robotics", "robotics"},
      {"analysis", "analysis"},
      {"analyses", "analysis"},
      {"virus", "virus"},
      {"viruses", "virus"},
      {"databases", "database"},
      {"boxes", "box"},
      {"branches", "branch"},
      {"caches", "cache"},
      {"indices", "index"},
      {"spectra", "spectrum"},
      {"ties", "tie"},
      {"gans", "gan"},
      {"ris", "ris"},
      {"is", "is"},
      {"", ""},
      {"s", "s"},
      {"ssss", "ssss"},
      {"ga2o3s", "ga2o3s"},
      {"hypotheses", "hypothesis"},
      {"waves", "wave"},
      {"causes", "cause"},
      {"biogas", "biogas"},
  };
  for (const Case& c : cases) {
    std::string buffer;
    EXPECT_EQ(singular(c.input, buffer), c.folded) << c.input;
  }
}

TEST(FoldHostile, NeverBreaksItsInvariants) {
  const std::vector<std::string> inputs = {
      repeated("a", 10'000'000),
      repeated("\xCC\x81", 100'000),
      "e" + repeated("\xCC\x81\xCC\xA3", 100'000),
      repeated("👩‍🚀", 10'000),
      repeated("\x80", 1000),
      "\xE4\xB8",
      repeated("\xF0\x9F", 1000),
      repeated("battery ", 100'000),
      repeated("$", 10'000),
      repeated("$a", 10'000),
      repeated("\\", 10'000),
      repeated("\\'", 10'000),
      repeated("{", 10'000),
      repeated("\xEF\xB7\xBA", 10'000),  // one character of eighteen letters
      repeated("'s", 10'000),
      std::string(1000, '\0'),
  };
  for (const std::string& input : inputs) {
    SCOPED_TRACE(input.substr(0, 16) + " x " + std::to_string(input.size()));
    expect_invariants(input, fold(input));
  }
}

TEST(FoldHostile, RandomBytesAndPieces) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "$",      "\\beta",   "_",  "^",     "{",  "}",   "腦",
      "e",      "\xCC\x81", " ",  "-",     "'s", "ies", "\xE2\x80\x99",
      "½",      "\xFF",     "Ａ", "\\\"o", "3",  "℃",   "ﷺ",
      "\u1100", "가",       "々"};
  for (int round = 0; round < 3000; ++round) {
    std::string input;
    for (int i = 0; i < 24; ++i) input += pieces[random() % pieces.size()];
    SCOPED_TRACE(input);
    expect_invariants(input, fold(input));
    std::string bytes;
    for (int i = 0; i < 40; ++i) bytes.push_back(static_cast<char>(random() & 0xFFU));
    expect_invariants(bytes, fold(bytes));
  }
}

}  // namespace
}  // namespace horizon::nlp
