// train and evaluate: a classification of the user's own, and the taxonomy's text model.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

struct EvaluateCommand {
  std::vector<std::string> examples;
  std::string model;
  unsigned threads = 0;
};

Result<pipeline::ExampleSet> read_and_report(const std::vector<std::string>& names,
                                             pipeline::Repeats repeats) {
  const std::vector<std::filesystem::path> files(names.begin(), names.end());
  auto examples = pipeline::read_examples(files, repeats);
  if (examples) print_problems(*examples);
  return examples;
}

double shown(double value) { return std::round(value * 1e4) / 1e4; }

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

Json figures_json(const classify::model::Figures& figures) {
  return {{"precision", shown(figures.precision)},
          {"recall", shown(figures.recall)},
          {"f1", shown(figures.f1)}};
}

Json summary_json(const classify::model::Evaluation& evaluation) {
  Json json = {{"documents", evaluation.documents},
               {"single_label", evaluation.single_label},
               {"micro", figures_json(evaluation.micro)},
               {"macro", figures_json(evaluation.macro)},
               {"accuracy", shown(evaluation.accuracy)},
               {"precision_at_1", shown(evaluation.precision_at_1)},
               {"precision_at_3", shown(evaluation.precision_at_3)},
               {"precision_at_5", shown(evaluation.precision_at_5)},
               {"coverage_at_90_precision", shown(evaluation.coverage_at_90)},
               {"calibration_error", shown(evaluation.calibration_error)},
               {"calibration_error_p_over_0.1", shown(evaluation.calibration_error_likely)}};
  return json;
}

std::vector<Json> label_rows(const pipeline::ModelJudgement& judgement) {
  std::vector<Json> rows;
  for (std::size_t l = 0; l < judgement.labels.size(); ++l) {
    const auto& label = judgement.evaluation.labels[l];
    Json row = {{"label", judgement.labels[l]},
                {"documents", label.documents},
                {"assigned", label.assigned},
                {"right", label.right}};
    row.update(figures_json(label.figures()));
    row["known"] = l < judgement.known_labels;
    rows.push_back(std::move(row));
  }
  return rows;
}

Json confusions_json(const pipeline::ModelJudgement& judgement) {
  Json json = Json::array();
  for (const auto& pair : judgement.evaluation.confusions) {
    json.push_back({{"missed", judgement.labels[pair.missed]},
                    {"assigned", judgement.labels[pair.assigned]},
                    {"documents", pair.documents}});
  }
  return json;
}

void print_judgement(const App& app, const pipeline::ModelJudgement& judgement) {
  const auto& e = judgement.evaluation;
  fmt::print("{} documents, {} labels\n", e.documents, judgement.labels.size());
  fmt::print("micro     precision {:.3f}  recall {:.3f}  F1 {:.3f}\n", e.micro.precision,
             e.micro.recall, e.micro.f1);
  fmt::print("macro     precision {:.3f}  recall {:.3f}  F1 {:.3f}\n", e.macro.precision,
             e.macro.recall, e.macro.f1);
  fmt::print("accuracy  {:.3f} of documents with exactly the right labels\n", e.accuracy);
  fmt::print("P@1 {:.3f}  P@3 {:.3f}  P@5 {:.3f}\n", e.precision_at_1, e.precision_at_3,
             e.precision_at_5);
  fmt::print("coverage  {:.3f} of the true labels at 90 % precision\n", e.coverage_at_90);
  fmt::print("calibration error {:.4f}, where p >= 0.1 {:.4f}\n\n", e.calibration_error,
             e.calibration_error_likely);
  const Column columns[] = {
      {"label", "label", "标签", false, 40},  {"documents", "documents", "文档", true},
      {"assigned", "assigned", "判为", true}, {"precision", "precision", "精确率", true},
      {"recall", "recall", "召回率", true},   {"f1", "F1", "F1", true}};
  print_table(app.common.style(), columns, label_rows(judgement));
  const Json confusions = confusions_json(judgement);
  if (confusions.empty()) return;
  fmt::print("\n{}\n", app.common.style().pick("Most often confused:", "最常混淆："));
  const std::size_t count = std::min<std::size_t>(confusions.size(), 10);
  for (std::size_t i = 0; i < count; ++i) {
    fmt::print("{:>6}  {} -> {}\n", confusions[i]["documents"].get<std::uint64_t>(),
               confusions[i]["missed"].get<std::string>(),
               confusions[i]["assigned"].get<std::string>());
  }
}

std::vector<std::string> notes_of(const pipeline::ModelJudgement& judgement) {
  std::vector<std::string> notes;
  for (std::size_t l = judgement.known_labels; l < judgement.labels.size(); ++l) {
    notes.push_back(
        fmt::format("The model does not know the label '{}': {} documents counted as "
                    "missed.",
                    judgement.labels[l], judgement.evaluation.labels[l].documents));
  }
  return notes;
}

Result<int> run_evaluate(const App& app, const EvaluateCommand& command) {
  const auto model = pipeline::load_model(command.model);
  if (!model) return fail(model.error());
  const auto examples = read_and_report(command.examples, pipeline::Repeats::kKeep);
  if (!examples) return fail(examples.error());
  const auto judgement = pipeline::evaluate_model(**model, *examples, command.threads);
  const std::vector<std::string> notes = notes_of(judgement);
  const Format format = app.common.output_format();
  if (format == Format::kJson) {
    Json json = summary_json(judgement.evaluation);
    json["rows"] = label_rows(judgement);
    json["confusions"] = confusions_json(judgement);
    json["notes"] = notes;
    fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
  } else if (format == Format::kTable) {
    print_judgement(app, judgement);
    print_notes(stdout, app.common.style(), notes);
  } else {
    print_rows(format, app.common.style(), {}, label_rows(judgement), notes, app.common.bom);
  }
  return examples->bad_line_count > 0 ? kDoneWithFailures : kDone;
}

void add_examples_option(CLI::App& command, std::vector<std::string>& examples) {
  command
      .add_option("--examples", examples,
                  "JSON Lines, plain or compressed: {\"title\", \"abstract\" or \"text\", "
                  "\"labels\": [...]}")
      ->type_name("FILE");
}

void add_threads_option(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "default: all processors; results do not depend on it")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
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

void add_evaluate(App& app) {
  auto options = std::make_shared<EvaluateCommand>();
  CLI::App* command =
      app.cli.add_subcommand("evaluate", "how right is a classification on labelled examples");
  add_examples_option(*command, options->examples);
  command->get_option("--examples")->required();
  command->add_option("--model", options->model, "a model of 'horizon train'")
      ->type_name("FILE")
      ->required();
  add_threads_option(*command, options->threads);
  add_output_options(app, *command);
  command->footer("\nExample:\n  horizon evaluate --examples others.jsonl --model mine.hzm");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_evaluate(app, *options); }; });
}

}  // namespace horizon::cli
