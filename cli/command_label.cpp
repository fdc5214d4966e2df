// label and review: what an analyst says of labels, and where a word is wanted most.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "answers/document_rows.h"
#include "cli/command.h"
#include "cli/job.h"
#include "pipeline/ingest.h"
#include "pipeline/review.h"
#include "pipeline/search.h"

namespace horizon::cli {
namespace {

struct LabelOptions {
  std::string id, topic, verdict, by;
  bool list = false;
};

std::string user_name() {
  for (const char* variable : {"USER", "LOGNAME"}) {
    const char* name = std::getenv(variable);
    if (name != nullptr && *name != '\0') return name;
  }
  return "analyst";
}

tl::unexpected<Error> usage(std::string message) {
  return fail(ErrorCode::kUsage, std::move(message));
}

// The subfield or route that is meant; domains follow from their subfields.
Result<std::string> judged_node(const taxonomy::Taxonomy& taxonomy, const std::string& topic) {
  const auto node = pipeline::resolve_topic(taxonomy, topic);
  if (!node) return fail(node.error());
  const taxonomy::Node& found = taxonomy.node(*node);
  if (found.level == taxonomy::Level::kDomain)
    return usage(fmt::format("{} is a domain, which follows from its subfields; judge one of them",
                             found.id));
  return found.id;
}

Status apply(store::Store& store, const pipeline::Analyser& analyser, DocumentNumber number,
             const std::string& node, const LabelOptions& options, Instant now) {
  const store::Labeller label = analyser.labeller();
  if (options.verdict == "forget") return store.withdraw_judgement(number, node, label);
  const std::string by = options.by.empty() ? user_name() : options.by;
  return store.judge(number, {node, options.verdict == "yes", by, now}, label);
}

Result<int> run_label(const App& app, const LabelOptions& options) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const auto node = judged_node(*(*job)->workspace.taxonomy, options.topic);
  if (!node) return fail(node.error());
  const pipeline::JobContext context = (*job)->context();
  auto ingest = pipeline::Ingest::open((*job)->workspace, *(*job)->analyser, context);
  if (!ingest) return fail(ingest.error());
  print_rebuilt(app.common.style(), *ingest);
  const auto number = ingest->store().find(options.id);
  if (!number) return fail(number.error());
  if (!*number)
    return usage(
        fmt::format("no document '{}' in this workspace; 'horizon search' prints ids", options.id));
  HORIZON_TRY(
      apply(ingest->store(), *(*job)->analyser, **number, *node, options, (*job)->clock->now()));
  HORIZON_TRY(ingest->follow(context));
  const Style style = app.common.style();
  const char* done =
      options.verdict == "yes" ? style.pick("{} bears {} from now on", "{} 今后归入 {}")
      : options.verdict == "no"
          ? style.pick("{} does not bear {} from now on", "{} 今后不归入 {}")
          : style.pick("{}: the classifier decides on {} again", "{}：{} 重新由分类器判定");
  fmt::print("{}\n", fmt::format(fmt::runtime(done), options.id, *node));
  return kDone;
}

Result<int> run_list(const App& app) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto numbers = store->judged();
  if (!numbers) return fail(numbers.error());
  const auto documents = store->get(*numbers);
  if (!documents) return fail(documents.error());
  std::vector<Json> rows;
  for (const store::StoredDocument& stored : *documents) {
    for (const store::LabelJudgement& judgement : stored.judgements) {
      rows.push_back({{"id", stored.document.id},
                      {"topic", judgement.node},
                      {"verdict", judgement.bears ? "yes" : "no"},
                      {"by", judgement.by},
                      {"at", format_instant(judgement.at)},
                      {"title", stored.document.title}});
    }
  }
  static constexpr Column kColumns[] = {{"id", "id", "编号", false, 30},
                                        {"topic", "topic", "主题"},
                                        {"verdict", "verdict", "判定"},
                                        {"by", "by", "判定人"},
                                        {"at", "at", "时间"},
                                        {"title", "title", "题名", false, 50}};
  const Style style = app.common.style();
  std::vector<std::string> notes;
  if (rows.empty()) notes.emplace_back(style.pick("Nothing was judged yet.", "尚无人工判定。"));
  print_rows(app.common.output_format(), style, kColumns, rows, notes, app.common.bom);
  return kDone;
}

// The strongest evidence of the label, as the text has it.
std::string evidence_of(const pipeline::ReviewItem& item, const Style& style) {
  for (const Label& label : item.stored.labels)
    if (label.node == item.node) return evidence_text(label, item.stored.document, style);
  return {};
}

Result<int> run_review(const App& app, pipeline::ReviewOptions options) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  if (!options.topic.empty()) {
    const auto node = pipeline::resolve_topic(*workspace->taxonomy, options.topic);
    if (!node) return fail(node.error());
    options.topic = workspace->taxonomy->node(*node).id;
  }
  auto store = pipeline::open_store(*workspace);
  if (!store) return fail(store.error());
  const auto items = pipeline::review(*workspace, *store, options);
  if (!items) return fail(items.error());
  const Style style = app.common.style();
  std::vector<Json> rows;
  for (const pipeline::ReviewItem& item : *items) {
    rows.push_back({{"id", item.stored.document.id},
                    {"topic", item.node},
                    {"probability", answers::rounded(static_cast<float>(item.probability))},
                    {"title", item.stored.document.title},
                    {"evidence", evidence_of(item, style)}});
  }
  static constexpr Column kColumns[] = {{"id", "id", "编号", false, 30},
                                        {"topic", "topic", "主题"},
                                        {"probability", "p", "概率", true},
                                        {"title", "title", "题名", false, 60},
                                        {"evidence", "evidence", "依据", false, 60}};
  const std::vector<std::string> notes = {
      rows.empty() ? style.pick("No label awaits a word.", "没有待复核的标签。")
                   : style.pick("To decide: horizon label ID TOPIC yes (or no)",
                                "判定：horizon label 编号 主题 yes（或 no）")};
  print_rows(app.common.output_format(), style, kColumns, rows, notes, app.common.bom);
  return kDone;
}

}  // namespace

void add_label(App& app) {
  auto options = std::make_shared<LabelOptions>();
  CLI::App* command = app.cli.add_subcommand(
      "label", "say whether a document belongs to a subfield or route; no rule undoes it");
  command->add_option("ID", options->id,
                      "id as search and review print it, DOI, arXiv id, address");
  command->add_option("TOPIC", options->topic, "subfield or route: HEA.bci, 脑机接口");
  command
      ->add_option("VERDICT", options->verdict, "yes, no, or forget: take back what was said of it")
      ->check(CLI::IsMember({"yes", "no", "forget"}));
  command->add_option("--by", options->by, "who says so (default: the user's name)");
  command->add_flag("--list", options->list, "show everything that was said");
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon label arXiv:2401.01234 HEA.bci yes --by wang\n"
      "  horizon label --list");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      if (options->list) return run_list(app);
      if (options->verdict.empty())
        return usage("say which document, which topic, and yes or no: horizon label ID TOPIC yes");
      return run_label(app, *options);
    };
  });
}

void add_review(App& app) {
  auto options = std::make_shared<pipeline::ReviewOptions>();
  CLI::App* command = app.cli.add_subcommand(
      "review", "the undecided documents that would teach the classifier most");
  command->add_option("--topic", options->topic, "only under this topic");
  command->add_option("--language", options->language, "of the documents: zh, en")
      ->type_name("LANG");
  command->add_option("--limit", options->limit, "how many (default 20)")
      ->check(CLI::Range(1, 10'000));
  add_output_options(app, *command);
  command->footer(
      "\nExamples:\n  horizon review --topic INF --language zh\n"
      "  horizon review --limit 100 --format csv --bom > to-read.csv");
  command->callback(
      [&app, options] { app.action = [&app, options] { return run_review(app, *options); }; });
}

}  // namespace horizon::cli
