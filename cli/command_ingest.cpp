// scan, import, reindex: the commands that write.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "core/text.h"
#include "pipeline/fetching.h"
#include "pipeline/import.h"
#include "pipeline/scan.h"

namespace horizon::cli {
namespace {

// What the writing commands need, opened in the right order.
struct Job {
  pipeline::Workspace workspace;
  std::unique_ptr<pipeline::Analyser> analyser;
  std::unique_ptr<Clock> clock;
  ProgressLine progress;

  pipeline::JobContext context() {
    return {*clock, [this](const pipeline::Progress& at) { progress(at); }, &stop_flag()};
  }
};

Result<std::unique_ptr<Job>> open_job(const App& app) {
  auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto job = std::make_unique<Job>();
  job->workspace = std::move(*workspace);
  auto clock = workspace_clock(app.common, job->workspace.config);
  if (!clock) return fail(clock.error());
  job->clock = std::move(*clock);
  job->analyser = std::make_unique<pipeline::Analyser>(job->workspace);
  return job;
}

void print_moves(const Style& style, const std::vector<pipeline::LabelMove>& moves) {
  if (moves.empty()) return;
  std::vector<Json> rows;
  for (const pipeline::LabelMove& move : moves) {
    rows.push_back({{"topic", move.node}, {"gained", move.gained}, {"lost", move.lost}});
  }
  const Column columns[] = {{"topic", "topic", "主题"},
                            {"gained", "gained", "新增", true},
                            {"lost", "lost", "减少", true}};
  print_table(style, columns, rows);
}

void print_relabelled(const Style& style, const pipeline::Ingest& ingest) {
  if (ingest.relabelled().empty()) return;
  fmt::print("{}\n", style.pick("The taxonomy has changed; labels that moved:",
                                "分类体系已修改，标签变动："));
  print_moves(style, ingest.relabelled());
}

std::string describe(const Style& style, const pipeline::Tally& tally) {
  return fmt::format(
      fmt::runtime(style.pick("{} new, {} updated, {} joined, {} known already, {} quarantined",
                              "新增{}篇，更新{}篇，合并{}篇，已有{}篇，隔离{}条")),
      with_separators(tally.added), with_separators(tally.updated), with_separators(tally.joined),
      with_separators(tally.unchanged), with_separators(tally.quarantined));
}

std::string state_text(const Style& style, const pipeline::SourceReport& report) {
  switch (report.state) {
    case pipeline::SourceState::kHarvested:
      return describe(style, report.tally);
    case pipeline::SourceState::kNotDue:
      return fmt::format("{} {}", style.pick("-", "—"), report.message);
    case pipeline::SourceState::kDisabled:
      return style.pick("disabled in sources.toml", "已停用");
    case pipeline::SourceState::kFailed:
      return fmt::format("{}: {}", style.pick("FAILED", "失败"), report.message);
    case pipeline::SourceState::kPostponed:
    case pipeline::SourceState::kEnded:
      return report.message;
  }
  return {};
}

// A job that could not go on: the run says why, as far as it can still be written.
tl::unexpected<Error> failed(pipeline::Ingest& ingest, const Error& error) {
  static_cast<void>(ingest.end_run(error.message));
  return fail(error);
}

int finish(const Style& style, const pipeline::Tally& tally, bool stopped, bool failures) {
  if (tally.quarantined > 0) {
    fmt::print("{}\n",
               style.pick("Quarantined records and their reasons: horizon status --quarantine",
                          "隔离的记录及原因：horizon status --quarantine"));
  }
  if (!stopped) return failures ? kDoneWithFailures : kDone;
  fmt::print(stderr, "{}\n",
             style.pick("horizon: interrupted; run the same command to continue",
                        "horizon：已中断；再次运行同一命令即可继续"));
  return kCouldNotRun;
}

Result<int> dry_run(const Job& job, const pipeline::ScanOptions& options, const Style& style) {
  const auto sources = pipeline::choose_sources(job.workspace, options);
  if (!sources) return fail(sources.error());
  auto store = store::Store::open(job.workspace.store_file(), store::Mode::kRead);
  std::vector<Json> rows;
  for (const crawler::Source& source : *sources) {
    std::string when = style.pick("now", "现在");
    if (!source.enabled && options.sources.empty()) {
      when = style.pick("disabled", "已停用");
    } else if (store && options.sources.empty()) {
      const auto due = pipeline::due_at(*store, source);
      if (!due) return fail(due.error());
      if (*due && **due > job.clock->now()) when = format_instant(**due);
    }
    rows.push_back({{"source", source.id}, {"due", when}, {"url", source.url}});
  }
  const Column columns[] = {
      {"source", "source", "来源"}, {"due", "due", "到期"}, {"url", "url", "地址"}};
  print_table(style, columns, rows);
  return kDone;
}

Result<int> run_scan(const App& app, const pipeline::ScanOptions& options) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const auto chosen = pipeline::choose_sources((*job)->workspace, options);
  if (!chosen) return fail(chosen.error());
  auto fetcher = pipeline::open_fetcher((*job)->workspace);
  if (!fetcher) return fail(fetcher.error());
  const pipeline::JobContext context = (*job)->context();
  auto ingest = pipeline::Ingest::open((*job)->workspace, *(*job)->analyser, context);
  if (!ingest) return fail(ingest.error());
  print_relabelled(style, *ingest);
  HORIZON_TRY(ingest->begin_run("scan"));
  const auto report = pipeline::scan((*job)->workspace, options, *ingest, **fetcher, context);
  if (!report) return failed(*ingest, report.error());
  std::string failures;
  for (const pipeline::SourceReport& source : report->sources) {
    if (source.state != pipeline::SourceState::kFailed) continue;
    failures +=
        fmt::format("{}{}: {}", failures.empty() ? "" : "; ", source.source, source.message);
  }
  HORIZON_TRY(ingest->end_run(failures));
  for (const pipeline::SourceReport& source : report->sources) {
    fmt::print("{}  {}\n", pad(source.source, 20, false), state_text(style, source));
  }
  fmt::print("{}  {}\n", pad(style.pick("total", "合计"), 20, false),
             describe(style, report->total()));
  return finish(style, report->total(), report->stopped, report->has_failures());
}

Result<int> run_import(const App& app, const std::vector<std::string>& names,
                       const pipeline::ImportOptions& options) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const pipeline::JobContext context = (*job)->context();
  auto ingest = pipeline::Ingest::open((*job)->workspace, *(*job)->analyser, context);
  if (!ingest) return fail(ingest.error());
  print_relabelled(style, *ingest);
  const std::string command = fmt::format("import {}", fmt::join(names, " "));
  HORIZON_TRY(ingest->begin_run(fit(sanitise_utf8(command), 200)));
  const std::vector<std::filesystem::path> files(names.begin(), names.end());
  const auto report = pipeline::import_files(files, options, *ingest, *(*job)->analyser, context);
  if (!report) return failed(*ingest, report.error());
  std::string problems;
  for (const pipeline::FileProblem& problem : report->problems) {
    problems +=
        fmt::format("{}{}: {}", problems.empty() ? "" : "; ", problem.file, problem.message);
    const bool named = problem.message.starts_with(problem.file);
    fmt::print(stderr, "horizon: {}{}{}\n", named ? "" : problem.file, named ? "" : ": ",
               problem.message);
  }
  HORIZON_TRY(ingest->end_run(sanitise_utf8(problems)));
  fmt::print("{}\n", describe(style, report->tally));
  const bool nothing_read = report->tally.records() == 0 && !report->problems.empty();
  const int code = finish(style, report->tally, report->stopped,
                          report->tally.quarantined > 0 || !report->problems.empty());
  return nothing_read && files.size() == 1 ? kUsageError : code;
}

Result<int> run_reindex(const App& app, bool preview) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const pipeline::JobContext context = (*job)->context();
  if (preview) {
    const auto moves = pipeline::preview_relabelling((*job)->workspace, *(*job)->analyser, context);
    if (!moves) return fail(moves.error());
    if (moves->empty()) fmt::print("{}\n", style.pick("No label would move.", "标签不会变动。"));
    print_moves(style, *moves);
    return kDone;
  }
  auto ingest = pipeline::Ingest::open((*job)->workspace, *(*job)->analyser, context,
                                       pipeline::Relabel::kAlways);
  if (!ingest) return fail(ingest.error());
  print_moves(style, ingest->relabelled());
  HORIZON_TRY(ingest->finish());
  fmt::print("{}\n", style.pick("The search index was built anew.", "检索索引已重建。"));
  return kDone;
}

}  // namespace

void add_scan(App& app) {
  struct Options {
    pipeline::ScanOptions scan;
    std::string since;
    bool dry = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand("scan", "harvest what is due, label and index it");
  command
      ->add_option("--source", options->scan.sources, "only this source, due or not (repeatable)")
      ->type_name("ID");
  command
      ->add_option("--since", options->since,
                   "harvest repositories anew from this day of last change")
      ->type_name("DATE");
  command->add_flag("--restart", options->scan.restart,
                    "forget how far the sources were harvested");
  command->add_flag("--dry-run", options->dry, "only say which sources are due");
  command->footer(
      "\nExamples:\n  horizon scan\n  horizon scan --source arxiv-cs --since 2026-11-01");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      if (!options->since.empty()) {
        const auto day = parse_day_option("--since", options->since);
        if (!day) return fail(day.error());
        options->scan.since = *day;
      }
      if (!options->dry) return run_scan(app, options->scan);
      auto job = open_job(app);
      if (!job) return fail(job.error());
      return dry_run(**job, options->scan, app.common.style());
    };
  });
}

void add_import(App& app) {
  struct Options {
    std::vector<std::string> files;
    pipeline::ImportOptions import;
    std::string kind;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.cli.add_subcommand(
      "import", "take in files: JSON Lines, RSS, Atom, OAI-PMH pages; plain, .gz, .zst");
  command->add_option("FILE", options->files, "files; - is standard input (JSON Lines)")
      ->required();
  command
      ->add_option("--source", options->import.source,
                   "id of the source where a record names none (default import)")
      ->type_name("ID");
  command
      ->add_option("--kind", options->kind,
                   "paper, patent, news or other, where a record does "
                   "not tell")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->footer(
      "\nOne JSON object a line: id, title, abstract, date, kind, lang, authors, organisations,\n"
      "categories, mesh, doi, url, source; all may be missing but a title or an abstract.\n"
      "\nExample:\n  horizon import papers.jsonl.gz patents.jsonl");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> {
      if (!options->kind.empty()) options->import.kind = *parse_kind(options->kind);
      return run_import(app, options->files, options->import);
    };
  });
}

void add_reindex(App& app) {
  auto preview = std::make_shared<bool>(false);
  CLI::App* command = app.cli.add_subcommand(
      "reindex", "label everything with the present taxonomy and build the search index anew");
  command->add_flag("--dry-run", *preview, "only show which labels would move");
  command->callback(
      [&app, preview] { app.action = [&app, preview] { return run_reindex(app, *preview); }; });
}

}  // namespace horizon::cli
