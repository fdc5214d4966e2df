#include "pipeline/retrain.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "pipeline/analyser.h"
#include "pipeline/model_run.h"

namespace horizon::pipeline {
namespace {

using classify::Classifier;
using classify::model::TrainReport;

Classifier classifier_with(const Workspace& workspace,
                           std::shared_ptr<const classify::model::LinearModel> model) {
  classify::Options options = classifier_options(workspace.config);
  options.text_model = [model = std::move(model)] { return model; };
  return Classifier(*workspace.taxonomy, std::move(options));
}

Result<ExampleSet> examples_of(const Workspace& workspace, const store::Store& store,
                               const std::vector<DocumentNumber>& without,
                               const RetrainOptions& options, const JobContext& context) {
  const Classifier by_evidence = classifier_with(workspace, nullptr);
  Bootstrap bootstrap(by_evidence, *workspace.taxonomy, options.bootstrap);
  HORIZON_TRY(add_store(store, without, context, bootstrap));
  if (context.stopped()) return fail(ErrorCode::kUnavailable, "interrupted");
  return bootstrap.finish();
}

// On how many judged labels a classifier errs that does not know the judgements.
std::size_t errors(const Classifier& classifier,
                   const std::vector<store::StoredDocument>& documents) {
  std::size_t wrong = 0;
  for (const store::StoredDocument& stored : documents) {
    const auto labels = classifier.classify(stored.document).labels;
    for (const store::LabelJudgement& judgement : stored.judgements) {
      const auto found = std::ranges::find(labels, judgement.node, &Label::node);
      const bool assigned = found != labels.end() && found->outcome == Outcome::kAssign;
      if (assigned != judgement.bears) ++wrong;
    }
  }
  return wrong;
}

// Trains without the judged documents and compares.
Status compare(const Workspace& workspace, const store::Store& store, const RetrainOptions& options,
               const JobContext& context, const std::filesystem::path& trial, Retrained& result) {
  const auto numbers = store.judged();
  if (!numbers) return fail(numbers.error());
  const auto documents = store.get(*numbers);
  if (!documents) return fail(documents.error());
  for (const store::StoredDocument& stored : *documents) result.judged += stored.judgements.size();
  if (result.judged == 0) return {};
  const auto examples = examples_of(workspace, store, *numbers, options, context);
  if (!examples) return fail(examples.error());
  const auto report = train_model(*examples, options.training, trial);
  if (!report) return fail(report.error());
  auto model = load_model(trial);
  if (!model) return fail(model.error());
  auto in_use = workspace.text_model.load();
  if (!in_use) return fail(in_use.error());
  result.errors_before = errors(classifier_with(workspace, *std::move(in_use)), *documents);
  result.errors_after = errors(classifier_with(workspace, *std::move(model)), *documents);
  return {};
}

}  // namespace

Result<Retrained> retrain(const Workspace& workspace, const store::Store& store,
                          const RetrainOptions& options, const JobContext& context) {
  Retrained result;
  std::filesystem::path trial = text_model_file(workspace.root);
  trial += ".trial";
  const Status compared = compare(workspace, store, options, context, trial, result);
  std::error_code ignored;
  std::filesystem::remove(trial, ignored);
  HORIZON_TRY(compared);
  if (result.errors_after > result.errors_before && !options.force) return result;
  const auto examples = examples_of(workspace, store, {}, options, context);
  if (!examples) return fail(examples.error());
  auto report = train_model(*examples, options.training, text_model_file(workspace.root));
  if (!report) return fail(report.error());
  result.report = *std::move(report);
  result.installed = true;
  return result;
}

}  // namespace horizon::pipeline
