// Learning, judging and using a classification of the user's own. No workspace needed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/model/evaluate.h"
#include "classify/model/linear_model.h"
#include "classify/model/train.h"
#include "core/error.h"
#include "pipeline/examples.h"

namespace horizon::pipeline {

// All processors, where `threads` is 0.
unsigned threads_or_all(unsigned threads);

// Trains, and writes the model with its report (JSON) beside its weights, atomically.
Result<classify::model::TrainReport> train_model(const ExampleSet& examples,
                                                 const classify::model::TrainOptions& options,
                                                 const std::filesystem::path& model);

// The model of a file. Errors name the file.
Result<std::unique_ptr<const classify::model::LinearModel>> load_model(
    const std::filesystem::path& file);

struct ModelJudgement {
  classify::model::Evaluation evaluation;
  std::vector<std::string> labels;  // the model's, then those that it does not know
  std::size_t known_labels = 0;
};

// Judges a model on examples. Labels that the model does not know are counted as missed.
ModelJudgement evaluate_model(const classify::model::LinearModel& model, const ExampleSet& examples,
                              unsigned threads);

// How right is a model that learnt from a part of the examples?
struct CurvePoint {
  std::size_t examples = 0;
  double micro_f1 = 0, macro_f1 = 0;
};

// Trains on an eighth, a quarter, half and all of `examples`, chosen by their texts, each part
// within the next, and judges on `judged`. Errors as of train_model(), with the part's size.
Result<std::vector<CurvePoint>> learning_curve(const ExampleSet& examples, const ExampleSet& judged,
                                               const classify::model::TrainOptions& options);

// What became of a stream of lines.
struct LineTally {
  std::uint64_t documents = 0;
  std::uint64_t bad = 0;
};

struct ClassifyLines {
  bool all = false;      // every label with its probability, not the assigned ones alone
  unsigned threads = 0;  // 0: all processors
};

// Reads JSON Lines and hands {"id", "labels": [{"id", "p"}]} lines to `write`, in the order of the
// input, surest label first; a line that is no document gives {"id": null, "labels": []} and a call
// of `report`. Both are called by one thread at a time. Memory does not grow with the input.
Result<LineTally> classify_lines(const classify::model::LinearModel& model,
                                 std::span<const std::filesystem::path> files,
                                 const ClassifyLines& options,
                                 const std::function<void(std::string_view)>& write,
                                 const std::function<void(const LineProblem&)>& report);

}  // namespace horizon::pipeline
