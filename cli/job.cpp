#include "cli/job.h"

#include <fmt/format.h>

#include <utility>

namespace horizon::cli {

Result<std::unique_ptr<Job>> open_job(const App& app) {
  auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  pipeline::give_way();
  auto job = std::make_unique<Job>();
  job->workspace = std::move(*workspace);
  if (const auto model = job->workspace.text_model.load(); !model) return fail(model.error());
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

void print_rebuilt(const Style& style, const pipeline::Ingest& ingest) {
  if (ingest.rebuilt().empty()) return;
  fmt::print(stderr,
             fmt::runtime(style.pick("horizon: {}; the index was built anew from the store\n",
                                     "horizon：{}；已由文献库重建索引\n")),
             ingest.rebuilt());
}

Result<pipeline::Ingest> open_ingest(const Job& job, const pipeline::JobContext& context,
                                     const Style& style) {
  auto ingest = pipeline::Ingest::open(job.workspace, *job.analyser, context);
  if (!ingest) return ingest;
  print_rebuilt(style, *ingest);
  print_relabelled(style, *ingest);
  return ingest;
}

std::string describe(const Style& style, const pipeline::Tally& tally) {
  return fmt::format(
      fmt::runtime(style.pick("{} new, {} updated, {} joined, {} known already, {} quarantined",
                              "新增{}篇，更新{}篇，合并{}篇，已有{}篇，隔离{}条")),
      with_separators(tally.added), with_separators(tally.updated), with_separators(tally.joined),
      with_separators(tally.unchanged), with_separators(tally.quarantined));
}

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

}  // namespace horizon::cli
