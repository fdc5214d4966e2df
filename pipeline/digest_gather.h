// Everything of a workspace that an issue is composed from. Internal to pipeline/.
#pragma once

#include <optional>
#include <vector>

#include "digest/compose.h"
#include "pipeline/run.h"
#include "pipeline/search.h"
#include "pipeline/watch.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// What was issued before the week.
struct EarlierIssues {
  digest::Previous previous;
  std::optional<digest::Issue> before;  // of the week before
  std::vector<digest::Standing> standings;
  std::vector<std::pair<std::uint32_t, digest::Issue>> past;  // to be graded, by weeks ago
  // Coverage of the 13 weeks before, newest first; nullopt where none was issued.
  std::vector<std::optional<digest::Coverage>> coverage;
};

inline constexpr std::size_t kUsualWeeks = 13;

// Issues that cannot be read are as if they had not been issued, but for that of the week before.
Result<EarlierIssues> earlier_issues(const std::filesystem::path& folder, const Period& week);

Result<digest::Issue> gather_and_compose(const Workspace& workspace, const Searcher& searcher,
                                         Day as_of, const WatchSource& watches,
                                         const JobContext& context);

}  // namespace horizon::pipeline
