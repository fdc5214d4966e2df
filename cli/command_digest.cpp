#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "digest/periods.h"
#include "pipeline/digest_run.h"
#include "pipeline/watch_items.h"

namespace horizon::cli {
namespace {

struct DigestArguments {
  std::string out;
  std::string week;
  bool draft = false;
};

Result<pipeline::IssueRequest> request_of(const App& app, const DigestArguments& arguments,
                                          const pipeline::Workspace& workspace) {
  pipeline::IssueRequest request;
  const auto today = app.common.as_of_day(workspace.config);
  if (!today) return fail(today.error());
  request.today = *today;
  if (arguments.week.empty()) return request;
  request.week = digest::parse_week(arguments.week);
  if (request.week) return request;
  return fail(ErrorCode::kUsage,
              fmt::format("--week {}: no ISO week; write it as in 2026-W47", arguments.week));
}

// Where the files go: --out, else the week's folder; a draft lies beside it.
std::filesystem::path folder_of(const DigestArguments& arguments,
                                const pipeline::Workspace& workspace, const digest::Issue& issue) {
  if (!arguments.out.empty()) return arguments.out;
  const std::string week = format_period(issue.week);
  return workspace.digest_folder() / (issue.draft ? week + "-draft" : week);
}

void print_summary(const Style& style, const digest::Issue& issue, bool issued_now) {
  const char* state = style.pick("as issued", "原样");
  if (issue.draft) state = style.pick("draft, not issued", "草稿，未发布");
  if (issued_now) state = style.pick("issued", "已发布");
  fmt::print("{} {} ({}): {}\n", style.pick("Issue", "期号"), format_period(issue.week), state,
             fmt::format(fmt::runtime(style.pick("{0} headlines, {1} of {2} subfields tested",
                                                 "要点{0}条；子领域{2}个，检验{1}个")),
                         issue.headlines.size(), issue.tested, issue.subfields));
}

Result<int> run_digest(const App& app, const DigestArguments& arguments) {
  const auto workspace = pipeline::Workspace::open(app.common.workspace);
  if (!workspace) return fail(workspace.error());
  auto request = request_of(app, arguments, *workspace);
  if (!request) return fail(request.error());
  request->watches =
      pipeline::watch_source(*workspace, [](const std::string& id, const Error& error) {
        fmt::print(stderr, "horizon: watch '{}': {}\n", id, error.message);
      });
  const pipeline::JobContext context{app.clock};
  const pipeline::Analyser analyser(*workspace);
  const auto searcher = pipeline::Searcher::open(*workspace, analyser, context);
  if (!searcher) return fail(searcher.error());
  pipeline::IssuedWeek week;
  if (arguments.draft) {
    auto issue = pipeline::compose_issue(*workspace, *searcher, *request, context);
    if (!issue) return fail(issue.error());
    week.issue = std::move(*issue);
  } else {
    auto issued = pipeline::issue_week(*workspace, *searcher, *request, context);
    if (!issued) return fail(issued.error());
    week = std::move(*issued);
  }
  const std::filesystem::path folder = folder_of(arguments, *workspace, week.issue);
  auto paths = pipeline::render_issue(week.issue, folder);
  if (!paths) return fail(paths.error());
  const bool apart = !arguments.out.empty();
  if (apart || !arguments.draft) {
    const auto feeds = pipeline::render_feeds(workspace->digest_folder(),
                                              apart ? folder : workspace->digest_folder(), !apart);
    if (!feeds) return fail(feeds.error());
    paths->insert(paths->end(), feeds->begin(), feeds->end());
  }
  const Style style = app.common.style();
  print_summary(style, week.issue, week.issued_now);
  if (searcher->labels_are_old()) print_notes(stderr, style, {old_labels_note(style)});
  for (const auto& path : *paths) fmt::print("{}\n", path.lexically_normal().string());
  return kDone;
}

}  // namespace

void add_digest(App& app) {
  auto arguments = std::make_shared<DigestArguments>();
  CLI::App* command =
      app.cli.add_subcommand("digest", "the week on one page, in Chinese and English");
  command
      ->add_option("--out", arguments->out,
                   "folder for the files (default: the week's, in digests/ of the workspace)")
      ->type_name("DIR");
  command->add_option("--week", arguments->week, "the ISO week (default: that of the as-of day)")
      ->type_name("YYYY-Www");
  command->add_flag("--draft", arguments->draft, "show it as it would be now, and issue nothing");
  add_as_of_option(app, *command);
  command->footer(
      "\nThe first call of a week issues it: the issue is frozen, and every later call writes "
      "the\nsame again. --draft looks without issuing."
      "\n\nExamples:\n  horizon digest\n  horizon digest --draft --out /tmp/digest\n"
      "  horizon digest --week 2026-W46");
  command->callback([&app, arguments] {
    app.action = [&app, arguments] { return run_digest(app, *arguments); };
  });
}

}  // namespace horizon::cli
