#include "pipeline/model_run.h"

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>
#include <utility>

#include "classify/model/model_file.h"
#include "core/io.h"
#include "core/text.h"

namespace horizon::pipeline {
namespace {

using classify::model::Labeller;
using classify::model::LinearModel;
using classify::model::TrainOptions;
using classify::model::TrainReport;
using classify::model::Verdict;
using Json = nlohmann::ordered_json;

constexpr std::size_t kExamplesPerRound = 4096;

double rounded(double value) { return std::round(value * 1e4) / 1e4; }

std::string report_json(const TrainReport& report, const TrainOptions& options,
                        const std::vector<std::string>& labels) {
  Json json;
  json["documents"] = report.documents;
  json["features"] = report.features;
  json["single_label"] = report.single_label;
  const bool f1 = options.objective == classify::model::Objective::kF1;
  json["objective"] = f1 ? "f1" : "precision";
  if (!f1) json["precision"] = rounded(options.precision);
  json["cost"] = rounded(options.cost);
  json["folds"] = report.folds;
  json["cross_validated"] = {{"micro_f1", rounded(report.micro_f1)},
                             {"macro_f1", rounded(report.macro_f1)}};
  if (report.single_label) json["cross_validated"]["accuracy"] = rounded(report.accuracy);
  for (std::size_t l = 0; l < labels.size(); ++l) {
    const auto& label = report.labels[l];
    json["labels"].push_back({{"id", labels[l]},
                              {"documents", label.documents},
                              {"precision", rounded(label.precision)},
                              {"recall", rounded(label.recall)},
                              {"f1", rounded(label.f1)}});
  }
  return json.dump();
}

// The examples' labels in the numbering of the model, which goes on behind its own labels.
std::vector<std::uint32_t> translate(std::span<const std::string> known,
                                     std::span<const std::string> labels,
                                     std::vector<std::string>& all) {
  all.assign(known.begin(), known.end());
  std::vector<std::uint32_t> numbers;
  for (const std::string& label : labels) {
    const auto at = std::ranges::lower_bound(known, label);
    if (at != known.end() && *at == label) {
      numbers.push_back(static_cast<std::uint32_t>(at - known.begin()));
    } else {
      numbers.push_back(static_cast<std::uint32_t>(all.size()));
      all.push_back(label);
    }
  }
  return numbers;
}

}  // namespace

unsigned threads_or_all(unsigned threads) {
  return threads > 0 ? threads : std::max(std::thread::hardware_concurrency(), 1U);
}

Result<TrainReport> train_model(const ExampleSet& examples, const TrainOptions& options,
                                const std::filesystem::path& model) {
  auto trained = classify::model::train(examples.training_set(), options);
  if (!trained) return fail(trained.error());
  trained->parts.report = report_json(trained->report, options, examples.labels);
  const std::string bytes = classify::model::write_model(trained->parts);
  HORIZON_TRY(write_file_atomically(model, bytes));
  return std::move(trained->report);
}

Result<std::unique_ptr<const LinearModel>> load_model(const std::filesystem::path& file) {
  auto bytes = read_file(file, classify::model::kMaxModelBytes);
  if (!bytes) return fail(bytes.error());
  auto parts = classify::model::read_model(*bytes);
  if (!parts) {
    return fail(ErrorCode::kUsage, fmt::format("{}: {}", file.string(), parts.error().message));
  }
  return std::make_unique<const LinearModel>(std::move(*parts));
}

ModelJudgement evaluate_model(const LinearModel& model, const ExampleSet& examples,
                              unsigned threads) {
  ModelJudgement judgement;
  const auto numbers = translate(model.labels(), examples.labels, judgement.labels);
  judgement.known_labels = model.labels().size();
  classify::model::Evaluator evaluator(judgement.known_labels, judgement.labels.size());
  const std::size_t labels = judgement.known_labels;
  std::vector<Verdict> verdicts(std::min(kExamplesPerRound, examples.examples.size()) * labels);
  tbb::enumerable_thread_specific<Labeller> labellers([&] { return Labeller(model); });
  tbb::task_arena arena(static_cast<int>(threads_or_all(threads)));
  for (std::size_t begin = 0; begin < examples.examples.size(); begin += kExamplesPerRound) {
    const std::size_t count = std::min(kExamplesPerRound, examples.examples.size() - begin);
    arena.execute([&] {
      tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
        const Example& example = examples.examples[begin + i];
        const auto found = labellers.local().label({example.text, example.title_bytes});
        std::ranges::copy(found, verdicts.begin() + static_cast<std::ptrdiff_t>(i * labels));
      });
    });
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::uint32_t> truth;
      for (const std::uint32_t label : examples.labels_of[begin + i]) {
        truth.push_back(numbers[label]);
      }
      std::ranges::sort(truth);
      evaluator.add(std::span(verdicts).subspan(i * labels, labels), truth);
    }
  }
  judgement.evaluation = evaluator.result();
  return judgement;
}

namespace {

// The examples `chosen`, with the labels that they have.
ExampleSet part_of(const ExampleSet& all, std::span<const std::size_t> chosen) {
  ExampleSet part;
  for (const std::size_t i : chosen) {
    for (const std::uint32_t label : all.labels_of[i]) part.labels.push_back(all.labels[label]);
  }
  std::ranges::sort(part.labels);
  const auto rest = std::ranges::unique(part.labels);
  part.labels.erase(rest.begin(), rest.end());
  for (const std::size_t i : chosen) {
    part.examples.push_back(all.examples[i]);
    std::vector<std::uint32_t>& labels = part.labels_of.emplace_back();
    for (const std::uint32_t label : all.labels_of[i]) {
      const auto at = std::ranges::lower_bound(part.labels, all.labels[label]);
      labels.push_back(static_cast<std::uint32_t>(at - part.labels.begin()));
    }
  }
  return part;
}

}  // namespace

Result<std::vector<CurvePoint>> learning_curve(const ExampleSet& examples, const ExampleSet& judged,
                                               const TrainOptions& options) {
  std::vector<std::uint64_t> hashes;
  for (const Example& example : examples.examples) hashes.push_back(stable_hash(example.text));
  std::vector<std::size_t> order(hashes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return hashes[i]; });
  std::vector<CurvePoint> curve;
  for (const std::size_t divisor : {8U, 4U, 2U, 1U}) {
    const std::size_t size = order.size() / divisor;
    const ExampleSet part = part_of(examples, std::span(order).first(size));
    auto trained = classify::model::train(part.training_set(), options);
    if (!trained) {
      return fail(trained.error().code,
                  fmt::format("of {} examples: {}", size, trained.error().message));
    }
    const LinearModel model(std::move(trained->parts));
    const auto result = evaluate_model(model, judged, options.threads).evaluation;
    curve.push_back({size, result.micro.f1, result.macro.f1});
  }
  return curve;
}

}  // namespace horizon::pipeline
