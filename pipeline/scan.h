// What is due from the sources, page by page, each page stored with its cursor.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crawler/fetch/transport.h"
#include "pipeline/ingest.h"
#include "pipeline/run.h"

namespace horizon::pipeline {

struct ScanOptions {
  std::vector<std::string> sources;  // only these, due or not, disabled or not; empty: what is due
  std::optional<Day> since;  // first datestamp of OAI-PMH sources, harvested from there anew
  bool restart = false;      // forget the cursors of the sources
};

enum class SourceState { kHarvested, kNotDue, kDisabled, kFailed, kPostponed };

struct SourceReport {
  std::string source;
  SourceState state = SourceState::kHarvested;
  Tally tally;
  std::uint64_t pages = 0;
  std::string message;  // why it failed or is not due
};

struct ScanReport {
  std::vector<SourceReport> sources;
  bool stopped = false;
  Tally total() const;
  bool has_failures() const;
};

// kUsage for an unknown source id.
Result<std::vector<crawler::Source>> choose_sources(const Workspace& workspace,
                                                    const ScanOptions& options);

// One source after another; a source that fails is reported and never stops the others. An error
// is one of the workspace (disk, lock).
Result<ScanReport> scan(const Workspace& workspace, const ScanOptions& options, Ingest& ingest,
                        crawler::Transport& transport, const JobContext& context);

// The workspace's way to the world: file: URLs below its root; http(s) if a contact is set.
Result<std::unique_ptr<crawler::Transport>> open_transport(const Workspace& workspace);

// When a source is due again; nullopt: now. Meta keys are the scan's own.
Result<std::optional<Instant>> due_at(const store::Store& store, const crawler::Source& source);

}  // namespace horizon::pipeline
