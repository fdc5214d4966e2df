// What the commands that write (scan, import, reindex) share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "pipeline/ingest.h"

namespace horizon::cli {

// What a writing command needs, opened in the right order.
struct Job {
  pipeline::Workspace workspace;
  std::unique_ptr<pipeline::Analyser> analyser;
  std::unique_ptr<Clock> clock;
  ProgressLine progress;

  pipeline::JobContext context() {
    return {*clock, [this](const pipeline::Progress& at) { progress(at); }, &stop_flag()};
  }
};

Result<std::unique_ptr<Job>> open_job(const App& app);

// Its store and index, opened for writing; says what had to be mended or labelled anew for it.
Result<pipeline::Ingest> open_ingest(const Job& job, const pipeline::JobContext& context,
                                     const Style& style);

void print_moves(const Style& style, const std::vector<pipeline::LabelMove>& moves);
// The moves that a changed taxonomy has made, if it has.
void print_relabelled(const Style& style, const pipeline::Ingest& ingest);

// That the index was damaged, and has been built anew.
void print_rebuilt(const Style& style, const pipeline::Ingest& ingest);

// "3 new, 1 updated, ..."
std::string describe(const Style& style, const pipeline::Tally& tally);

// A job that could not go on: the run says why, as far as it can still be written.
tl::unexpected<Error> failed(pipeline::Ingest& ingest, const Error& error);

// Says where to look and how to go on; the exit code.
int finish(const Style& style, const pipeline::Tally& tally, bool stopped, bool failures);

}  // namespace horizon::cli
