// taxonomy suggest: terms that the documents use and the taxonomy does not know.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "answers/document_rows.h"
#include "answers/emerging.h"
#include "cli/command.h"
#include "cli/command_suggest.h"
#include "pipeline/emerging.h"
#include "pipeline/learnt_words.h"
#include "pipeline/lexicon_file.h"
#include "pipeline/search.h"
#include "pipeline/suggest.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxLimit = 100'000;

Json suggestion_json(const pipeline::Suggestion& suggestion) {
  return {{"term", suggestion.term},
          {"language", suggestion.language == taxonomy::Language::kChinese ? "zh" : "en"},
          {"documents", suggestion.documents},
          {"since", suggestion.since ? Json(format_day(*suggestion.since)) : Json()},
          {"cohesion", answers::rounded(static_cast<float>(suggestion.cohesion))},
          {"left_entropy", answers::rounded(static_cast<float>(suggestion.left_entropy))},
          {"right_entropy", answers::rounded(static_cast<float>(suggestion.right_entropy))},
          {"subfield", suggestion.node.empty() ? Json() : Json(suggestion.node)},
          {"labelled", suggestion.labelled},
          {"example", suggestion.example}};
}

Result<int> accept(const App& app, const pipeline::Workspace& workspace,
                   const std::vector<std::string>& terms) {
  const auto added = pipeline::add_to_lexicon(workspace.root, terms);
  if (!added) return fail(added.error());
  fmt::print("{}\n",
             fmt::format(fmt::runtime(app.common.style().pick(
                             "{} new terms in {}; 'horizon reindex' cuts the documents by them",
                             "{} 个新术语已写入 {}；运行 'horizon reindex' 后生效")),
                         *added, pipeline::lexicon_file(workspace.root).string()));
  return kDone;
}

Result<int> learn(const App& app, const pipeline::Workspace& workspace) {
  const pipeline::Analyser analyser(workspace);
  ProgressLine progress;
  const auto words =
      pipeline::learn_words(workspace, analyser, {app.clock, std::ref(progress), &stop_flag()});
  if (!words) return fail(words.error());
  const bool same = *words == workspace.learnt;
  if (!same) HORIZON_TRY(pipeline::write_learnt(workspace.root, *words));
  const Style style = app.common.style();
  fmt::print(
      "{}\n",
      fmt::format(
          fmt::runtime(same ? style.pick("{} words in {}, as before", "{} 个词在 {} 中，与此前相同")
                            : style.pick("{} words of the documents are now in {} (before: "
                                         "{}); 'horizon reindex' cuts the documents by them",
                                         "已从文献中学得 {} 个词，写入 {}（此前 {} 个）；运行 "
                                         "'horizon reindex' 后生效")),
          words->size(), pipeline::learnt_file(workspace.root).string(), workspace.learnt.size()));
  return kDone;
}

struct Actions {
  std::vector<std::string> accepted;
  bool learn = false;
  bool subfields = false;
};

// What rises where no subfield is: not a term for one, but perhaps a subfield to be.
Result<int> run_new_subfields(const App& app, const pipeline::Workspace& workspace,
                              const pipeline::SuggestOptions& options) {
  pipeline::EmergingOptions wanted;
  const auto as_of = app.common.as_of_day(workspace.config);
  if (!as_of) return fail(as_of.error());
  wanted.as_of = *as_of;
  wanted.topic = "none";
  wanted.limit = options.limit;
  wanted.language = options.language;
  wanted.history = false;
  ProgressLine progress;
  const auto report =
      pipeline::find_emerging(workspace, wanted, {app.clock, std::ref(progress), &stop_flag()});
  if (!report) return fail(report.error());
  const Style style = app.common.style();
  answers::Answer answer = answers::emerging_answer(*report, style);
  answer.notes.insert(
      answer.notes.begin(),
      style.pick("Topics that rise among documents of no subfield. Each is a "
                 "question: a new subfield, a term that one lacks, or neither?",
                 "在不属于任何子领域的文献中上升的主题。每一条都是问题：应设新子领域、"
                 "补充某子领域的术语，还是都不必？"));
  const Column columns[] = {{"rank", "rank", "序", true},
                            {"term", "topic", "主题", false, 34},
                            {"documents", "documents", "文献数", true},
                            {"known_since", "since", "始于"},
                            {"growth", "growth", "增长", true},
                            {"growth_lower", "lower", "下限", true},
                            {"field", "code", "代码"},
                            {"related", "with it", "相关", false, 44}};
  if (app.common.output_format() == Format::kTable) {
    for (Json& row : answer.rows)
      row["related"] =
          fmt::format("{}", fmt::join(row["related"].get<std::vector<std::string>>(), ", "));
  }
  print_answer(app.common.output_format(), style, columns, answer, app.common.bom);
  return kDone;
}

Result<int> run_suggest(const App& app, pipeline::SuggestOptions options, const Actions& actions) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  if (options.language.empty()) options.language = app.common.language;
  if (options.language == "all") options.language.clear();
  if (!options.topic.empty()) {
    const auto topic = pipeline::resolve_topic(*workspace->taxonomy, options.topic);
    if (!topic) return fail(topic.error());
    options.topic = workspace->taxonomy->node(*topic).id;
  }
  if (!actions.accepted.empty()) return accept(app, *workspace, actions.accepted);
  if (actions.learn) return learn(app, *workspace);
  if (actions.subfields) return run_new_subfields(app, *workspace, options);
  const pipeline::Analyser analyser(*workspace);
  ProgressLine progress;
  const auto found = pipeline::suggest_terms(*workspace, analyser, options,
                                             {app.clock, std::ref(progress), &stop_flag()});
  if (!found) return fail(found.error());
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const pipeline::Suggestion& suggestion : *found) {
    rows.push_back({{"rank", rows.size() + 1}});
    rows.back().update(suggestion_json(suggestion));
  }
  std::vector<std::string> notes;
  if (rows.empty()) {
    notes.emplace_back(style.pick("No term that the taxonomy does not know is frequent enough.",
                                  "没有足够常见而分类体系尚未收录的术语。"));
  }
  const Column columns[] = {{"rank", "rank", "序", true},
                            {"term", "term", "术语", false, 32},
                            {"documents", "documents", "文献数", true},
                            {"since", "since", "始于"},
                            {"cohesion", "cohesion", "凝固度", true},
                            {"left_entropy", "left", "左熵", true},
                            {"right_entropy", "right", "右熵", true},
                            {"subfield", "subfield", "子领域"},
                            {"labelled", "labelled", "有标签", true},
                            {"example", "example", "例", false, 48}};
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
  return kDone;
}

}  // namespace

void add_suggest(App& app, CLI::App& taxonomy) {
  auto options = std::make_shared<pipeline::SuggestOptions>();
  auto actions = std::make_shared<Actions>();
  CLI::App* command = taxonomy.add_subcommand(
      "suggest", "terms of the documents that the taxonomy does not know, the most telling first");
  command
      ->add_option("--terms", options->language,
                   "zh, en or all (default: the language of --lang if given, else all)")
      ->check(CLI::IsMember({"zh", "en", "all"}));
  command->add_option("--topic", options->topic, "only terms nearest to this subfield")
      ->type_name("TOPIC");
  command->add_option("--limit", options->limit, "terms of each language (default 50)")
      ->check(CLI::Range(std::size_t{1}, kMaxLimit))
      ->type_name("N");
  command->add_option("--min-documents", options->min_documents, "at least so many (default 5)")
      ->check(CLI::Range(2, 1'000'000))
      ->type_name("N");
  command
      ->add_option("--accept", actions->accepted,
                   "put these terms into the workspace's lexicon.txt: Chinese texts are not cut "
                   "within them any more")
      ->type_name("TERM");
  command
      ->add_flag("--learn", actions->learn,
                 "put what the documents plainly use as one Chinese word into learnt.txt, in "
                 "place of what was learnt before")
      ->excludes("--accept");
  command
      ->add_flag("--subfields", actions->subfields,
                 "topics that rise among documents of no subfield: what may become one")
      ->excludes("--topic")
      ->excludes("--learn")
      ->excludes("--accept");
  add_as_of_option(app, *command);
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon taxonomy suggest --terms zh --limit 30\n"
      "  horizon taxonomy suggest --format csv --bom > terms.csv\n"
      "  horizon taxonomy suggest --accept 钙钛矿叠层电池\n"
      "  horizon taxonomy suggest --learn\n"
      "  horizon taxonomy suggest --subfields --limit 20\n\n"
      "Put what names a subfield into taxonomy/*.toml, what is only a word into lexicon.txt:\n"
      "docs/phrases.md.");
  command->callback([&app, options, actions] {
    app.action = [&app, options, actions] { return run_suggest(app, *options, *actions); };
  });
}

}  // namespace horizon::cli
