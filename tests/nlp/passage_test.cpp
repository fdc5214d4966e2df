#include "nlp/passage.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace horizon::nlp {
namespace {

TEST(Passage, WhatStandsBetweenWords) {
  const std::vector<std::pair<std::string, Gap>> cases = {
      {"", Gap::kNone},         {" ", Gap::kSpace},         {"\n  ", Gap::kSpace},
      {"-", Gap::kHyphen},      {"–", Gap::kHyphen},        {"--", Gap::kHyphen},
      {"&", Gap::kHyphen},      {" - ", Gap::kBreak},       {"- ", Gap::kBreak},
      {" -- ", Gap::kBreak},    {"---", Gap::kBreak},       {"—", Gap::kBreak},
      {", ", Gap::kBreak},      {". ", Gap::kBreak},        {"/", Gap::kBreak},
      {" (", Gap::kBreak},      {"，", Gap::kBreak},        {"“", Gap::kBreak},
      {"'s ", Gap::kSpace},     {"’s ", Gap::kSpace},       {"' ", Gap::kSpace},
      {" {\\it ", Gap::kSpace}, {"$ $", Gap::kSpace},       {"} ", Gap::kSpace},
      {"\\emph{", Gap::kNone},  {" \\times ", Gap::kBreak}, {"=", Gap::kBreak},
      {"+ ", Gap::kSpace},      {"+", Gap::kBreak},         {"™ ", Gap::kSpace},
      {"~", Gap::kSpace},       {"\u200B", Gap::kNone},     {"\\", Gap::kBreak},
      {"\xFF", Gap::kBreak},    {"\u3000", Gap::kSpace},
  };
  for (const auto& [between, expected] : cases) {
    EXPECT_EQ(static_cast<int>(gap_of(between)), static_cast<int>(expected)) << between;
  }
}

TEST(Passage, PlacesOfTokens) {
  const std::string text = " A brain–machine\u3000接口.";
  const FoldedText folded = fold(text);
  const Passage passage{text, &folded};
  EXPECT_EQ(gap_before(passage, 0), " ");
  EXPECT_EQ(gap_before(passage, 2), "–");
  EXPECT_EQ(gap_before(passage, 3), "\u3000");
  EXPECT_EQ(gap_before(passage, 4), "");
  EXPECT_EQ(gap_before(passage, 5), ".");
  EXPECT_EQ(source_of(passage, 1, 3), "brain–machine");
}

}  // namespace
}  // namespace horizon::nlp
