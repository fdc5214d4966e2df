#include "nlp/acronyms.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace horizon::nlp {
namespace {

std::string text_of(const Passage& passage, const TokenRange& range) {
  return std::string(source_of(passage, range.first, range.end));
}

// "short = long" for each definition; "~" where the beginning of the long form is not known.
std::vector<std::string> definitions(const std::string& text) {
  const FoldedText folded = fold(text);
  const Passage passage{text, &folded};
  std::vector<std::string> out;
  for (const Definition& found : find_definitions(passage)) {
    out.push_back(text_of(passage, found.acronym) + (found.exact ? " = " : " ~ ") +
                  text_of(passage, found.expansion));
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST(Acronyms, DefinedInBrackets) {
  const std::vector<std::pair<std::string, Strings>> cases = {
      {"A brain-computer interface (BCI) decodes", {"BCI = brain-computer interface"}},
      {"two brain–machine interfaces (BMIs).", {"BMIs = brain–machine interfaces"}},
      {"we use BCI (brain-computer interface) here", {"BCI = brain-computer interface"}},
      {"metal-organic frameworks [MOFs] are", {"MOFs = metal-organic frameworks"}},
      {"transition metal dichalcogenides (TMDs)", {"TMDs = transition metal dichalcogenides"}},
      {"the Internet of Things (IoT)", {"IoT = Internet of Things"}},
      {"electroencephalography (EEG; Fig. 2)", {"EEG = electroencephalography"}},
      {"transforming growth factor-β (TGF-β)", {"TGF-β = transforming growth factor-β"}},
      {"convolutional \\emph{neural network} (\\textbf{CNN})",
       {"CNN = convolutional \\emph{neural network"}},
      {"post-quantum cryptography (PQC) and parameterized quantum circuit (PQC)",
       {"PQC = post-quantum cryptography", "PQC = parameterized quantum circuit"}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(definitions(text), expected) << text;
}

TEST(Acronyms, OtherBracketsDefineNothing) {
  for (const std::string text :
       {"as shown (Fig. 2)", "in Berlin (2012)", "a function f(x) of x", "the city (Bonn)",
        "an unrelated sentence (BCI)", "interfaces. (BCI)", "()", "(", "BCI (", "(BCI", "GaN (GaN)",
        "some words (and more words in here)", "脑（BCI）"}) {
    EXPECT_EQ(definitions(text), Strings()) << text;
  }
}

TEST(Acronyms, InChineseTexts) {
  const std::vector<std::pair<std::string, Strings>> cases = {
      {"本文研究了脑机接口（BCI）技术", {"BCI ~ 本文研究了脑机接口"}},
      {"BCI（脑机接口）技术", {"BCI = 脑机接口"}},
      {"脑机接口（Brain-Computer Interface，BCI）是",
       {"BCI ~ 脑机接口", "BCI = Brain-Computer Interface"}},
      {"脑机接口(brain computer interface, BCI)",
       {"BCI ~ 脑机接口", "BCI = brain computer interface"}},
      {"BCI（Brain-Computer Interface，脑机接口）",
       {"BCI = Brain-Computer Interface", "BCI = 脑机接口"}},
      {"，脑机接口（BCI）", {"BCI ~ 脑机接口"}},
      {"基于CRISPR-Cas9（成簇规律间隔短回文重复）", {"CRISPR-Cas9 = 成簇规律间隔短回文重复"}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(definitions(text), expected) << text;
}

TEST(Acronyms, AbbreviatesByLettersInOrder) {
  EXPECT_TRUE(abbreviates("bci", "brain computer interface"));
  EXPECT_TRUE(abbreviates("vla", "vision language action model"));
  EXPECT_FALSE(abbreviates("bci", "a brain computer interface"));
  EXPECT_FALSE(abbreviates("bci", "bank index"));
  EXPECT_FALSE(abbreviates("bci", "bci"));
  EXPECT_FALSE(abbreviates("", "brain"));
}

TEST(AcronymsHostile, BoundedAndInRange) {
  std::mt19937 random(11);
  const Strings pieces = {"(", ")",  "（", "）", "BCI", "brain ", "computer", "-",
                          ",", "脑", "机", " ",  "[",   "]",      "\xFF",     "ABCDEFGHIJKL"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += pieces[random() % pieces.size()];
    const FoldedText folded = fold(text);
    const Passage passage{text, &folded};
    for (const Definition& found : find_definitions(passage)) {
      ASSERT_LT(found.acronym.first, found.acronym.end) << text;
      ASSERT_LE(found.acronym.end, folded.tokens.size()) << text;
      ASSERT_LT(found.expansion.first, found.expansion.end) << text;
      ASSERT_LE(found.expansion.end, folded.tokens.size()) << text;
    }
  }
  std::string brackets(200'000, '(');
  EXPECT_EQ(definitions(brackets), Strings());
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "alpha beta (AB) ";
  EXPECT_EQ(definitions(many).size(), 64U);
  std::string crowded;
  for (int i = 0; i < 100; ++i) crowded += "alpha beta (AB, AB, AB, AB, AB) ";
  EXPECT_EQ(definitions(crowded).size(), 64U);
}

}  // namespace
}  // namespace horizon::nlp
