// verify: prove that store, index and counts agree.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/job.h"
#include "pipeline/verify.h"

namespace horizon::cli {
namespace {

void add_rows(std::vector<Json>& rows, const char* part, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) rows.push_back({{"part", part}, {"difference", line}});
}

void print_advice(const Style& style, const pipeline::VerifyReport& report) {
  if (report.more > 0)
    fmt::print("{}\n", fmt::format(fmt::runtime(style.pick("… and {} more", "……另有{}处")),
                                   with_separators(report.more)));
  if (!report.index.empty())
    fmt::print("{}\n", style.pick("The index derives from the store: 'horizon reindex' builds it "
                                  "anew.",
                                  "索引由文献库生成：“horizon reindex”可重建。"));
  if (!report.store.empty())
    fmt::print("{}\n",
               style.pick("The store's own tables disagree, which no kill or full disk "
                          "does: restore a backup.",
                          "文献库内部不一致（断电或磁盘写满不会造成此情况）：请恢复备份。"));
}

Result<int> run_verify(const App& app) {
  auto job = open_job(app);
  if (!job) return fail(job.error());
  const Style style = app.common.style();
  const auto report =
      pipeline::verify_workspace((*job)->workspace, *(*job)->analyser, (*job)->context());
  if (!report) return fail(report.error());
  if (report->interrupted) return kCouldNotRun;
  if (report->agrees()) {
    fmt::print("{}\n", fmt::format(fmt::runtime(style.pick(
                                       "Store, index and counts agree ({} documents compared).",
                                       "文献库、索引与计数一致（已核对{}篇）。")),
                                   with_separators(report->documents)));
    return kDone;
  }
  std::vector<Json> rows;
  add_rows(rows, "store", report->store);
  add_rows(rows, "index", report->index);
  const Column columns[] = {{"part", "part", "部分"}, {"difference", "difference", "差异"}};
  print_table(style, columns, rows);
  print_advice(style, *report);
  return kDoneWithFailures;
}

}  // namespace

void add_verify(App& app) {
  CLI::App* command = app.cli.add_subcommand(
      "verify", "derive index and counts once more and compare: do they agree with the store?");
  command->footer("Example:\n  horizon verify && echo all is well");
  command->callback([&app] { app.action = [&app] { return run_verify(app); }; });
}

}  // namespace horizon::cli
