// Learning from what terms and codes label, and from what analysts say.
#include "pipeline/bootstrap.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "classify/model/model_file.h"
#include "core/io.h"
#include "pipeline/analyser.h"
#include "pipeline/lexicon_file.h"
#include "pipeline/retrain.h"
#include "pipeline/text_model.h"
#include "tests/support/temp_dir.h"

namespace horizon::pipeline {
namespace {

const Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

// Documents whose terms the taxonomy knows, among words that it does not.
Document labelled(int i, bool fusion) {
  Document document;
  document.id = fmt::format("{}{}", fusion ? "f" : "q", i);
  document.title = fmt::format("{} studies, part {}", fusion ? "Tokamak" : "Qubit", i);
  document.abstract = fmt::format("{} of run {}. A {}.",
                                  fusion ? "Zorbic flows through quandle wickets"
                                         : "Transmon readout with parametric amplifiers",
                                  i, fusion ? "tokamak" : "qubit");
  return document;
}

std::vector<Document> corpus() {
  std::vector<Document> documents;
  for (int i = 0; i < 40; ++i) {
    documents.push_back(labelled(i, true));
    documents.push_back(labelled(i, false));
    Document none;
    none.title = fmt::format("Poems of the river, volume {}", i);
    none.abstract = fmt::format("A reading of verse {} by lamplight in the old library.", i);
    documents.push_back(none);
  }
  return documents;
}

constexpr BootstrapOptions kSmall{
    .least_documents = 10, .least_of_script = 10, .unlabelled_per_mille = 1000};

class BootstrapTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_workspace(dir_.path(), false));
    auto opened = Workspace::open(dir_.path());
    ASSERT_TRUE(opened) << opened.error().message;
    workspace_ = std::make_unique<Workspace>(*std::move(opened));
    by_evidence_ = std::make_unique<classify::Classifier>(*workspace_->taxonomy,
                                                          classifier_options(workspace_->config));
  }
  Result<ExampleSet> examples(std::vector<Document> documents, BootstrapOptions options) const {
    Bootstrap bootstrap(*by_evidence_, *workspace_->taxonomy, options);
    bootstrap.add(std::move(documents));
    return bootstrap.finish();
  }

  test::TempDir dir_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<classify::Classifier> by_evidence_;
};

TEST_F(BootstrapTest, TermsLabelTheExamples) {
  const auto set = examples(corpus(), kSmall);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->labels, (std::vector<std::string>{"ENE.fusion", "INF.qcomp"}));
  EXPECT_EQ(set->examples.size(), 120U);
  EXPECT_EQ(set->labels_of[0], std::vector<std::uint32_t>{0});
  EXPECT_TRUE(set->labels_of[2].empty());
}

TEST_F(BootstrapTest, AScriptWithTooFewLabelsIsLeftOut) {
  std::vector<Document> documents = corpus();
  for (int i = 0; i < 50; ++i) {
    Document chinese;
    chinese.title = fmt::format("关于河流诗歌的第{}篇研究", i);
    chinese.abstract = "本文讨论古代诗歌中的河流意象及其流变。";
    documents.push_back(chinese);
  }
  const auto set = examples(documents, kSmall);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->examples.size(), 120U);
}

TEST_F(BootstrapTest, TooLittleIsAUsersError) {
  const auto set = examples(corpus(), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::kUsage);
  EXPECT_NE(set.error().message.find("80 in letters"), std::string::npos) << set.error().message;
}

TEST_F(BootstrapTest, ATitleAloneIsNotDoubtedForWhatItLacks) {
  const Analyser with_model(*workspace_);
  Document document;
  document.title = "The surface code threshold of transmon arrays under correlated noise";
  const auto labels = with_model.label(document);
  const auto found = std::ranges::find(labels, "INF.qcomp", &Label::node);
  ASSERT_NE(found, labels.end());
  EXPECT_EQ(found->outcome, Outcome::kAssign) << found->probability;
}

class RetrainTest : public BootstrapTest {
 protected:
  // Stores the corpus, and one document that only its words give away.
  void fill(store::Store& store) {
    std::vector<store::Incoming> incoming;
    std::vector<Document> documents = corpus();
    Document plain;
    plain.id = "plain";
    plain.title = "Zorbic flows through quandle wickets";
    plain.abstract = "Zorbic flows of run 12 through quandle wickets.";
    documents.push_back(plain);
    for (Document& document : documents) {
      document.source = "test";
      if (document.id.empty()) document.id = document.title;
      document.keys = {document.id};
      incoming.push_back({document, {}, by_evidence_->classify(document).labels});
    }
    ASSERT_TRUE(store.write({incoming, {}, {}}, kNow));
  }
  RetrainOptions options() const {
    RetrainOptions options;
    options.bootstrap = kSmall;
    return options;
  }
};

TEST_F(RetrainTest, LearnsTheWordsThatGoWithTheTerms) {
  auto store = store::Store::open(workspace_->store_file(), store::Mode::kWrite);
  ASSERT_TRUE(store);
  fill(*store);
  const FixedClock clock(kNow);
  const auto done = retrain(*workspace_, *store, options(), {clock});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->installed);
  EXPECT_EQ(done->judged, 0U);
  const auto again = Workspace::open(dir_.path());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->text_model.own());
  const Analyser before(*workspace_), after(*again);
  EXPECT_NE(before.fingerprint(), after.fingerprint()) << "labels made by another model are old";
  const auto labels = after.label(labelled(99, true));
  const auto found = std::ranges::find(labels, "ENE.fusion", &Label::node);
  ASSERT_NE(found, labels.end());
  EXPECT_TRUE(std::ranges::any_of(found->evidence, [](const Evidence& evidence) {
    return evidence.term.starts_with("~");
  })) << "the words that the model went by are shown";
}

TEST_F(RetrainTest, AModelThatErrsMoreIsNotInstalled) {
  auto store = store::Store::open(workspace_->store_file(), store::Mode::kWrite);
  ASSERT_TRUE(store);
  fill(*store);
  const auto plain = store->find("plain");
  ASSERT_TRUE(plain && *plain);
  const store::Labeller keep = [](const Document&, std::span<const store::LabelJudgement>) {
    return std::vector<Label>();
  };
  ASSERT_TRUE(store->judge(**plain, {"ENE.fusion", false, "wang", kNow}, keep));
  const FixedClock clock(kNow);
  const auto done = retrain(*workspace_, *store, options(), {clock});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->judged, 1U);
  EXPECT_EQ(done->errors_before, 0U);
  EXPECT_EQ(done->installed, done->errors_after == 0);
  auto forced = options();
  forced.force = true;
  EXPECT_TRUE(retrain(*workspace_, *store, forced, {clock})->installed);
}

TEST_F(RetrainTest, ADamagedModelIsNamedWithTheWayOut) {
  ASSERT_TRUE(write_file_atomically(text_model_file(dir_.path()), "HZMODEL\nrubbish"));
  const auto opened = Workspace::open(dir_.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUsage);
  EXPECT_NE(opened.error().message.find("model.hzm"), std::string::npos) << opened.error().message;
}

TEST_F(RetrainTest, DamageBehindTheHeaderIsToldToWhoeverLabels) {
  std::string bytes = classify::model::seal("rubbish");
  bytes.back() = '?';
  ASSERT_TRUE(write_file_atomically(text_model_file(dir_.path()), bytes));
  const auto opened = Workspace::open(dir_.path());
  ASSERT_TRUE(opened) << opened.error().message;
  const auto model = opened->text_model.load();
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kUsage);
  EXPECT_NE(model.error().message.find("model.hzm"), std::string::npos) << model.error().message;
}

TEST_F(RetrainTest, TheOperatorsLexiconIsReadAndAddedTo) {
  EXPECT_TRUE(workspace_->lexicon.terms.empty());
  const std::uint64_t before = Analyser(*workspace_).fingerprint();
  EXPECT_EQ(add_to_lexicon(dir_.path(), std::vector<std::string>{"孔雀算法", " 孔雀算法 "}), 1U);
  EXPECT_EQ(add_to_lexicon(dir_.path(), std::vector<std::string>{"孔雀算法", "7H网络"}), 1U);
  EXPECT_FALSE(add_to_lexicon(dir_.path(), std::vector<std::string>{"# 注"}));
  EXPECT_FALSE(add_to_lexicon(dir_.path(), std::vector<std::string>{"一\n二"}));
  const auto again = Workspace::open(dir_.path());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->lexicon.terms, (std::vector<std::string>{"孔雀算法", "7H网络"}));
  EXPECT_NE(Analyser(*again).fingerprint(), before);
  ASSERT_TRUE(write_file_atomically(lexicon_file(dir_.path()), "好\n\xFF\n"));
  const auto bad = Workspace::open(dir_.path());
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("lexicon.txt:2:"), std::string::npos) << bad.error().message;
}

}  // namespace
}  // namespace horizon::pipeline
