// import: files of the operator's.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/job.h"
#include "core/io.h"
#include "core/text.h"
#include "crawler/formats/export/headings.h"
#include "crawler/formats/format.h"
#include "pipeline/import.h"

namespace horizon::cli {
namespace {

// What the operator typed, before it is understood.
struct ImportCommand {
  std::vector<std::string> files;
  std::string source = "import";
  std::string kind;
  std::string format;
  std::vector<std::string> columns;
  std::string columns_file;
  bool list_formats = false;
};

// "title=Title": a field of a document, and the heading of its column.
Status add_column(std::string_view text, pipeline::ImportOptions& options) {
  const std::size_t mark = text.find('=');
  const std::string field = ascii_lower(trim(text.substr(0, mark)));
  if (mark == std::string_view::npos || !crawler::field_of_name(field)) {
    return fail(ErrorCode::kUsage,
                fmt::format("--columns: '{}' is not FIELD=HEADING; fields are: {}", text,
                            crawler::field_names()));
  }
  std::string_view heading = trim(text.substr(mark + 1));
  if (heading.size() >= 2 && heading.front() == '"' && heading.back() == '"') {
    heading = heading.substr(1, heading.size() - 2);
  }
  options.columns[field] = heading;
  return {};
}

// One FIELD=HEADING a line; empty lines and those that begin with '#' do not count.
Status add_columns_file(const std::string& file, pipeline::ImportOptions& options) {
  constexpr std::size_t kLargest = std::size_t{1} << 20;
  const auto text = read_file(file, kLargest);
  if (!text) return fail(ErrorCode::kUsage, "--columns-file: " + text.error().message);
  for (const std::string_view piece : split(*text, '\n')) {
    const std::string_view line = trim(piece);
    if (!line.empty() && line[0] != '#') HORIZON_TRY(add_column(line, options));
  }
  return {};
}

Result<pipeline::ImportOptions> options_of(const ImportCommand& command) {
  pipeline::ImportOptions options;
  options.source = command.source;
  if (!command.kind.empty()) options.kind = *parse_kind(command.kind);
  if (!command.format.empty()) {
    options.format = crawler::find_record_format(command.format);
    if (options.format == nullptr) {
      return fail(ErrorCode::kUsage,
                  fmt::format("--format: no format '{}'; see horizon import --list-formats",
                              command.format));
    }
  }
  if (!command.columns_file.empty()) HORIZON_TRY(add_columns_file(command.columns_file, options));
  for (const std::string& column : command.columns) HORIZON_TRY(add_column(column, options));
  return options;
}

Result<int> list_formats(const App& app) {
  std::vector<Json> rows;
  for (const crawler::RecordFormat& format : crawler::record_formats()) {
    rows.push_back({{"format", format.name}, {"description", format.description}});
  }
  const Column columns[] = {{"format", "format", "格式"}, {"description", "description", "说明"}};
  print_table(app.common.style(), columns, rows);
  return kDone;
}

// Says what could not be read; all of it on one line, for the run.
std::string print_problems(const Style& style, const pipeline::ImportReport& report) {
  std::string all;
  for (const pipeline::FileProblem& problem : report.problems) {
    const bool named = problem.message.starts_with(problem.file);
    const std::string line =
        named ? problem.message : fmt::format("{}: {}", problem.file, problem.message);
    all += (all.empty() ? "" : "; ") + line;
    fmt::print(stderr, "horizon: {}\n", line);
  }
  if (report.more_problems > 0) {
    fmt::print(stderr, fmt::runtime(style.pick("horizon: and {} more\n", "horizon：另有{}个\n")),
               report.more_problems);
  }
  if (report.skipped > 0) {
    fmt::print(stderr,
               fmt::runtime(style.pick("horizon: {} files of no known format were left out: {}{}\n",
                                       "horizon：已略过{}个无法识别格式的文件：{}{}\n")),
               report.skipped, fmt::join(report.skipped_names, ", "),
               report.skipped > report.skipped_names.size() ? ", ..." : "");
  }
  return sanitise_utf8(all);
}

Result<int> run_import(const App& app, const ImportCommand& command) {
  if (command.list_formats) return list_formats(app);
  if (command.files.empty()) {
    return fail(ErrorCode::kUsage,
                "name the files, folders or archives to import, or - for "
                "standard input");
  }
  const auto options = options_of(command);
  if (!options) return fail(options.error());
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const pipeline::JobContext context = (*job)->context();
  auto ingest = open_ingest(**job, context, style);
  if (!ingest) return fail(ingest.error());
  const std::string run = fmt::format("import {}", fmt::join(command.files, " "));
  HORIZON_TRY(ingest->begin_run(fit(sanitise_utf8(run), 200)));
  const std::vector<std::filesystem::path> files(command.files.begin(), command.files.end());
  const auto report = pipeline::import_files(files, *options, *ingest, *(*job)->analyser, context);
  if (!report) return failed(*ingest, report.error());
  HORIZON_TRY(ingest->end_run(print_problems(style, *report)));
  fmt::print("{}\n", describe(style, report->tally));
  const bool nothing_read = report->tally.records() == 0 && !report->problems.empty();
  const int code = finish(style, report->tally, report->stopped,
                          report->tally.quarantined > 0 || !report->problems.empty());
  return nothing_read && files.size() == 1 ? kUsageError : code;
}

}  // namespace

void add_import(App& app) {
  auto options = std::make_shared<ImportCommand>();
  CLI::App* command = app.cli.add_subcommand(
      "import", "take in files, folders and archives of any format that --list-formats shows");
  command->add_option("FILE", options->files,
                      "files (plain, .gz, .zst), folders, .zip, .tar; - is standard input");
  command
      ->add_option("--source", options->source,
                   "id of the source where a record names none (default import)")
      ->type_name("ID");
  command
      ->add_option("--kind", options->kind,
                   "paper, patent, news or other, where a record does "
                   "not tell")
      ->type_name("KIND")
      ->check(CLI::IsMember({"paper", "patent", "news", "other"}));
  command->add_option("--format", options->format, "of all files; else each file's beginning tells")
      ->type_name("NAME");
  command
      ->add_option("--columns", options->columns,
                   "tables: which column is which field (FIELD=HEADING,...)")
      ->type_name("LIST")
      ->delimiter(',');
  command->add_option("--columns-file", options->columns_file, "the same, one FIELD=HEADING a line")
      ->type_name("FILE");
  command->add_flag("--list-formats", options->list_formats, "show the formats that can be read");
  command->footer(
      "\nJSON Lines, one object a line: id, title, abstract, date, kind, lang, authors,\n"
      "organisations, categories, mesh, doi, url, source; all may be missing but a title or an\n"
      "abstract.\n"
      "\nExamples:\n"
      "  horizon import papers.jsonl.gz cnki.ris savedrecs.txt downloads/ patents.zip\n"
      "  horizon import table.csv --columns 'title=Paper title,date=Publication Year'");
  command->callback([&app, options] {
    app.action = [&app, options]() -> Result<int> { return run_import(app, *options); };
  });
}

}  // namespace horizon::cli
