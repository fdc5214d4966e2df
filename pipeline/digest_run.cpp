#include "pipeline/digest_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/digest_gather.h"
#include "pipeline/phrase_file.h"

namespace horizon::pipeline {
namespace {

// kUsage for a week that has not begun.
Result<Day> day_of_issue(const IssueRequest& request) {
  if (!request.week) return request.today;
  if (request.week->begin > request.today) {
    return fail(ErrorCode::kUsage,
                fmt::format("--week {} has not begun: today is {}", format_period(*request.week),
                            format_day(request.today)));
  }
  return std::min(request.today, end_of(*request.week) - std::chrono::days(1));
}

}  // namespace

Result<digest::Issue> compose_issue(const Workspace& workspace, const Searcher& searcher,
                                    const IssueRequest& request, const JobContext& context) {
  const auto as_of = day_of_issue(request);
  if (!as_of) return fail(as_of.error());
  return gather_and_compose(workspace, searcher, *as_of, request.watches, context);
}

Result<IssuedWeek> issue_week(const Workspace& workspace, const Searcher& searcher,
                              const IssueRequest& request, const JobContext& context) {
  const auto as_of = day_of_issue(request);
  if (!as_of) return fail(as_of.error());
  const std::filesystem::path folder = workspace.digest_folder();
  const Period week = period_of(*as_of, Granularity::kWeek);
  IssuedWeek out;
  auto issue = load_issue(folder, week);
  if (!issue && issue.error().code == ErrorCode::kNotFound) {
    // What is issued is never without its list of terms, however long the tables take.
    const auto tables = PhraseFile::open(workspace.phrase_file(), searcher.store(), context);
    if (!tables) return fail(tables.error());
    issue = compose_issue(workspace, searcher, request, context);
    if (!issue) return fail(issue.error());
    issue->draft = false;
    const auto frozen = freeze_issue(folder, *issue);
    if (!frozen) return fail(frozen.error());
    out.issued_now = *frozen;
    if (!*frozen) issue = load_issue(folder, week);
  }
  if (!issue) return fail(issue.error());
  HORIZON_TRY(render_issue(*issue, issue_file(folder, week).parent_path()));
  HORIZON_TRY(render_feeds(folder, folder, true));
  out.issue = std::move(*issue);
  return out;
}

}  // namespace horizon::pipeline
