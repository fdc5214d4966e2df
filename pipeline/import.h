// Files from an operator's disk into the store: every record format that the crawler knows, in
// plain and compressed files, folders and archives, streamed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/document.h"
#include "crawler/formats/format.h"
#include "pipeline/ingest.h"
#include "pipeline/run.h"

namespace horizon::pipeline {

struct ImportOptions {
  std::string source = "import";  // id where a record names no source of its own
  Kind kind = Kind::kOther;       // where neither the record nor its id tells
  // Null: each file's own beginning tells.
  const crawler::RecordFormat* format = nullptr;
  // Of tables: which heading holds which field of a document (crawler::Source::columns).
  std::map<std::string, std::string> columns = {};
};

// A file that could not be read to its end, and why. What came before is kept.
struct FileProblem {
  std::string file;
  std::string message;
};

struct ImportReport {
  Tally tally;
  std::vector<FileProblem> problems;  // the first kMaxProblems
  std::uint64_t more_problems = 0;    // beyond those
  // Files in folders and archives that are of no known format; the first ones by name.
  std::vector<std::string> skipped_names;
  std::uint64_t skipped = 0;
  bool stopped = false;  // by a signal; the same command continues
};

inline constexpr std::size_t kMaxProblems = 100;
inline constexpr std::size_t kMaxSkippedNames = 3;

// Files, folders (recursively, in the order of their names, without hidden files) and archives;
// "-" is standard input. Memory is bounded by the batches in flight, whatever the files' sizes.
// The result does not depend on the number of threads or on where an earlier run was killed. An
// error is one of the workspace (disk, lock); what is wrong with a file or record is in the report.
Result<ImportReport> import_files(const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, Ingest& ingest,
                                  const Analyser& analyser, const JobContext& context);

}  // namespace horizon::pipeline
