// evaluate: how right are labels on documents of which it is known what they are about?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "cli/command.h"
#include "cli/job.h"
#include "cli/lines.h"
#include "pipeline/model_run.h"
#include "pipeline/search.h"
#include "pipeline/taxonomy_evaluation.h"

namespace horizon::cli {
namespace {

struct EvaluateCommand {
  std::vector<std::string> examples;
  std::vector<std::string> curve;
  std::string model;
  std::size_t coded = 20'000;
  unsigned threads = 0;
};

using Judged = pipeline::ModelJudgement;

double shown(double value) { return std::round(value * 1e4) / 1e4; }

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
               {"calibration_error_p_over_0.1", shown(evaluation.calibration_error_likely)},
               {"calibration_chance_p_over_0.1", shown(evaluation.calibration_chance_likely)}};
  return json;
}

std::vector<Json> label_rows(const Judged& judgement) {
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

Json confusions_json(const Judged& judgement) {
  Json json = Json::array();
  for (const auto& pair : judgement.evaluation.confusions) {
    json.push_back({{"missed", judgement.labels[pair.missed]},
                    {"assigned", judgement.labels[pair.assigned]},
                    {"documents", pair.documents}});
  }
  return json;
}

void print_figures(const classify::model::Evaluation& e) {
  fmt::print("micro     precision {:.3f}  recall {:.3f}  F1 {:.3f}\n", e.micro.precision,
             e.micro.recall, e.micro.f1);
  fmt::print("macro     precision {:.3f}  recall {:.3f}  F1 {:.3f}\n", e.macro.precision,
             e.macro.recall, e.macro.f1);
  fmt::print("accuracy  {:.3f} of documents with exactly the right labels\n", e.accuracy);
  fmt::print("P@1 {:.3f}  P@3 {:.3f}  P@5 {:.3f}\n", e.precision_at_1, e.precision_at_3,
             e.precision_at_5);
  fmt::print("coverage  {:.3f} of the true labels at 90 % precision\n", e.coverage_at_90);
  fmt::print("calibration error {:.4f}, where p >= 0.1 {:.4f} (by chance {:.4f})\n",
             e.calibration_error, e.calibration_error_likely, e.calibration_chance_likely);
}

void print_judgement(const App& app, const Judged& judgement) {
  fmt::print("{} documents, {} labels\n", judgement.evaluation.documents, judgement.labels.size());
  print_figures(judgement.evaluation);
  fmt::print("\n");
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

std::vector<std::string> notes_of(const Judged& judgement) {
  std::vector<std::string> notes;
  for (std::size_t l = judgement.known_labels; l < judgement.labels.size(); ++l) {
    notes.push_back(
        fmt::format("The model does not know the label '{}': {} documents counted as "
                    "missed.",
                    judgement.labels[l], judgement.evaluation.labels[l].documents));
  }
  return notes;
}

void print_one(const App& app, const Judged& judgement, const Json& more,
               const std::vector<std::string>& notes) {
  const Format format = app.common.output_format();
  if (format == Format::kJson) {
    Json json = summary_json(judgement.evaluation);
    json.update(more);
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
}

Result<int> run_model(const App& app, const EvaluateCommand& command) {
  const auto model = pipeline::load_model(command.model);
  if (!model) return fail(model.error());
  const auto examples = read_and_report(command.examples, pipeline::Repeats::kKeep);
  if (!examples) return fail(examples.error());
  const auto judgement = pipeline::evaluate_model(**model, *examples, command.threads);
  print_one(app, judgement, Json::object(), notes_of(judgement));
  return examples->bad_line_count > 0 ? kDoneWithFailures : kDone;
}

Result<int> run_curve(const App& app, const EvaluateCommand& command) {
  const auto judged = read_and_report(command.examples, pipeline::Repeats::kKeep);
  if (!judged) return fail(judged.error());
  const auto examples = read_and_report(command.curve, pipeline::Repeats::kLeaveOut);
  if (!examples) return fail(examples.error());
  classify::model::TrainOptions options;
  options.threads = pipeline::threads_or_all(command.threads);
  const auto curve = pipeline::learning_curve(*examples, *judged, options);
  if (!curve) return fail(curve.error());
  std::vector<Json> rows;
  for (const pipeline::CurvePoint& point : *curve) {
    rows.push_back({{"examples", point.examples},
                    {"micro_f1", shown(point.micro_f1)},
                    {"macro_f1", shown(point.macro_f1)}});
  }
  const Column columns[] = {{"examples", "learnt from", "训练样本", true},
                            {"micro_f1", "micro F1", "微平均F1", true},
                            {"macro_f1", "macro F1", "宏平均F1", true}};
  print_rows(app.common.output_format(), app.common.style(), columns, rows, {}, app.common.bom);
  return examples->bad_line_count + judged->bad_line_count > 0 ? kDoneWithFailures : kDone;
}

// Subfields that neither occur nor were assigned say nothing.
Judged shown_part(const pipeline::TaxonomyJudgement& judgement) {
  Judged part{judgement.all.evaluation, {}, 0};
  std::vector<std::uint32_t> numbers(judgement.labels.size(), 0);
  part.evaluation.labels.clear();
  for (std::size_t l = 0; l < judgement.labels.size(); ++l) {
    const auto& figures = judgement.all.evaluation.labels[l];
    numbers[l] = static_cast<std::uint32_t>(part.labels.size());
    if (figures.documents + figures.assigned == 0) continue;
    part.labels.push_back(judgement.labels[l]);
    part.evaluation.labels.push_back(figures);
    if (l < judgement.known_labels) part.known_labels = part.labels.size();
  }
  for (auto& pair : part.evaluation.confusions) {
    pair.missed = numbers[pair.missed];
    pair.assigned = numbers[pair.assigned];
  }
  return part;
}

void print_languages(const pipeline::TaxonomyJudgement& judgement) {
  const auto line = [](const std::string& name, const pipeline::TaxonomyJudgement::Part& part) {
    const auto& e = part.evaluation;
    fmt::print("{:9} {:6} documents  precision {:.3f}  recall {:.3f}  F1 {:.3f}", name, e.documents,
               e.micro.precision, e.micro.recall, e.micro.f1);
    if (part.none > 0) {
      fmt::print("  without a label {}, {} of them given one", part.none, part.none_labelled);
    }
    fmt::print("\n");
  };
  line("all", judgement.all);
  for (const auto& [language, part] : judgement.languages) line(language, part);
}

Json part_json(const pipeline::TaxonomyJudgement::Part& part) {
  Json json = summary_json(part.evaluation);
  json["none"] = part.none;
  json["none_labelled"] = part.none_labelled;
  return json;
}

void print_taxonomy(const App& app, const std::string& set, const pipeline::TaxonomyJudge& judge) {
  const pipeline::TaxonomyJudgement judgement = judge.result();
  Json more = {
      {"set", set}, {"none", judgement.all.none}, {"none_labelled", judgement.all.none_labelled}};
  for (const auto& [language, part] : judgement.languages) {
    more["languages"][language] = part_json(part);
  }
  const bool table = app.common.output_format() == Format::kTable;
  if (table) {
    fmt::print("{}\n", set);
    print_languages(judgement);
  }
  print_one(app, shown_part(judgement), more, {});
  if (table) fmt::print("\n");
}

Result<int> run_taxonomy(const App& app, const EvaluateCommand& command) {
  const auto workspace = workspace_or_default(app.common);
  if (!workspace) return fail(workspace.error());
  auto judge = pipeline::TaxonomyJudge::make(*workspace, workspace->config.scheme);
  if (!judge) return fail(judge.error());
  const auto examples = read_and_report(command.examples, pipeline::Repeats::kKeep);
  if (!examples) return fail(examples.error());
  judge->add(pipeline::known_documents(*examples, *judge));
  print_taxonomy(app, app.common.style().pick("The examples:", "样本："), *judge);
  return examples->bad_line_count > 0 ? kDoneWithFailures : kDone;
}

Result<int> run_workspace(const App& app, const EvaluateCommand& command) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const Style style = app.common.style();
  auto by_people = pipeline::TaxonomyJudge::make(*workspace, workspace->config.scheme);
  if (!by_people) return fail(by_people.error());
  const auto judged = pipeline::judged_documents(*store, *by_people);
  if (!judged) return fail(judged.error());
  if (judged->empty()) {
    fmt::print(stderr, "{}\n",
               style.pick("Nobody has judged a label yet: horizon review, horizon label.",
                          "尚无人工判定：horizon review、horizon label。"));
  } else {
    by_people->add(*judged);
    print_taxonomy(app, style.pick("Labels that analysts have judged:", "人工判定的标签："),
                   *by_people);
  }
  auto by_codes = pipeline::TaxonomyJudge::make(*workspace, workspace->config.scheme);
  if (!by_codes) return fail(by_codes.error());
  ProgressLine progress;
  HORIZON_TRY(pipeline::judge_coded(*store, command.coded,
                                    {app.clock, std::ref(progress), &stop_flag()}, *by_codes));
  print_taxonomy(app,
                 style.pick("What words alone find of what the codes of documents say:",
                            "仅凭文字与文献分类号的符合程度："),
                 *by_codes);
  return kDone;
}

Result<int> run_evaluate(const App& app, const EvaluateCommand& command) {
  if (!command.model.empty() && !command.curve.empty()) {
    return fail(ErrorCode::kUsage, "--model and --curve exclude each other");
  }
  if (command.examples.empty()) {
    if (command.model.empty() && command.curve.empty()) return run_workspace(app, command);
    return fail(ErrorCode::kUsage, "say with --examples FILE what to judge on");
  }
  if (!command.curve.empty()) return run_curve(app, command);
  return command.model.empty() ? run_taxonomy(app, command) : run_model(app, command);
}

}  // namespace

void add_evaluate(App& app) {
  auto options = std::make_shared<EvaluateCommand>();
  CLI::App* command = app.cli.add_subcommand(
      "evaluate", "how right are labels on documents of which it is known what they are about");
  add_examples_option(*command, options->examples);
  command
      ->add_option("--model", options->model, "a model of 'horizon train' (default: the taxonomy)")
      ->type_name("FILE");
  command
      ->add_option("--curve", options->curve,
                   "how right is what is learnt from an eighth, a quarter, half and all of these "
                   "examples")
      ->type_name("FILE");
  command
      ->add_option("--coded", options->coded,
                   "in a workspace: so many documents with codes of authorities (default 20000)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}))
      ->type_name("N");
  add_threads_option(*command, options->threads);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon evaluate --examples others.jsonl --model mine.hzm\n"
      "  horizon evaluate --examples others.jsonl --curve mine.jsonl\n"
      "  horizon evaluate --examples judged.jsonl    the taxonomy; labels are ids of subfields\n"
      "  horizon evaluate                            in a workspace: on judgements and codes");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_evaluate(app, *options); }; });
}

}  // namespace horizon::cli
