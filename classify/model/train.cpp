#include "classify/model/train.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "classify/model/one_vs_rest.h"
#include "classify/model/sparse.h"
#include "nlp/fold.h"

namespace horizon::classify::model {
namespace {

constexpr std::size_t kTextsPerTask = 500;
constexpr std::uint64_t kSeed = 20261122;
constexpr float kPenalty = 20.0F;  // of the second stage; chosen on development data
constexpr std::size_t kIsotonicPositives = 200;
constexpr std::size_t kIsotonicPoints = 48;

// From so many on, what helps small sets brings nothing and costs much.
constexpr std::size_t kManyDocuments = 20000;

// Few documents need more of them in each training part, and cost little.
std::uint32_t folds_for(std::size_t documents) { return documents < kManyDocuments ? 8 : 3; }

Status check(const TrainingSet& set) {
  const std::size_t labels = set.labels.size();
  if (labels < kMinLabels) {
    return fail(ErrorCode::kUsage,
                "the examples name only one label; a classification needs at least two");
  }
  if (labels > kMaxLabels) {
    return fail(ErrorCode::kUsage, fmt::format("the examples name {} labels; at most {} can be "
                                               "learnt",
                                               labels, kMaxLabels));
  }
  const bool all_the_same = std::ranges::all_of(
      set.labels_of, [&](const auto& labels_of) { return labels_of == set.labels_of.front(); });
  if (all_the_same) {
    return fail(ErrorCode::kUsage,
                "all examples have the same labels; there is nothing to tell "
                "apart");
  }
  return {};
}

std::vector<Bags> count_features(const TrainingSet& set, const TrainOptions& options) {
  std::vector<Bags> bags((set.texts.size() + kTextsPerTask - 1) / kTextsPerTask);
  const auto count = [&](std::size_t b) {
    std::vector<FeatureHash> hashes;
    const std::size_t end = std::min(set.texts.size(), (b + 1) * kTextsPerTask);
    for (std::size_t i = b * kTextsPerTask; i < end; ++i) {
      hashes.clear();
      extract(nlp::fold(set.texts[i].text), set.texts[i], options.features, hashes);
      add_document(hashes, bags[b]);
    }
  };
  tbb::task_arena arena(static_cast<int>(options.threads));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, bags.size(), count); });
  return bags;
}

// Bytes that a feature takes in the file.
std::size_t bytes_per_feature(std::size_t labels) {
  return sizeof(FeatureHash) + 2 * sizeof(float) + labels;
}

VocabularyOptions vocabulary_options(const TrainingSet& set, const TrainOptions& options) {
  VocabularyOptions chosen;
  // What occurs once in a few thousand documents still tells them apart.
  chosen.min_documents = set.texts.size() < 2000 ? 1 : 2;
  const std::size_t budget = options.max_megabytes * 1'000'000;
  chosen.max_features = std::clamp<std::size_t>(
      budget * 19 / 20 / bytes_per_feature(set.labels.size()), 1000, kMaxFeatures);
  return chosen;
}

void quantise(const Vocabulary& vocabulary, const OneVsRest& machines, std::size_t documents,
              ModelParts& parts) {
  const std::size_t labels = parts.labels.size();
  parts.rows.reserve(vocabulary.size());
  parts.weights.reserve(vocabulary.size() * labels);
  for (std::size_t f = 0; f < vocabulary.size(); ++f) {
    const std::span<const float> row(machines.weights.data() + f * labels, labels);
    float largest = 0;
    for (const float weight : row) largest = std::max(largest, std::abs(weight));
    const float scale = largest / 127;
    parts.rows.push_back({vocabulary.hash[f],
                          inverse_document_frequency(documents, vocabulary.documents[f]), scale});
    for (const float weight : row) {
      parts.weights.push_back(
          static_cast<std::int8_t>(scale > 0 ? std::lround(weight / scale) : 0));
    }
  }
}

struct LabelView {
  std::vector<float> logits;
  std::vector<bool> positive;
};

LabelView view_of(const ScoreTable& logits, const TrainingSet& set, std::size_t label) {
  LabelView view;
  for (std::size_t i = 0; i < logits.rows(); ++i) {
    view.logits.push_back(logits.row(i)[label]);
    view.positive.push_back(std::ranges::binary_search(set.labels_of[i], label));
  }
  return view;
}

void decide(const ScoreTable& logits, const TrainingSet& set, const TrainOptions& options,
            ModelParts& parts) {
  for (std::size_t label = 0; label < set.labels.size(); ++label) {
    const LabelView view = view_of(logits, set, label);
    const Cut cut = options.objective == Objective::kF1
                        ? cut_for_f1(view.logits, view.positive)
                        : cut_for_precision(view.logits, view.positive, options.precision);
    parts.threshold.push_back(cut.threshold);
    const auto positives = static_cast<std::size_t>(std::ranges::count(view.positive, true));
    parts.probability.push_back(positives >= kIsotonicPositives && !parts.single_label
                                    ? fit_isotonic(view.logits, view.positive, kIsotonicPoints)
                                    : RisingLine{});
  }
}

double f1_of(double hits, double wrong, double missed) {
  return hits == 0 ? 0 : 2 * hits / (2 * hits + wrong + missed);
}

TrainReport judge(const ScoreTable& logits, const TrainingSet& set, const ModelParts& parts) {
  const std::size_t labels = set.labels.size();
  std::vector<double> hits(labels), wrong(labels), missed(labels);
  double right = 0;
  for (std::size_t i = 0; i < logits.rows(); ++i) {
    const auto row = logits.row(i);
    const auto best = static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
    right += std::ranges::binary_search(set.labels_of[i], best) ? 1 : 0;
    for (std::size_t l = 0; l < labels; ++l) {
      const bool assigned = parts.single_label ? l == best : row[l] >= parts.threshold[l];
      const bool true_label = std::ranges::binary_search(set.labels_of[i], l);
      hits[l] += assigned && true_label ? 1 : 0;
      wrong[l] += assigned && !true_label ? 1 : 0;
      missed[l] += !assigned && true_label ? 1 : 0;
    }
  }
  TrainReport report;
  report.documents = logits.rows();
  report.single_label = parts.single_label;
  report.accuracy = right / static_cast<double>(logits.rows());
  double all_hits = 0, all_wrong = 0, all_missed = 0;
  for (std::size_t l = 0; l < labels; ++l) {
    const double f1 = f1_of(hits[l], wrong[l], missed[l]);
    report.macro_f1 += f1 / static_cast<double>(labels);
    report.labels.push_back({static_cast<std::uint32_t>(hits[l] + missed[l]),
                             static_cast<float>(hits[l] > 0 ? hits[l] / (hits[l] + wrong[l]) : 0),
                             static_cast<float>(hits[l] > 0 ? hits[l] / (hits[l] + missed[l]) : 0),
                             static_cast<float>(f1)});
    all_hits += hits[l], all_wrong += wrong[l], all_missed += missed[l];
  }
  report.micro_f1 = f1_of(all_hits, all_wrong, all_missed);
  return report;
}

}  // namespace

Result<Trained> train(const TrainingSet& set, const TrainOptions& options) {
  HORIZON_TRY(check(set));
  Trained trained;
  ModelParts& parts = trained.parts;
  parts.features = options.features;
  parts.labels = set.labels;
  parts.single_label =
      std::ranges::all_of(set.labels_of, [](const auto& labels) { return labels.size() == 1; });
  std::vector<Bags> bags = count_features(set, options);
  const Vocabulary vocabulary =
      make_vocabulary(bags, vocabulary_options(set, options), options.threads);
  const SparseMatrix matrix = make_matrix(bags, vocabulary, options.threads);
  bags = {};
  DescentOptions descent;
  descent.cost = options.cost;
  descent.seed = kSeed;
  const std::uint32_t folds = folds_for(set.texts.size());
  const std::vector<std::uint8_t> fold_of = make_folds(set.labels_of, folds, kSeed);
  OneVsRest machines = train_one_vs_rest(matrix, set.labels_of, set.labels.size(), fold_of, folds,
                                         descent, options.threads);
  if (set.texts.size() < kManyDocuments) {
    blend_naive_bayes(matrix, set.labels_of, fold_of, folds, options.threads, machines);
  }
  quantise(vocabulary, machines, set.texts.size(), parts);
  parts.bias = machines.bias;
  SecondStageFit second =
      fit_second_stage(machines.unseen, set.labels_of, kPenalty, options.threads);
  parts.stage = std::move(second.stage);
  decide(second.logits, set, options, parts);
  trained.report = judge(second.logits, set, parts);
  trained.report.features = vocabulary.size();
  trained.report.folds = folds;
  return trained;
}

}  // namespace horizon::classify::model
