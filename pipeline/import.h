// Files from an operator's disk into the store: JSON Lines (streamed), feeds and OAI-PMH pages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/document.h"
#include "pipeline/ingest.h"
#include "pipeline/run.h"

namespace horizon::pipeline {

struct ImportOptions {
  std::string source = "import";  // id where a record names no source of its own
  Kind kind = Kind::kOther;       // where neither the record nor its id tells
};

// A file that could not be read to its end, and why. What came before is kept.
struct FileProblem {
  std::string file;
  std::string message;
};

struct ImportReport {
  Tally tally;
  std::vector<FileProblem> problems;
  bool stopped = false;  // by a signal; the same command continues
};

// Memory is bounded by the batches in flight, whatever the files' sizes. The result does not
// depend on the number of threads or on where an earlier run was killed. An error is one of the
// workspace (disk, lock); what is wrong with a file or record is in the report.
Result<ImportReport> import_files(const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, Ingest& ingest,
                                  const Analyser& analyser, const JobContext& context);

}  // namespace horizon::pipeline
