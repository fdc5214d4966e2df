// watch: what people want to be told of.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "pipeline/watch_run.h"
#include "store/outbox.h"

namespace horizon::cli {
namespace {

using pipeline::Watch;

Result<Watch*> find_watch(std::vector<Watch>& watches, const std::string& id) {
  std::vector<std::string> ids;
  for (Watch& watch : watches) {
    if (watch.id == id) return &watch;
    ids.push_back(watch.id);
  }
  return fail(ErrorCode::kUsage,
              fmt::format("no watch '{}'; {}", id,
                          ids.empty() ? "there is none yet (horizon watch add)"
                                      : fmt::format("there are: {}", fmt::join(ids, ", "))));
}

// Topics are kept by their id, and a query that cannot be understood is refused now.
Status resolve(const App& app, const pipeline::Workspace& workspace, Watch& watch) {
  HORIZON_TRY(pipeline::check_watch(watch));
  if (!watch.topic.empty()) {
    const auto node = pipeline::resolve_topic(*workspace.taxonomy, watch.topic);
    if (!node) return fail(node.error());
    watch.topic = workspace.taxonomy->node(*node).id;
  }
  const pipeline::Analyser analyser(workspace);
  const auto searcher = pipeline::Searcher::open(workspace, analyser, {app.clock});
  // Without documents nothing can be tried; the queries are read when there are some.
  if (!searcher)
    return searcher.error().code == ErrorCode::kUsage ? Status{} : fail(searcher.error());
  const auto tried = pipeline::evaluate_watch(watch, *searcher, watch.since, {});
  if (!tried) return fail(tried.error());
  return {};
}

Result<int> add_watch(const App& app, Watch watch) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto clock = workspace_clock(app.common, workspace->config);
  if (!clock) return fail(clock.error());
  if (watch.since == Day{}) watch.since = (*clock)->today();
  auto watches = pipeline::read_watches(workspace->root);
  if (!watches) return fail(watches.error());
  HORIZON_TRY(resolve(app, *workspace, watch));
  if (watch.name.empty()) {
    const taxonomy::NodeIndex node = workspace->taxonomy->find(watch.topic);
    watch.name = watch.query.empty() && node != taxonomy::kNoNode
                     ? workspace->taxonomy->node(node).name.in(app.common.style().language)
                     : watch.query;
  }
  const auto same = [&](const Watch& one) { return one.id == watch.id; };
  if (std::any_of(watches->begin(), watches->end(), same)) {
    return fail(ErrorCode::kUsage,
                fmt::format("there is a watch '{}' already; remove it first, or choose another id",
                            watch.id));
  }
  if (watches->size() >= pipeline::kMostWatches) {
    return fail(ErrorCode::kUsage,
                fmt::format("there are {} watches, which is the most", pipeline::kMostWatches));
  }
  watches->push_back(watch);
  HORIZON_TRY(pipeline::write_watches(workspace->root, *std::move(watches)));
  fmt::print("{}\n", fmt::format(fmt::runtime(app.common.style().pick(
                                     "Watch '{}' added; new documents count from {} on.",
                                     "已添加关注“{}”，自{}起统计新文献。")),
                                 watch.id, format_day(watch.since)));
  return kDone;
}

Result<int> remove_watch(const App& app, const std::string& id) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto watches = pipeline::read_watches(workspace->root);
  if (!watches) return fail(watches.error());
  const auto found = find_watch(*watches, id);
  if (!found) return fail(found.error());
  std::erase_if(*watches, [&](const Watch& watch) { return watch.id == id; });
  HORIZON_TRY(pipeline::write_watches(workspace->root, *std::move(watches)));
  fmt::print(
      "{}\n",
      fmt::format(fmt::runtime(app.common.style().pick("Watch '{}' removed.", "已删除关注“{}”。")),
                  id));
  return kDone;
}

Result<int> add_milestone(const App& app, const std::string& id,
                          const pipeline::Milestone& milestone) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto watches = pipeline::read_watches(workspace->root);
  if (!watches) return fail(watches.error());
  const auto found = find_watch(*watches, id);
  if (!found) return fail(found.error());
  (*found)->milestones.push_back(milestone);
  HORIZON_TRY(resolve(app, *workspace, **found));
  HORIZON_TRY(pipeline::write_watches(workspace->root, *std::move(watches)));
  fmt::print(
      "{}\n",
      fmt::format(fmt::runtime(app.common.style().pick("Milestone added to '{}', expected by {}.",
                                                       "已为“{}”添加里程碑，预计不晚于{}。")),
                  id, format_day(milestone.due)));
  return kDone;
}

Json watch_row(const Watch& watch) {
  return {{"id", watch.id},
          {"name", watch.name},
          {"owner", watch.owner},
          {"query", watch.query},
          {"topic", watch.topic},
          {"without", fmt::format("{}", fmt::join(watch.without, "; "))},
          {"threshold", watch.threshold},
          {"alert", watch.alert},
          {"since", format_day(watch.since)},
          {"milestones", watch.milestones.size()}};
}

Result<int> list_watches(const App& app) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto watches = pipeline::read_watches(workspace->root);
  if (!watches) return fail(watches.error());
  std::vector<Json> rows;
  for (const Watch& watch : *watches) rows.push_back(watch_row(watch));
  const Column columns[] = {{"id", "id", "标识"},
                            {"name", "name", "名称", false, 30},
                            {"owner", "owner", "负责", false, 16},
                            {"query", "query", "检索式", false, 30},
                            {"topic", "topic", "主题"},
                            {"threshold", "at least", "阈值", true},
                            {"alert", "at once", "即时"},
                            {"milestones", "milestones", "里程碑", true}};
  std::vector<std::string> notes;
  const Style style = app.common.style();
  if (rows.empty()) notes.emplace_back(style.pick("Nothing is watched.", "尚无关注。"));
  print_rows(app.common.output_format(), style, columns, rows, notes, app.common.bom);
  return kDone;
}

Json document_row(const store::StoredDocument& stored, std::string_view what) {
  return {{"what", what},
          {"published",
           stored.document.published ? Json(format_date(*stored.document.published)) : Json()},
          {"first_seen", format_day(stored.first_seen)},
          {"id", stored.document.id},
          {"title", stored.document.title},
          {"url", stored.document.url}};
}

std::vector<std::string> notes_of(const pipeline::WatchFinding& finding, const Style& style) {
  std::vector<std::string> notes;
  notes.push_back(fmt::format(fmt::runtime(style.pick("{} new since {}, threshold {}: {}.",
                                                      "自{1}起新增{0}篇，阈值{2}：{3}。")),
                              finding.fresh.size(), format_day(finding.watch.since),
                              finding.watch.threshold,
                              finding.reached ? style.pick("would be reported", "达到，将报告")
                                              : style.pick("nothing to report", "未达到，不报告")));
  for (const pipeline::MilestoneFinding& milestone : finding.milestones) {
    notes.push_back(fmt::format(
        fmt::runtime(style.pick("Milestone '{}' by {}: {} documents show it.",
                                "里程碑“{}”（{}前）：相关文献{}篇。")),
        milestone.milestone.event, format_day(milestone.milestone.due), milestone.documents));
  }
  return notes;
}

// What would be reported now; nothing is sent or noted.
Result<int> test_watch(const App& app, const std::string& id, const std::string& since) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto watches = pipeline::read_watches(workspace->root);
  if (!watches) return fail(watches.error());
  auto found = find_watch(*watches, id);
  if (!found) return fail(found.error());
  Watch watch = **found;
  if (!since.empty()) {
    const auto day = parse_day_option("--since", since);
    if (!day) return fail(day.error());
    watch.since = *day;
  }
  const auto as_of = app.common.as_of_day(workspace->config);
  if (!as_of) return fail(as_of.error());
  const pipeline::Analyser analyser(*workspace);
  const auto searcher = pipeline::Searcher::open(*workspace, analyser, {app.clock});
  if (!searcher) return fail(searcher.error());
  const auto told = store::Outbox(searcher->store()).told(id, "");
  if (!told) return fail(told.error());
  const auto finding = pipeline::evaluate_watch(watch, *searcher, *as_of, *told);
  if (!finding) return fail(finding.error());
  std::vector<Json> rows;
  for (const auto& stored : finding->evidence) rows.push_back(document_row(stored, watch.id));
  for (const pipeline::MilestoneFinding& milestone : finding->milestones) {
    for (const auto& stored : milestone.shown)
      rows.push_back(document_row(stored, milestone.milestone.event));
  }
  const Column columns[] = {{"what", "what", "内容", false, 20},
                            {"published", "published", "发表"},
                            {"id", "id", "标识", false, 28},
                            {"title", "title", "标题"}};
  print_rows(app.common.output_format(), app.common.style(), columns, rows,
             notes_of(*finding, app.common.style()), app.common.bom);
  return kDone;
}

void add_add(App& app, CLI::App& parent) {
  auto watch = std::make_shared<Watch>();
  auto since = std::make_shared<std::string>();
  CLI::App* command = parent.add_subcommand("add", "watch a query or a topic");
  command->add_option("ID", watch->id, "its id: lower-case letters, digits and '-'")->required();
  command->add_option("--query", watch->query, "what documents must say, as for 'horizon search'");
  command->add_option("--topic", watch->topic, "a domain, subfield or route, by id or name");
  command->add_option("--without", watch->without, "a word or phrase to leave out (repeatable)")
      ->type_name("WORDS");
  command
      ->add_option("--threshold", watch->threshold,
                   "so many new documents are worth a report (default 1)")
      ->type_name("N");
  command->add_option("--name", watch->name, "what the digest calls it");
  command->add_option("--owner", watch->owner, "the team that it is for");
  command
      ->add_option("--since", *since,
                   "documents first seen from this day on are new (default: today)")
      ->type_name("DATE");
  command->add_flag("--alert", watch->alert,
                    "tell at once, by the deliveries that want alerts, not only in the digest");
  command->callback([&app, watch, since] {
    app.action = [&app, watch, since]() -> Result<int> {
      if (!since->empty()) {
        const auto day = parse_day_option("--since", *since);
        if (!day) return fail(day.error());
        watch->since = *day;
      }
      return add_watch(app, *watch);
    };
  });
}

void add_milestone(App& app, CLI::App& parent) {
  struct Options {
    std::string id, due;
    pipeline::Milestone milestone;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = parent.add_subcommand("milestone", "an event that is expected by a day");
  command->add_option("ID", options->id, "the watch that it belongs to")->required();
  command->add_option("EVENT", options->milestone.event, "what is expected, in words")->required();
  command->add_option("--query", options->milestone.query, "what documents that show it would say")
      ->required();
  command->add_option("--by", options->due, "the day by which it is expected")
      ->type_name("DATE")
      ->required();
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      const auto day = parse_last_day_option("--by", options->due);
      if (!day) return fail(day.error());
      options->milestone.due = *day;
      return add_milestone(app, options->id, options->milestone);
    };
  });
}

}  // namespace

void add_watch(App& app) {
  CLI::App* command =
      app.cli.add_subcommand("watch", "what people want to be told of: add, list, test, remove");
  command->require_subcommand(1);
  add_add(app, *command);
  add_milestone(app, *command);
  CLI::App* list = command->add_subcommand("list", "the watches");
  add_output_options(app, *list);
  list->callback([&app] { app.action = [&app] { return list_watches(app); }; });
  auto id = std::make_shared<std::string>();
  auto since = std::make_shared<std::string>();
  CLI::App* test = command->add_subcommand("test", "what a watch would report now");
  test->add_option("ID", *id, "its id")->required();
  test->add_option("--since", *since, "as if it had begun on this day")->type_name("DATE");
  add_output_options(app, *test);
  add_as_of_option(app, *test);
  test->callback([&app, id, since] {
    app.action = [&app, id, since] { return test_watch(app, *id, *since); };
  });
  CLI::App* remove = command->add_subcommand("remove", "watch it no more");
  remove->add_option("ID", *id, "its id")->required();
  remove->callback([&app, id] { app.action = [&app, id] { return remove_watch(app, *id); }; });
  command->footer(
      "\nExamples:\n"
      "  horizon watch add bci-clinic --query '脑机接口 AND 临床' --owner 健康组 --alert\n"
      "  horizon watch add qcomp --topic INF.qcomp --without annealing --threshold 10\n"
      "  horizon watch milestone qcomp '1,000 logical qubits' --query 'logical qubits' --by 2029\n"
      "  horizon watch test qcomp --since 2026-01");
}

}  // namespace horizon::cli
