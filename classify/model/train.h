// Learns a linear model from labelled texts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "classify/model/linear_model.h"
#include "core/error.h"

namespace horizon::classify::model {

// What thresholds are chosen for.
enum class Objective : std::uint8_t {
  kF1,         // the best F1 of each label
  kPrecision,  // as much as can be had at a stated precision
};

struct TrainOptions {
  Objective objective = Objective::kF1;
  float precision = 0.9F;          // of kPrecision, in (0, 1)
  std::size_t max_megabytes = 20;  // of the model file; rarer features are left out
  float cost = 0.5F;               // C of the support vector machines
  unsigned threads = 1;
  FeatureOptions features;
};

// Labels are indices into `labels`, sorted within a document; a document may have none.
struct TrainingSet {
  std::vector<std::string> labels;  // sorted ids
  std::vector<ModelText> texts;     // views into the caller's memory
  std::vector<std::vector<std::uint32_t>> labels_of;
};

// What one label reached on documents that the model which scored them had not seen.
struct LabelReport {
  std::uint32_t documents = 0;
  float precision = 0, recall = 0, f1 = 0;
};
struct TrainReport {
  std::size_t documents = 0;
  std::size_t features = 0;
  std::uint32_t folds = 0;
  bool single_label = false;
  double micro_f1 = 0, macro_f1 = 0;
  double accuracy = 0;  // where every document has one label
  std::vector<LabelReport> labels;
};

struct Trained {
  ModelParts parts;  // its report is empty
  TrainReport report;
};

// tf-idf of words and word pairs, Han characters and their n-grams → one-vs-rest support vector
// machines → second stage fitted on cross-validated scores → isotonic calibration and thresholds on
// the same. The same set and options give the same model, with any number of threads. kUsage for
// fewer than two labels, or a set in which all documents have the same ones.
Result<Trained> train(const TrainingSet& set, const TrainOptions& options);

}  // namespace horizon::classify::model
