// What is due from all sources at once, page by page, each page stored with its place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crawler/fetch/fetcher.h"
#include "pipeline/ingest.h"
#include "pipeline/run.h"
#include "pipeline/source_scan.h"

namespace horizon::pipeline {

struct ScanOptions {
  std::vector<std::string> sources;  // only these, due or not, disabled or not; empty: what is due
  std::optional<Day> since;          // where harvests begin, which then start over
  bool restart = false;              // forget the places of the sources
};

struct ScanReport {
  std::vector<SourceReport> sources;  // in the order of sources.toml
  bool stopped = false;
  Tally total() const;
  bool has_failures() const;
};

// kUsage for an unknown source id.
Result<std::vector<crawler::Source>> choose_sources(const Workspace& workspace,
                                                    const ScanOptions& options);

// All sources side by side, as far as their providers allow; a source that fails is reported and
// never stops the others. What the store holds afterwards does not depend on who answered first,
// but for the numbers of documents and for which of two equal records counts as the first. An
// error is one of the workspace (disk, lock).
Result<ScanReport> scan(const Workspace& workspace, const ScanOptions& options, Ingest& ingest,
                        crawler::Fetcher& fetcher, const JobContext& context);

}  // namespace horizon::pipeline
