// Analysts' words on labels: kept, replaced, taken back, and in force whatever else happens.
#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace horizon::store {
namespace {

// "HEA.bci" for everything, less what was denied and with what was affirmed.
std::vector<Label> label_all(const Document& /*document*/,
                             std::span<const LabelJudgement> judgements) {
  std::vector<Label> labels = {label("HEA.bci")};
  for (const LabelJudgement& judgement : judgements) {
    std::erase_if(labels, [&](const Label& one) { return one.node == judgement.node; });
    if (judgement.bears) labels.push_back(label(judgement.node));
  }
  return labels;
}

class LabelJudgingTest : public testing::Test {
 protected:
  std::vector<std::string> nodes(DocumentNumber number) const {
    std::vector<std::string> nodes;
    const auto stored = store_.get(number);
    EXPECT_TRUE(stored);
    for (const Label& one : stored->labels) nodes.push_back(one.node);
    return nodes;
  }
  std::uint64_t counted(std::string_view node) const {
    std::uint64_t documents = 0;
    const auto counts = store_.counts(node);
    EXPECT_TRUE(counts);
    for (const DailyCount& day : *counts) documents += day.documents;
    return documents;
  }
  void expect_sound() const {
    const auto differences = store_.verify();
    ASSERT_TRUE(differences);
    EXPECT_TRUE(differences->empty()) << fmt::format("{}", fmt::join(*differences, "\n"));
  }

  test::TempDir dir_;
  Store store_ = open_store(dir_.path() / "store.db");
};

using Nodes = std::vector<std::string>;

TEST_F(LabelJudgingTest, TheLastWordHoldsAndIsCounted) {
  write(store_, {record("a", "1", {"k:1"}, {label("HEA.bci")})});
  ASSERT_TRUE(store_.judge(1, {"HEA.bci", false, "wang", kNow}, label_all));
  EXPECT_EQ(nodes(1), Nodes{});
  EXPECT_EQ(counted("HEA.bci"), 0U);
  ASSERT_TRUE(store_.judge(1, {"ENE.fusion", true, "li", kNow}, label_all));
  ASSERT_TRUE(store_.judge(1, {"HEA.bci", true, "li", kNow}, label_all));
  EXPECT_EQ(nodes(1), (Nodes{"ENE.fusion", "HEA.bci"}));
  EXPECT_EQ(counted("ENE.fusion"), 1U);
  const auto stored = store_.get(DocumentNumber{1});
  ASSERT_EQ(stored->judgements.size(), 2U);
  EXPECT_EQ(stored->judgements[1], (LabelJudgement{"HEA.bci", true, "li", kNow}));
  ASSERT_TRUE(store_.withdraw_judgement(1, "ENE.fusion", label_all));
  EXPECT_EQ(nodes(1), Nodes{"HEA.bci"});
  expect_sound();
}

TEST_F(LabelJudgingTest, ChangesTheSequenceSoThatTheIndexFollows) {
  write(store_, {record("a", "1", {"k:1"}, {label("HEA.bci")})});
  const auto before = store_.sequence();
  ASSERT_TRUE(store_.judge(1, {"HEA.bci", false, "wang", kNow}, label_all));
  EXPECT_GT(store_.sequence().value(), before.value());
}

TEST_F(LabelJudgingTest, HoldsForTheNextVersionOfTheDocument) {
  write(store_, {record("a", "1", {"k:1"}, {label("HEA.bci")})});
  ASSERT_TRUE(store_.judge(1, {"HEA.bci", false, "wang", kNow}, label_all));
  const std::vector<Incoming> next = {record("a", "2", {"k:1"}, {label("HEA.bci")})};
  ASSERT_TRUE(store_.write({next, {}, {}, label_all}, kNow));
  EXPECT_EQ(store_.get(DocumentNumber{1})->document.title, "Title of 2");
  EXPECT_EQ(nodes(1), Nodes{});
  expect_sound();
}

TEST_F(LabelJudgingTest, OpenLabelsAreThoseInReviewThatNobodyJudged) {
  const auto review = horizon::Outcome::kReview;
  write(store_, {record("a", "1", {"k:1"}, {label("HEA.bci", review), label("HEA", review)}),
                 record("a", "2", {"k:2"}, {label("HEA.bci")}),
                 record("a", "3", {"k:3"}, {label("ENE.fusion", review)})});
  const Labeller as_it_was = [&](const Document&, std::span<const LabelJudgement>) {
    return std::vector<Label>{label("HEA.bci", review), label("HEA", review)};
  };
  ASSERT_TRUE(store_.judge(1, {"HEA.bci", false, "wang", kNow}, as_it_was));
  const auto open = store_.open_labels();
  ASSERT_TRUE(open);
  ASSERT_EQ(open->size(), 2U);
  EXPECT_EQ((*open)[0].node, "HEA");
  EXPECT_EQ((*open)[1].node, "ENE.fusion");
  EXPECT_EQ(store_.judged().value(), std::vector<DocumentNumber>{1});
}

TEST_F(LabelJudgingTest, WhatCannotBeJudgedIsAUsersError) {
  write(store_, {record("a", "1", {"k:1"}, {label("HEA.bci")})});
  for (const Status& status : {store_.judge(7, {"HEA.bci", true, "wang", kNow}, label_all),
                               store_.withdraw_judgement(1, "HEA.bci", label_all)}) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::kUsage) << status.error().message;
  }
}

}  // namespace
}  // namespace horizon::store
