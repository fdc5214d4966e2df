#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "pipeline/digest_run.h"

namespace horizon::cli {
namespace {

Result<int> run_digest(const App& app, const std::string& out) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  const auto as_of = app.common.as_of_day(workspace->config);
  if (!as_of) return fail(as_of.error());
  const pipeline::Analyser analyser(*workspace);
  const auto searcher = pipeline::Searcher::open(*workspace, analyser, {app.clock});
  if (!searcher) return fail(searcher.error());
  const auto issue = pipeline::compose_issue(*workspace, *searcher, *as_of);
  if (!issue) return fail(issue.error());
  const std::filesystem::path folder =
      out.empty() ? workspace->digest_folder() : std::filesystem::path(out);
  const auto paths = pipeline::write_issue(*issue, folder);
  if (!paths) return fail(paths.error());
  const Style style = app.common.style();
  fmt::print("{} {}: {}\n", style.pick("Issue", "期号"), format_period(issue->week),
             fmt::format(fmt::runtime(style.pick("{0} headlines, {1} of {2} subfields tested",
                                                 "要点{0}条；子领域{2}个，检验{1}个")),
                         issue->headlines.size(), issue->tested, issue->subfields));
  if (searcher->labels_are_old()) print_notes(stderr, style, {old_labels_note(style)});
  for (const auto& path : *paths) fmt::print("{}\n", path.lexically_normal().string());
  return kDone;
}

}  // namespace

void add_digest(App& app) {
  auto out = std::make_shared<std::string>();
  CLI::App* command =
      app.cli.add_subcommand("digest", "the week on one page, in Chinese and English");
  command->add_option("--out", *out, "folder for the files (default: digests/ in the workspace)")
      ->type_name("DIR");
  add_as_of_option(app, *command);
  command->footer("\nExample:\n  horizon digest --out /tmp/digest");
  command->callback([&app, out] { app.action = [&app, out] { return run_digest(app, *out); }; });
}

}  // namespace horizon::cli
