// How right the taxonomy's labels are on what is known of documents.
#include "pipeline/taxonomy_evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/model_run.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

const Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

class TaxonomyEvaluationTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_workspace(dir_.path(), false));
    auto opened = Workspace::open(dir_.path());
    ASSERT_TRUE(opened) << opened.error().message;
    workspace_ = std::make_unique<Workspace>(*std::move(opened));
    auto judge = TaxonomyJudge::make(*workspace_, workspace_->config.scheme);
    ASSERT_TRUE(judge) << judge.error().message;
    judge_ = std::make_unique<TaxonomyJudge>(*std::move(judge));
  }

  static Document document(const std::string& title, const std::string& language = "en") {
    Document document;
    document.id = title;
    document.source = "test";
    document.keys = {title};
    document.title = title;
    document.language = language;
    return document;
  }

  test::TempDir dir_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<TaxonomyJudge> judge_;
};

TEST_F(TaxonomyEvaluationTest, CountsRightWrongAndMissed) {
  judge_->add({{document("Transmon qubits for quantum computing"), {"INF.qcomp"}, {}},
               {document("Tokamak plasma"), {"ENE.fusion"}, {}},
               {document("A tokamak for Sunday"), {}, {}},
               {document("Poems of the river"), {"INF.qcomp"}, {}},
               {document("诗集", "zh"), {}, {}},
               {document("Poems of the sea"), {"no.such"}, {}}});
  const TaxonomyJudgement judgement = judge_->result();
  const auto label = [&](const std::string& id) {
    const auto at = std::ranges::find(judgement.labels, id) - judgement.labels.begin();
    return judgement.all.evaluation.labels[static_cast<std::size_t>(at)];
  };
  EXPECT_EQ(judgement.all.evaluation.documents, 6U);
  EXPECT_EQ(label("INF.qcomp").documents, 2U);
  EXPECT_EQ(label("INF.qcomp").right, 1U);
  EXPECT_EQ(label("ENE.fusion").assigned, 2U);
  EXPECT_EQ(label("ENE.fusion").right, 1U);
  EXPECT_EQ(label("(unknown)").documents, 1U);
  EXPECT_EQ(judgement.all.none, 2U);
  EXPECT_EQ(judgement.all.none_labelled, 1U);
  ASSERT_TRUE(judgement.languages.contains("zh"));
  EXPECT_EQ(judgement.languages.at("zh").none, 1U);
  EXPECT_EQ(judgement.languages.at("en").evaluation.documents, 5U);
}

TEST_F(TaxonomyEvaluationTest, AsksOnlyWhatIsKnown) {
  judge_->add({{document("Tokamak plasma"), {}, {"INF.qcomp"}}});
  const TaxonomyJudgement judgement = judge_->result();
  EXPECT_EQ(judgement.all.none, 0U);
  EXPECT_EQ(judgement.all.evaluation.micro.precision, 0);
  for (const auto& label : judgement.all.evaluation.labels) EXPECT_EQ(label.assigned, 0U);
}

TEST_F(TaxonomyEvaluationTest, TakesJudgementsOfTheStore) {
  auto store = store::Store::open(workspace_->store_file(), store::Mode::kWrite);
  ASSERT_TRUE(store);
  const std::vector<store::Incoming> incoming = {{document("Tokamak plasma"), {}, {}, {}},
                                                 {document("Poems"), {}, {}, {}}};
  ASSERT_TRUE(store->write({incoming, {}, {}}, kNow));
  const store::Labeller keep = [](const Document&, std::span<const store::LabelJudgement>) {
    return std::vector<Label>();
  };
  const auto tokamak = store->find("Tokamak plasma");
  ASSERT_TRUE(tokamak && *tokamak);
  ASSERT_TRUE(store->judge(**tokamak, {"ENE.fusion", true, "wang", kNow}, keep));
  ASSERT_TRUE(store->judge(**tokamak, {"INF.qcomp", false, "wang", kNow}, keep));
  const auto judged = judged_documents(*store, *judge_);
  ASSERT_TRUE(judged) << judged.error().message;
  ASSERT_EQ(judged->size(), 1U);
  EXPECT_EQ(judged->front().labels, (std::vector<std::string>{"ENE.fusion"}));
  EXPECT_EQ(judged->front().asked, (std::vector<std::string>{"ENE.fusion", "INF.qcomp"}));
}

TEST_F(TaxonomyEvaluationTest, HidesTheCodesThatSayTheTruth) {
  Document coded = document("A study of plasmas");
  coded.codes = {{CodeScheme::kArxiv, "quant-ph"}, {CodeScheme::kCpc, "G06N10/40"}};
  const auto known = judge_->known_by_codes(coded);
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->document.codes.empty());
  EXPECT_FALSE(known->asked.empty());
  EXPECT_TRUE(std::ranges::includes(known->asked, known->labels));
  EXPECT_FALSE(judge_->known_by_codes(document("No codes")));
}

TEST(LearningCurve, GrowsByParts) {
  ExampleSet set;
  set.labels = {"a", "b"};
  for (int i = 0; i < 1600; ++i) {
    Example example;
    example.text = (i % 2 == 0 ? "apples pears number " : "bolts nuts number ") + std::to_string(i);
    set.examples.push_back(example);
    set.labels_of.push_back({static_cast<std::uint32_t>(i % 2)});
  }
  classify::model::TrainOptions options;
  options.threads = 1;
  const auto curve = learning_curve(set, set, options);
  ASSERT_TRUE(curve) << curve.error().message;
  ASSERT_EQ(curve->size(), 4U);
  EXPECT_EQ(curve->front().examples, 200U);
  EXPECT_EQ(curve->back().examples, 1600U);
  EXPECT_GT(curve->back().micro_f1, 0.99);
}

}  // namespace
}  // namespace horizon::pipeline
