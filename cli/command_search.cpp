// search.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "cli/command.h"
#include "cli/document_json.h"
#include "cli/export.h"
#include "cli/search_batch.h"
#include "cli/search_text.h"
#include "core/text.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct SearchOptions {
  std::vector<std::string> words;
  pipeline::SearchRequest request;
  std::string kind, from, until, sort = "relevance";
  std::string batch;
  bool this_language_only = false;
};

Json hit_json(const pipeline::SearchRow& row, const taxonomy::Taxonomy& taxonomy,
              const std::string& scheme, const Style& style, const Json& concepts) {
  Json json = document_json(row.document, taxonomy, style, scheme);
  json["score"] = std::round(row.score * 1000) / 1000;
  json["snippet"] = row.snippet.text;
  json["concepts"] = concepts;
  return json;
}

// What was published after the as-of day is not found.
Status limit_to(const std::string& as_of, pipeline::SearchRequest& request) {
  if (as_of.empty()) return {};
  const auto last = parse_last_day_option("--as-of", as_of);
  if (!last) return fail(last.error());
  const Day end = *last + std::chrono::days(1);
  request.until = request.until ? std::min(*request.until, end) : end;
  return {};
}

Status finish_request(SearchOptions& options) {
  pipeline::SearchRequest& request = options.request;
  for (const std::string& word : options.words) {
    // A shell has removed the quotes of "an exact phrase" given as one argument among others.
    const bool phrase = options.words.size() > 1 && !word.starts_with(" -") &&
                        word.find(' ') != std::string::npos && word.find('"') == std::string::npos;
    request.text += (request.text.empty() ? "" : " ") + (phrase ? '"' + word + '"' : word);
  }
  if (!options.kind.empty()) request.kind = parse_kind(options.kind);
  if (options.sort == "newest") request.order = index::Order::kNewest;
  request.across_languages = !options.this_language_only;
  if (!options.from.empty()) {
    const auto day = parse_day_option("--from", options.from);
    if (!day) return fail(day.error());
    request.from = *day;
  }
  if (!options.until.empty()) {
    const auto day = parse_last_day_option("--until", options.until);
    if (!day) return fail(day.error());
    request.until = *day + std::chrono::days(1);
  }
  if (request.from && request.until && *request.from >= *request.until) {
    return fail(ErrorCode::kUsage,
                fmt::format("--from {} is after --until {}", options.from, options.until));
  }
  if (options.batch.empty() && trim(request.text).empty() && request.topics.empty() &&
      !request.kind && request.language.empty() && request.source.empty() && !request.from &&
      !request.until) {
    return fail(ErrorCode::kUsage,
                "nothing to search for: give words, or a filter such as "
                "--topic HEA.bci (see 'horizon search --help')");
  }
  return {};
}

Result<int> run_search(const App& app, SearchOptions options) {
  HORIZON_TRY(finish_request(options));
  if ((options.batch.empty() && app.common.format == "trec") ||
      (!options.batch.empty() && !trim(options.request.text).empty())) {
    return fail(ErrorCode::kUsage,
                "--batch FILE takes its queries from the file and no QUERY; "
                "--format trec is for --batch only");
  }
  HORIZON_TRY(limit_to(app.common.as_of, options.request));
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const pipeline::Analyser analyser(*workspace);
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  const Style style = app.common.style();
  const auto searcher = pipeline::Searcher::open(*workspace, analyser, {**clock});
  if (!searcher) return fail(searcher.error());
  if (!options.batch.empty()) {
    return run_batch(*searcher, options.request, options.batch, app.common.format == "trec",
                     app.common.output_format(), style);
  }
  const auto report = searcher->search(options.request);
  if (!report) return fail(report.error());
  std::vector<std::string> notes = search_notes(*report, *workspace->taxonomy, style);
  if (searcher->labels_are_old()) notes.emplace_back(old_labels_note(style));
  const std::string& scheme = workspace->config.scheme;
  const Format format = app.common.output_format();
  if (format == Format::kRis || format == Format::kBibtex) {
    for (const pipeline::SearchRow& row : report->rows) {
      fmt::print("{}", format == Format::kRis ? to_ris(row.document.document)
                                              : to_bibtex(row.document.document));
    }
    print_notes(stderr, style, notes);
    return kDone;
  }
  if (format == Format::kTable) {
    std::size_t rank = options.request.offset;
    for (const pipeline::SearchRow& row : report->rows) {
      print_hit(++rank, row, *workspace->taxonomy, scheme, style);
    }
    print_notes(stdout, style, notes);
    return kDone;
  }
  Json concepts = Json::array();
  for (const pipeline::SearchedConcept& subject : report->concepts) {
    const taxonomy::Node& node = workspace->taxonomy->node(subject.node);
    concepts.push_back({{"id", node.id},
                        {"en", node.name.en},
                        {"zh", node.name.zh},
                        {"matched", subject.matched}});
  }
  std::vector<Json> rows;
  for (const pipeline::SearchRow& row : report->rows) {
    rows.push_back(hit_json(row, *workspace->taxonomy, scheme, style, concepts));
  }
  print_rows(format, style, {}, rows, notes, app.common.bom);
  return kDone;
}

}  // namespace

void add_search(App& app) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* command = app.cli.add_subcommand("search", "find documents, in both languages at once");
  command->add_option("QUERY", options->words,
                      "words, \"phrases\", AND OR NOT, field:value, 2024..2025 (docs/search.md)");
  pipeline::SearchRequest& request = options->request;
  command->add_option("--topic", request.topics, "under this topic: HEA.bci, 脑机接口 (repeatable)")
      ->type_name("TOPIC");
  command->add_option("--kind", options->kind, "paper, patent, news, other")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->add_option("--language", request.language, "language of the documents: zh, en, ...")
      ->type_name("LANG");
  command->add_option("--source", request.source, "id of the source")->type_name("ID");
  command->add_option("--from", options->from, "published on or after")->type_name("DATE");
  command->add_option("--until", options->until, "published on or before")->type_name("DATE");
  command->add_option("--sort", options->sort, "relevance or newest")
      ->type_name("ORDER")
      ->check(CLI::IsMember({"relevance", "newest"}));
  command->add_option("--limit", request.limit, "how many (default 10)")
      ->type_name("N")
      ->check(CLI::Range(0, 100'000));
  command->add_option("--offset", request.offset, "leave out the first N")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000));
  command->add_flag("--every-word", request.every_word,
                    "only documents with all words of a short query, not with any");
  command->add_flag("--as-typed", options->this_language_only,
                    "only the words typed, not the concept's names in the other language");
  command
      ->add_option("--batch", options->batch,
                   "ask every line of a file: identifier, tab, query (- is standard input)")
      ->type_name("FILE");
  add_as_of_option(app, *command);
  add_output_options(app, *command, "ris bibtex trec");
  command->footer(
      "\nExamples:\n  horizon search 脑机接口\n  horizon search '\"neutral atom\" qubit "
      "-annealing' "
      "--from 2025\n  horizon search --topic ENE.fusion --kind patent --sort newest --format csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_search(app, *options); }; });
}

}  // namespace horizon::cli
