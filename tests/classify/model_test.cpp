// Features, machines, calibration and the model's file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classify/model/calibration.h"
#include "classify/model/dual_descent.h"
#include "classify/model/evaluate.h"
#include "classify/model/features.h"
#include "classify/model/linear_model.h"
#include "classify/model/model_file.h"
#include "classify/model/one_vs_rest.h"
#include "classify/model/random.h"
#include "classify/model/solve.h"
#include "classify/model/train.h"

namespace horizon::classify::model {
namespace {

std::vector<FeatureHash> features_of(std::string_view text, std::uint32_t title = 0,
                                     FeatureOptions options = {}) {
  std::vector<FeatureHash> hashes;
  extract(nlp::fold(text), {text, title}, options, hashes);
  return hashes;
}

TEST(ModelFeatures, CountByKindOfText) {
  const struct {
    const char* text;
    std::size_t features;
  } cases[] = {
      {"", 0},
      {"!?", 0},
      {"lasers", 1},
      {"solid state lasers", 5},   // three words, two pairs
      {"solid. State lasers", 4},  // no pair over a full stop
      {"solid-state", 3},
      {"量子", 3},        // two characters, one pair
      {"量子计算", 9},    // four, three, two
      {"量子，计算", 9},  // six, the comma, and what stands before and behind it
      {"用GPU计算", 7},   // the word with the characters at either side
      {"\xff\xfe", 0},
      {"😀 😀", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(features_of(c.text).size(), c.features) << c.text;
}

TEST(ModelFeatures, DifferentSpellingsOfOneWordAreOneFeature) {
  EXPECT_EQ(features_of("Quantum Computers"), features_of("quantum computer"));
  EXPECT_EQ(features_of("brain-computer"), features_of("Brain computer"));
  EXPECT_EQ(features_of("電腦"), features_of("电脑"));
}

TEST(ModelFeatures, KindsDoNotMeet) {
  auto all = features_of("a b ab a b 量子 子量 量", 100);
  std::ranges::sort(all);
  EXPECT_NE(features_of("量")[0], features_of("a")[0]);
  EXPECT_EQ(features_of("a b", 3).size(), 5U) << "two words, a pair, two words of the title";
  EXPECT_EQ(features_of("a b", 1).size(), 4U) << "only the first stands in the title";
}

TEST(ModelFeatures, PlacesAreThoseOfTheOriginal) {
  const std::string text = "Über QUBITS";
  std::vector<FeaturePlace> places;
  extract_places(nlp::fold(text), {text, 0}, {}, places);
  ASSERT_EQ(places.size(), 3U);
  EXPECT_EQ(text.substr(places[1].begin, places[1].size), "QUBITS");
  EXPECT_EQ(text.substr(places[2].begin, places[2].size), text);
}

TEST(ModelCalibration, SigmoidFindsTheRate) {
  std::vector<float> scores;
  std::vector<bool> positive;
  std::uint64_t state = 7;
  for (int i = 0; i < 20000; ++i) {
    const float score = static_cast<float>(next_random(state) % 4000) / 1000.0F - 2;
    const double p = 1 / (1 + std::exp(-(3.0 * static_cast<double>(score) - 1)));
    scores.push_back(score);
    positive.push_back(static_cast<double>(next_random(state) % 100000) < p * 100000);
  }
  const Sigmoid found = fit_sigmoid(scores, positive);
  EXPECT_NEAR(found.slope, 3.0F, 0.15F);
  EXPECT_NEAR(found.offset, -1.0F, 0.1F);
}

TEST(ModelCalibration, SigmoidSurvivesWhatIsNoProblem) {
  const struct {
    std::vector<float> scores;
    std::vector<bool> positive;
  } cases[] = {
      {{}, {}},
      {{1}, {true}},
      {{1, 1, 1}, {false, false, false}},
      {{-1, 1}, {false, true}},
      {{1, -1}, {false, true}},
      {{1e6F, -1e6F, 3}, {true, false, true}},
  };
  for (const auto& c : cases) {
    const Sigmoid found = fit_sigmoid(c.scores, c.positive);
    EXPECT_TRUE(std::isfinite(found.slope) && std::isfinite(found.offset)) << c.scores.size();
    EXPECT_GE(found.slope, 0.0F);
  }
}

TEST(ModelCalibration, IsotonicRisesAndKeepsTheRate) {
  const std::vector<float> scores = {1, 2, 3, 4, 5, 6};
  const RisingLine line = fit_isotonic(scores, {false, true, false, true, true, true}, 10);
  EXPECT_TRUE(std::ranges::is_sorted(line.to));
  EXPECT_FLOAT_EQ(line.at(0), 0.0F);
  EXPECT_FLOAT_EQ(line.at(2.5F), 0.5F);
  EXPECT_FLOAT_EQ(line.at(9), 1.0F);
  EXPECT_LE(fit_isotonic(scores, {false, true, false, true, true, true}, 2).from.size(), 2U);
}

TEST(ModelCalibration, CutsForF1AndForPrecision) {
  const std::vector<float> scores = {4, 3, 2, 1};
  const Cut best = cut_for_f1(scores, {true, false, true, false});
  EXPECT_GT(best.threshold, 1.0F);
  EXPECT_LE(best.threshold, 2.0F);
  EXPECT_FLOAT_EQ(best.recall, 1.0F);
  EXPECT_GT(cut_for_f1(scores, {false, false, false, false}).threshold, 4.0F) << "never";
  EXPECT_GT(cut_for_precision(scores, {true, true, true, true}, 0.95F).threshold, 4.0F)
      << "four documents prove no 95 %";
  std::vector<float> many(200);
  std::iota(many.begin(), many.end(), 0.0F);
  std::vector<bool> upper(200);
  for (std::size_t i = 100; i < 200; ++i) upper[i] = true;
  const Cut cut = cut_for_precision(many, upper, 0.9F);
  EXPECT_GT(cut.precision, 0.9F);
  EXPECT_FLOAT_EQ(cut.recall, 1.0F);
}

TEST(ModelCholesky, SolvesAndRefuses) {
  Cholesky factor;
  ASSERT_TRUE(factor.factorise(std::vector<double>{4, 0, 2, 3}, 2));
  std::vector<double> b = {8, 7};
  factor.solve(b);
  EXPECT_NEAR(b[0], 1.25, 1e-12);
  EXPECT_NEAR(b[1], 1.5, 1e-12);
  EXPECT_FALSE(factor.factorise(std::vector<double>{1, 0, 2, 1}, 2)) << "not positive definite";
}

// Texts of made-up classes: each class has words of its own among common ones.
struct Corpus {
  std::vector<std::string> texts;
  TrainingSet set;
};

Corpus make_corpus(std::size_t classes, std::size_t documents, bool two_labels) {
  Corpus corpus;
  std::uint64_t state = 3;
  for (std::size_t c = 0; c < classes; ++c) {
    corpus.set.labels.push_back("class" + std::string(1, static_cast<char>('a' + c)));
  }
  for (std::size_t i = 0; i < documents; ++i) {
    const auto own = static_cast<std::uint32_t>(next_random(state) % classes);
    const auto other = static_cast<std::uint32_t>(next_random(state) % classes);
    const bool both = two_labels && i % 3 == 0 && other != own;
    std::string text = "the paper of";
    for (int w = 0; w < 12; ++w) {
      const std::uint64_t dice = next_random(state);
      const std::uint32_t from = both && dice % 2 == 0 ? other : own;
      text += dice % 3 == 0 ? " word" + std::to_string(dice % 97)
                            : " own" + std::to_string(from) + "x" + std::to_string(dice % 13);
    }
    corpus.texts.push_back(text);
    std::vector<std::uint32_t> labels = {own};
    if (both) labels.push_back(other);
    std::ranges::sort(labels);
    corpus.set.labels_of.push_back(labels);
  }
  for (const std::string& text : corpus.texts) corpus.set.texts.push_back({text, 0});
  return corpus;
}

TEST(ModelTrain, LearnsAndGivesBackWhatItLearnt) {
  for (const bool two_labels : {false, true}) {
    const Corpus corpus = make_corpus(5, 600, two_labels);
    const auto trained = train(corpus.set, {});
    ASSERT_TRUE(trained) << trained.error().message;
    EXPECT_EQ(trained->report.single_label, !two_labels);
    EXPECT_GT(trained->report.micro_f1, 0.9);
    const LinearModel model(trained->parts);
    Labeller labeller(model);
    const auto verdicts = labeller.label({"own2x1 own2x2 own2x3 own2x5", 0});
    for (std::size_t l = 0; l < verdicts.size(); ++l) {
      EXPECT_EQ(verdicts[l].assigned, l == 2) << l;
      EXPECT_GE(verdicts[l].probability, 0.0F);
      EXPECT_LE(verdicts[l].probability, 1.0F);
    }
    const auto witnesses = labeller.explain({"the own2x1 paper", 0}, 2, 3);
    ASSERT_FALSE(witnesses.empty());
    EXPECT_EQ(witnesses[0].begin, 4U);
  }
}

TEST(ModelTrain, TheNumberOfThreadsChangesNothing) {
  const Corpus corpus = make_corpus(20, 900, true);
  TrainOptions options;
  const auto one = train(corpus.set, options);
  options.threads = 4;
  const auto four = train(corpus.set, options);
  ASSERT_TRUE(one && four);
  EXPECT_EQ(write_model(one->parts), write_model(four->parts));
}

TEST(ModelTrain, RefusesWhatTeachesNothing) {
  Corpus corpus = make_corpus(2, 20, false);
  for (auto& labels : corpus.set.labels_of) labels = {0};
  EXPECT_EQ(train(corpus.set, {}).error().code, ErrorCode::kUsage);
  corpus.set.labels.resize(1);
  EXPECT_EQ(train(corpus.set, {}).error().code, ErrorCode::kUsage);
}

TEST(ModelTrain, TakesWhatIsOdd) {
  Corpus corpus;
  corpus.texts = {"", "!!", "a", "a a a a a", std::string(200000, 'x'), "量", "b", "b c", "\xff"};
  corpus.set.labels = {"one", "two"};
  for (std::size_t i = 0; i < corpus.texts.size(); ++i) {
    corpus.set.texts.push_back({corpus.texts[i], 0});
    corpus.set.labels_of.push_back(i % 3 == 0 ? std::vector<std::uint32_t>{}
                                              : std::vector<std::uint32_t>{i % 2 == 0 ? 0U : 1U});
  }
  const auto trained = train(corpus.set, {});
  ASSERT_TRUE(trained) << trained.error().message;
  EXPECT_TRUE(check(trained->parts));
}

TEST(ModelDescent, ForgettingIsAsIfNeverSeen) {
  const Corpus corpus = make_corpus(3, 300, false);
  std::vector<Bags> bags(1);
  for (const auto& text : corpus.texts) {
    auto hashes = features_of(text);
    add_document(hashes, bags[0]);
  }
  const Vocabulary vocabulary = make_vocabulary(bags, {}, 1);
  const SparseMatrix matrix = make_matrix(bags, vocabulary, 1);
  std::vector<LabelBits> bits;
  for (const auto& labels : corpus.set.labels_of) {
    bits.push_back(static_cast<LabelBits>(1U << labels[0]));
  }
  std::vector<std::uint32_t> all(300), kept, held;
  std::iota(all.begin(), all.end(), 0U);
  for (const std::uint32_t i : all) (i % 4 == 0 ? held : kept).push_back(i);
  DescentOptions options;
  options.max_passes = 200;
  options.tolerance = 1e-4F;
  BlockDescent with(matrix, bits, options), without(matrix, bits, options);
  with.train(all);
  with.forget(held);
  with.train(kept);
  without.train(kept);
  for (const std::uint32_t row : held) {
    std::array<float, kBlock> a{}, b{};
    with.score(row, a);
    without.score(row, b);
    for (std::size_t l = 0; l < 3; ++l) EXPECT_NEAR(a[l], b[l], 5e-3F) << row;
  }
}

TEST(ModelFile, ReadsBackWhatItWrote) {
  const auto trained = train(make_corpus(4, 300, true).set, {});
  ASSERT_TRUE(trained);
  const std::string bytes = write_model(trained->parts);
  const auto again = read_model(bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(write_model(*again), bytes);
}

TEST(ModelFile, DamageIsOneClearError) {
  const auto trained = train(make_corpus(3, 120, false).set, {});
  ASSERT_TRUE(trained);
  const std::string bytes = write_model(trained->parts);
  std::vector<std::string> damaged = {"", "x", "HZMODEL\n", std::string(100, '\0'), bytes + "x"};
  for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 97) {
    damaged.push_back(bytes.substr(0, cut));
    std::string flipped = bytes;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0x10);
    damaged.push_back(flipped);
  }
  for (const std::string& input : damaged) {
    const auto read = read_model(input);
    ASSERT_FALSE(read) << input.size();
    EXPECT_EQ(read.error().message.find('\n'), std::string::npos);
  }
}

TEST(ModelFile, ForgedPartsAreRefusedOrHarmless) {
  const auto trained = train(make_corpus(3, 120, false).set, {});
  ASSERT_TRUE(trained);
  const std::string bytes = write_model(trained->parts);
  std::uint64_t state = 5;
  for (int i = 0; i < 3000; ++i) {
    std::string payload = bytes.substr(28);
    for (int k = 0; k < 3; ++k) {
      payload[next_random(state) % payload.size()] = static_cast<char>(next_random(state));
    }
    const auto read = read_model(seal(payload));
    if (!read) continue;
    const LinearModel model(*read);
    Labeller labeller(model);
    for (const Verdict& verdict : labeller.label({"own1x1 paper", 0})) {
      EXPECT_GE(verdict.probability, 0.0F);
      EXPECT_LE(verdict.probability, 1.0F);
    }
  }
}

TEST(ModelEvaluate, CountsByHand) {
  Evaluator evaluator(2, 3);
  const std::vector<Verdict> first = {{0.9F, true}, {0.2F, false}};
  const std::vector<Verdict> second = {{0.8F, true}, {0.1F, false}};
  evaluator.add(first, std::vector<std::uint32_t>{0});
  evaluator.add(second, std::vector<std::uint32_t>{1, 2});
  const Evaluation result = evaluator.result();
  EXPECT_DOUBLE_EQ(result.micro.precision, 0.5);
  EXPECT_DOUBLE_EQ(result.micro.recall, 1.0 / 3);
  EXPECT_NEAR(result.macro.f1, (2.0 / 3) / 3, 1e-12);
  EXPECT_DOUBLE_EQ(result.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(result.precision_at_1, 0.5);
  EXPECT_FALSE(result.single_label);
  ASSERT_EQ(result.confusions.size(), 2U);
  EXPECT_EQ(result.confusions[0].missed, 1U);
  EXPECT_EQ(result.confusions[0].assigned, 0U);
  EXPECT_NEAR(result.coverage_at_90, 1.0 / 3, 1e-12);
}

TEST(ModelHostile, LongAndRepeatedTextsTakeLinearTime) {
  const auto trained = train(make_corpus(3, 120, false).set, {});
  ASSERT_TRUE(trained);
  const LinearModel model(trained->parts);
  Labeller labeller(model);
  std::string repeats;
  for (int i = 0; i < 100000; ++i) repeats += "own1x1 ";
  std::string different;
  for (int i = 0; i < 500000; ++i)
    different += "own" + std::to_string(i % 3) + "x" + std::to_string(i % 13) + " w" +
                 std::to_string(i) + " ";
  for (const std::string& text : {repeats, different, std::string(10 << 20, 'a'),
                                  std::string(1 << 20, '\0'), std::string("\xed\xa0\x80")}) {
    EXPECT_EQ(labeller.label({text, 0}).size(), 3U) << text.size();
    EXPECT_LE(labeller.explain({text, 0}, 1, 5).size(), 5U);
  }
}

}  // namespace
}  // namespace horizon::classify::model
