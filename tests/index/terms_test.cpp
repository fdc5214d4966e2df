#include "index/terms.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace horizon::index {
namespace {

using Terms = std::vector<std::string>;

TEST(CodeTerms, ACodeIsFoundUnderAllThatItLiesUnder) {
  const struct {
    const char* code;
    Terms terms;
  } cases[] = {
      {"G06N10/40", {"G06N10/40", "G06N10", "G06N", "G06"}},
      {"g06n 10/40", {"G06N10/40", "G06N10", "G06N", "G06"}},
      {"G06N", {"G06N", "G06"}},
      {"cs.RO", {"CS.RO", "CS"}},
      {"quant-ph", {"QUANT-PH"}},
      {"T10429", {"T10429"}},
      {"Brain-Computer Interfaces", {"BRAIN-COMPUTERINTERFACES"}},
      {"", {""}},
  };
  for (const auto& c : cases) EXPECT_EQ(code_terms(c.code), c.terms) << c.code;
}

TEST(NameTerms, NamesAreNotStemmed) {
  Terms terms;
  for_each_name_term(nlp::fold("University of Manchester, 清华大学"),
                     [&](std::string_view term) { terms.emplace_back(term); });
  EXPECT_EQ(terms,
            (Terms{"university", "manchester", "清", "清华", "华", "华大", "大", "大学", "学"}));
}

}  // namespace
}  // namespace horizon::index
