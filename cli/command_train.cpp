// train: a classification of the user's own, and the taxonomy's text model.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/job.h"
#include "cli/lines.h"
#include "pipeline/analyser.h"
#include "pipeline/bootstrap.h"
#include "pipeline/model_run.h"
#include "pipeline/retrain.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

using classify::model::Objective;

struct TrainCommand {
  std::vector<std::string> examples;
  std::vector<std::string> documents;
  std::size_t least = pipeline::BootstrapOptions().least_documents;
  bool force = false;
  std::string model;
  std::string objective = "f1";
  float precision = 0.9F;
  float cost = classify::model::TrainOptions().cost;
  std::size_t megabytes = classify::model::TrainOptions().max_megabytes;
  unsigned threads = 0;
};

classify::model::TrainOptions training_options(const TrainCommand& command) {
  classify::model::TrainOptions options;
  options.objective = command.objective == "f1" ? Objective::kF1 : Objective::kPrecision;
  options.precision = command.precision;
  options.cost = command.cost;
  options.max_megabytes = command.megabytes;
  options.threads = pipeline::threads_or_all(command.threads);
  return options;
}

void print_report(const std::string& model, const classify::model::TrainReport& report) {
  fmt::print("{}: {} documents, {} labels{}, {} features\n", model, report.documents,
             report.labels.size(), report.single_label ? ", one a document" : "", report.features);
  fmt::print("{}-fold cross-validation: micro F1 {:.3f}, macro F1 {:.3f}\n", report.folds,
             report.micro_f1, report.macro_f1);
}

Result<int> train_on(const TrainCommand& command, const pipeline::ExampleSet& examples) {
  const auto report = pipeline::train_model(examples, training_options(command), command.model);
  if (!report) return fail(report.error());
  if (examples.repeated > 0) {
    fmt::print("{} examples that repeat an earlier one were left out\n", examples.repeated);
  }
  print_report(command.model, *report);
  return examples.bad_line_count > 0 ? kDoneWithFailures : kDone;
}

// By the taxonomy's terms and codes.
Result<int> train_on_documents(const App& app, const TrainCommand& command) {
  const auto workspace = workspace_or_default(app.common);
  if (!workspace) return fail(workspace.error());
  const taxonomy::Taxonomy& tree = *workspace->taxonomy;
  const classify::Classifier by_evidence(tree, pipeline::classifier_options(workspace->config));
  pipeline::BootstrapOptions options;
  options.least_documents = command.least;
  pipeline::Bootstrap bootstrap(by_evidence, tree, options);
  ProgressLine progress;
  const pipeline::JobContext context{app.clock, [&](const pipeline::Progress& at) { progress(at); },
                                     &stop_flag()};
  const std::vector<std::filesystem::path> files(command.documents.begin(),
                                                 command.documents.end());
  HORIZON_TRY(pipeline::add_files(files, context, bootstrap));
  const auto examples = bootstrap.finish();
  if (!examples) return fail(examples.error());
  return train_on(command, *examples);
}

Result<int> train_on_store(const App& app, const TrainCommand& command) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  pipeline::RetrainOptions options;
  options.training = training_options(command);
  options.bootstrap.least_documents = command.least;
  options.force = command.force;
  ProgressLine progress;
  const pipeline::JobContext context{app.clock, [&](const pipeline::Progress& at) { progress(at); },
                                     &stop_flag()};
  const auto done = pipeline::retrain(*workspace, *store, options, context);
  if (!done) return fail(done.error());
  const Style style = app.common.style();
  if (done->judged == 0) {
    fmt::print("{}\n",
               style.pick("Nobody has judged a label yet: not compared with the model in use.",
                          "尚无人工判定，未与现用模型比较。"));
  } else {
    fmt::print(
        "{}\n",
        fmt::format(fmt::runtime(style.pick(
                        "Of {} judged labels, the model in use gets {} wrong, the new one {}.",
                        "{} 个人工判定中，现用模型错 {} 个，新模型错 {} 个。")),
                    done->judged, done->errors_before, done->errors_after));
  }
  if (!done->installed) {
    fmt::print(stderr, "{}\n",
               style.pick("The new model is worse and was not installed; --force installs it.",
                          "新模型更差，未启用；--force 可强制启用。"));
    return kDoneWithFailures;
  }
  print_report(pipeline::text_model_file(workspace->root).string(), done->report);
  fmt::print("{}\n",
             style.pick("'horizon reindex' labels everything by it; the next scan does, too.",
                        "运行 'horizon reindex' 即按新模型重新打标签；下次抓取时也会自动进行。"));
  return kDone;
}

Result<int> run_train(const App& app, const TrainCommand& command) {
  if (!command.examples.empty() && !command.documents.empty())
    return fail(ErrorCode::kUsage, "--examples and --documents exclude each other");
  const bool named = !command.model.empty();
  if (command.examples.empty() && command.documents.empty()) {
    if (!named) return train_on_store(app, command);
    return fail(ErrorCode::kUsage,
                "--model wants --examples or --documents to learn from; without any of them, train "
                "learns from the workspace");
  }
  if (!named) return fail(ErrorCode::kUsage, "say with --model where to write what was learnt");
  if (!command.documents.empty()) return train_on_documents(app, command);
  const auto examples = read_and_report(command.examples, pipeline::Repeats::kLeaveOut);
  if (!examples) return fail(examples.error());
  return train_on(command, *examples);
}

}  // namespace

void add_train(App& app) {
  auto options = std::make_shared<TrainCommand>();
  CLI::App* command =
      app.cli.add_subcommand("train",
                             "learn a classification of your own from examples, or the "
                             "taxonomy's from documents");
  add_examples_option(*command, options->examples);
  command
      ->add_option("--documents", options->documents,
                   "files of documents without labels: the taxonomy's terms and codes label them")
      ->type_name("FILE");
  command->add_option("--model", options->model, "where to write what was learnt")
      ->type_name("FILE");
  command
      ->add_option("--least", options->least,
                   "of the taxonomy: only subfields with so many documents (default 100)")
      ->check(CLI::Range(1, 1'000'000));
  command->add_flag("--force", options->force,
                    "install the workspace's model though it is worse than the one in use");
  command
      ->add_option("--objective", options->objective,
                   "f1: as much right and as little wrong as possible (default); precision: as "
                   "much as --precision allows")
      ->check(CLI::IsMember({"f1", "precision"}));
  command->add_option("--precision", options->precision, "share of right ones (default 0.9)")
      ->check(CLI::Range(0.01F, 0.999F));
  command->add_option("--cost", options->cost, "weight of errors against simplicity (default 0.5)")
      ->check(CLI::Range(0.001F, 1000.0F));
  command->add_option("--size", options->megabytes, "largest model file in MB (default 20)")
      ->type_name("MB")
      ->check(CLI::Range(1, 1000));
  add_threads_option(*command, options->threads);
  command->footer(
      "\nExamples:\n  horizon train --examples mine.jsonl --model mine.hzm\n"
      "  horizon evaluate --examples others.jsonl --model mine.hzm\n"
      "  horizon train            in a workspace: from its documents and judgements");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_train(app, *options); }; });
}

}  // namespace horizon::cli
