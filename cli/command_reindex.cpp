// reindex: label everything with the present taxonomy and build the search index anew.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/job.h"

namespace horizon::cli {
namespace {

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

void add_reindex(App& app) {
  auto preview = std::make_shared<bool>(false);
  CLI::App* command = app.cli.add_subcommand(
      "reindex", "label everything with the present taxonomy and build the search index anew");
  command->add_flag("--dry-run", *preview, "only show which labels would move");
  command->callback(
      [&app, preview] { app.action = [&app, preview] { return run_reindex(app, *preview); }; });
}

}  // namespace horizon::cli
