// The week's issue from the workspace: gathers what digest/ composes from, and issues it.
#pragma once

#include <optional>
#include <string>

#include "digest/issue.h"
#include "pipeline/digest_files.h"
#include "pipeline/run.h"
#include "pipeline/search.h"
#include "pipeline/watch.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

struct IssueRequest {
  // The last day that may be known: the workspace's as-of day, or today.
  Day today{};
  // The ISO week; nullopt: that of `today`. An issue is as of the last day of its week, or of
  // `today` if that is earlier.
  std::optional<Period> week;
  WatchSource watches;  // may be empty
};

// A draft: composed now, whatever was issued. Compared with the issue of the week before in the
// workspace's folder of digests. Phrase tables are made if that is quick (see kQuickPhrases); else
// the issue says that its list of terms is missing. kUsage for a week that has not begun.
Result<digest::Issue> compose_issue(const Workspace& workspace, const Searcher& searcher,
                                    const IssueRequest& request, const JobContext& context);

struct IssuedWeek {
  digest::Issue issue;
  bool issued_now = false;  // false: it had been issued before, and is shown as it was
};

// The week's issue, as it was issued or, if it was not yet, composed now and frozen. Idempotent:
// of any number of calls, by any number of processes and after any kill, one issues. Renderings
// and feeds in the workspace's folder of digests are written by each call. If writing fails, the
// week is not issued, and older issues are as they were. Makes the phrase tables if they are not
// those of the store as it is: a minute at a million documents.
Result<IssuedWeek> issue_week(const Workspace& workspace, const Searcher& searcher,
                              const IssueRequest& request, const JobContext& context);

// Stores of fewer documents have their phrase tables made for a draft (some seconds).
inline constexpr std::uint64_t kQuickPhrases = 100000;

}  // namespace horizon::pipeline
