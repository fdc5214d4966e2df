// classify: by the taxonomy, or by a model of the user's own.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include "answers/document_rows.h"
#include "cli/command.h"
#include "cli/lines.h"
#include "core/io.h"
#include "core/text.h"
#include "crawler/bytes/line_reader.h"
#include "crawler/formats/jsonl.h"
#include "nlp/language.h"
#include "pipeline/analyser.h"
#include "pipeline/examples.h"
#include "pipeline/model_run.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxTextBytes = 64U << 20U;
constexpr std::size_t kWitnesses = 8;  // shown for a label

struct ClassifyOptions {
  std::vector<std::string> texts;
  std::string title;
  std::string scheme;
  std::string model;
  unsigned threads = 0;
  bool all = false;
  bool explain = false;
};

struct TitledText {
  std::string title, text;
};

// "abstract.txt", "in/abstract": a name rather than a text.
bool looks_like_path(const std::string& text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
  return plain &&
         (text.find('/') != std::string::npos || !std::filesystem::path(text).extension().empty());
}

bool is_file(const std::string& name) {
  std::error_code error;
  return std::filesystem::is_regular_file(name, error);
}

// True if what is given is JSON Lines: standard input, or files that say so by their names.
bool reads_lines(const App& app, const ClassifyOptions& options) {
  if (app.common.output_format() != Format::kJsonl || !options.title.empty()) return false;
  return std::all_of(options.texts.begin(), options.texts.end(), [](const std::string& name) {
    return name == "-" || (name.find(".jsonl") != std::string::npos && looks_like_path(name));
  });
}

std::vector<std::filesystem::path> line_files(const ClassifyOptions& options) {
  std::vector<std::filesystem::path> files(options.texts.begin(), options.texts.end());
  if (files.empty()) files.emplace_back("-");
  return files;
}

Result<TitledText> read_text(const ClassifyOptions& options) {
  std::string text;
  if (options.texts.empty() && options.title.empty()) {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  }
  for (const std::string& given : options.texts) {
    if (!text.empty()) text += ' ';
    if (given == "-") {
      text.append(std::istreambuf_iterator<char>(std::cin), {});
    } else if (is_file(given)) {
      auto content = read_file(given, kMaxTextBytes);
      if (!content) return fail(content.error());
      text += *content;
    } else if (looks_like_path(given)) {
      return fail(ErrorCode::kUsage, fmt::format("no file {} (a text to classify needs more than "
                                                 "one word)",
                                                 given));
    } else {
      text += given;
    }
  }
  if (trim(text).empty() && options.title.empty()) {
    return fail(ErrorCode::kUsage, "nothing to classify: give a text, a file or standard input");
  }
  return TitledText{sanitise_utf8(options.title), sanitise_utf8(text)};
}

std::vector<Label> scheme_labels(std::vector<Label> labels, const taxonomy::Taxonomy& taxonomy,
                                 const std::string& scheme, bool all) {
  std::erase_if(labels, [&](const Label& label) {
    const taxonomy::Node& node = taxonomy.node(taxonomy.find(label.node));
    return node.scheme != scheme || (!all && label.outcome != Outcome::kAssign);
  });
  return labels;
}

void print_classification(const App& app, const std::vector<Json>& rows) {
  const Style style = app.common.style();
  std::vector<std::string> notes;
  if (rows.empty()) {
    notes.emplace_back(style.pick("No label: the text belongs to none of the subfields.",
                                  "无标签：该文本不属于任何子领域。"));
  }
  const Column columns[] = {{"p", "p", "概率", true},
                            {"id", "topic", "主题"},
                            {"name", "name", "名称", false, 40},
                            {"outcome", "outcome", "结论"},
                            {"evidence", "evidence", "依据", false, 60}};
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
}

bool in_words(const App& app) {
  const Format format = app.common.output_format();
  return format == Format::kTable || format == Format::kCsv;
}

std::vector<Json> taxonomy_rows(const App& app, const std::vector<Label>& labels,
                                const Document& document, const taxonomy::Taxonomy& taxonomy) {
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const Label& label : labels) {
    rows.push_back({{"id", label.node},
                    {"name", label_name(label.node, taxonomy, style)},
                    {"p", answers::rounded(label.probability)},
                    {"outcome", label.outcome == Outcome::kAssign ? "assign" : "review"}});
    rows.back()["evidence"] = in_words(app) ? Json(evidence_text(label, document, style))
                                            : answers::evidence_json(label, document);
  }
  return rows;
}

// What speaks for each label: a row for each witness, with its place, the taxonomy's term that it
// is, the weight of that, and how far the label is above the line.
std::vector<Json> witness_rows(const std::vector<Label>& labels, const Document& document,
                               const Style& style, float threshold) {
  std::vector<Json> rows;
  for (const Label& label : labels) {
    for (const Json& witness : answers::evidence_json(label, document)) {
      std::string place = style.pick("code", "分类号");
      if (witness.contains("begin")) {
        const auto begin = witness["begin"].get<std::size_t>();
        place = fmt::format("{} {}-{}", witness["field"].get<std::string>(), begin,
                            begin + witness["size"].get<std::size_t>());
      }
      rows.push_back({{"p", answers::rounded(label.probability)},
                      {"margin", answers::rounded(label.probability - threshold)},
                      {"id", label.node},
                      {"words", witness.value("text", witness["term"])},
                      {"term", witness["term"]},
                      {"weight", witness["weight"]},
                      {"place", place}});
    }
  }
  return rows;
}

// For reading: a row for each term of a label, with all its places.
std::vector<Json> by_term(const std::vector<Json>& rows) {
  std::vector<Json> out;
  for (const Json& row : rows) {
    const auto same = std::ranges::find_if(out, [&](const Json& other) {
      return other["id"] == row["id"] && other["term"] == row["term"];
    });
    if (same == out.end()) {
      out.push_back(row);
    } else {
      (*same)["place"] =
          (*same)["place"].get<std::string>() + ", " + row["place"].get<std::string>();
    }
  }
  return out;
}

void print_witnesses(const App& app, const std::vector<Json>& rows) {
  const Format format = app.common.output_format();
  const Column columns[] = {{"p", "p", "概率", true},
                            {"margin", "margin", "余量", true},
                            {"id", "topic", "主题"},
                            {"words", "words", "原文", false, 32},
                            {"term", "term", "术语", false, 32},
                            {"weight", "weight", "权重", true},
                            {"place", "places (bytes)", "位置（字节）", false, 48}};
  print_rows(format, app.common.style(), columns, format == Format::kTable ? by_term(rows) : rows,
             {}, app.common.bom);
}

// {"id", "labels": [{"id", "p"}]} a line, in the order of the input.
Result<int> taxonomy_lines(const App& app, const ClassifyOptions& options,
                           const pipeline::Workspace& workspace,
                           const pipeline::Analyser& analyser) {
  crawler::JsonlParser parser;
  int code = kDone;
  for (const auto& file : line_files(options)) {
    auto lines = crawler::LineReader::open(file);
    if (!lines) return fail(lines.error());
    while (true) {
      const auto line = lines->next();
      if (!line) return fail(line.error());
      if (!line->has_value()) break;
      if (trim((*line)->text).empty()) continue;
      const std::uint64_t number = (*line)->number;
      auto parsed =
          parser.parse((*line)->text, {}, fmt::format("line {}", number), app.clock.now());
      if (const auto* bad = std::get_if<QuarantinedRecord>(&parsed)) {
        print_problem({file.string(), number, bad->reason});
        fmt::print("{}\n", Json({{"id", nullptr}, {"labels", Json::array()}}).dump());
        code = kDoneWithFailures;
        continue;
      }
      const Document& document = std::get<crawler::ParsedRecord>(parsed).document;
      Json labels = Json::array();
      for (const Label& label : scheme_labels(analyser.label(document), *workspace.taxonomy,
                                              options.scheme, options.all)) {
        labels.push_back({{"id", label.node}, {"p", answers::rounded(label.probability)}});
      }
      fmt::print("{}\n", Json({{"id", document.id}, {"labels", labels}}).dump());
    }
  }
  return code;
}

Result<int> by_taxonomy(const App& app, ClassifyOptions options) {
  const auto workspace = workspace_or_default(app.common);
  if (!workspace) return fail(workspace.error());
  if (options.scheme.empty()) options.scheme = workspace->config.scheme;
  if (workspace->taxonomy->scheme(options.scheme) == nullptr) {
    return fail(ErrorCode::kUsage, fmt::format("--scheme: no scheme '{}'", options.scheme));
  }
  if (const auto model = workspace->text_model.load(); !model) return fail(model.error());
  const pipeline::Analyser analyser(*workspace);
  if (reads_lines(app, options)) return taxonomy_lines(app, options, *workspace, analyser);
  auto text = read_text(options);
  if (!text) return fail(text.error());
  Document document;
  document.title = std::move(text->title);
  document.abstract = std::move(text->text);
  if (document.title.empty() && pipeline::looks_like_title(document.abstract)) {
    std::swap(document.title, document.abstract);
  }
  document.language = nlp::detect_language(document.title + "\n" + document.abstract);
  const auto labels =
      scheme_labels(analyser.label(document), *workspace->taxonomy, options.scheme, options.all);
  if (options.explain && in_words(app) && !labels.empty()) {
    print_witnesses(app, witness_rows(labels, document, app.common.style(),
                                      workspace->config.assign_threshold));
    return kDone;
  }
  print_classification(app, taxonomy_rows(app, labels, document, *workspace->taxonomy));
  return kDone;
}

Json witness_json(const std::vector<classify::model::Witness>& witnesses, std::string_view text) {
  Json json = Json::array();
  for (const auto& witness : witnesses) {
    json.push_back({{"term", text.substr(witness.begin, witness.size)},
                    {"begin", witness.begin},
                    {"size", witness.size},
                    {"weight", answers::rounded(witness.weight)}});
  }
  return json;
}

std::string witness_text(const std::vector<classify::model::Witness>& witnesses,
                         std::string_view text) {
  std::string words;
  for (const auto& witness : witnesses) {
    words +=
        fmt::format("{}{} {:+.2f}", words.empty() ? "" : "; ",
                    collapse_whitespace(text.substr(witness.begin, witness.size)), witness.weight);
  }
  return words;
}

Result<int> model_lines(const ClassifyOptions& options, const classify::model::LinearModel& model) {
  const auto tally = pipeline::classify_lines(
      model, line_files(options), {.all = options.all, .threads = options.threads},
      [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); },
      print_problem);
  if (!tally) return fail(tally.error());
  return tally->bad > 0 ? kDoneWithFailures : kDone;
}

Result<int> by_model(const App& app, const ClassifyOptions& options) {
  if (!options.scheme.empty()) {
    return fail(ErrorCode::kUsage, "--scheme belongs to the taxonomy; a model has its own labels");
  }
  const auto model = pipeline::load_model(options.model);
  if (!model) return fail(model.error());
  if (reads_lines(app, options)) return model_lines(options, **model);
  const auto given = read_text(options);
  if (!given) return fail(given.error());
  const pipeline::Example example = pipeline::join_text(given->title, given->text);
  const classify::model::ModelText text{example.text, example.title_bytes};
  classify::model::Labeller labeller(**model);
  const auto found = labeller.label(text);
  const std::vector<classify::model::Verdict> verdicts(found.begin(), found.end());
  std::vector<Json> rows;
  for (std::size_t l = 0; l < verdicts.size(); ++l) {
    if (!options.all && !verdicts[l].assigned) continue;
    rows.push_back({{"id", (*model)->labels()[l]},
                    {"p", answers::rounded(verdicts[l].probability)},
                    {"outcome", verdicts[l].assigned ? "assign" : "none"}});
    if (!options.explain) continue;
    const auto witnesses = labeller.explain(text, l, kWitnesses);
    rows.back()["evidence"] = in_words(app) ? Json(witness_text(witnesses, text.text))
                                            : witness_json(witnesses, text.text);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Json& a, const Json& b) { return a["p"] > b["p"]; });
  print_classification(app, rows);
  return kDone;
}

}  // namespace

void add_classify(App& app) {
  auto options = std::make_shared<ClassifyOptions>();
  CLI::App* command = app.cli.add_subcommand("classify", "what is this text about, and why");
  command->add_option("TEXT", options->texts,
                      "a text, a file, or - for standard input; with --format jsonl also files "
                      "*.jsonl[.gz]");
  command->add_option("--title", options->title, "the title, TEXT being the abstract");
  command->add_option("--scheme", options->scheme, "label by another scheme")->type_name("ID");
  command->add_option("--model", options->model, "label by a model of 'horizon train'")
      ->type_name("FILE");
  command->add_flag("--all", options->all,
                    "labels for review too; with --model every label with its probability");
  command->add_flag("--explain", options->explain,
                    "a row for each piece of evidence: its words, the term or code, weight, place, "
                    "and how far the label is above the line; with --model the words that moved "
                    "each label most");
  command->add_option("--threads", options->threads, "with --model (default: all processors)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon classify '一种基于运动想象脑电的脑机接口系统'\n"
      "  horizon classify --explain --title 'Soft grippers' 'We grasp with soft actuators.'\n"
      "  horizon classify --format jsonl < documents.jsonl     a line in, a line out\n"
      "  horizon classify --model topics.hzm --explain 'A text on catalysts'");
  command->callback([&app, options] {
    app.action = [&app, options] {
      return options->model.empty() ? by_taxonomy(app, *options) : by_model(app, *options);
    };
  });
}

}  // namespace horizon::cli
