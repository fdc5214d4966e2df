// import: files of the operator's.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/job.h"
#include "core/text.h"
#include "pipeline/import.h"

namespace horizon::cli {
namespace {

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

}  // namespace

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

}  // namespace horizon::cli
