// The week's issue from the workspace: gathers what digest/ composes from, and writes the files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "digest/issue.h"
#include "pipeline/search.h"
#include "pipeline/workspace.h"

namespace horizon::pipeline {

// The issue as of a day. Counts are the store's; evidence are the newest documents of each kind.
Result<digest::Issue> compose_issue(const Workspace& workspace, const Searcher& searcher,
                                    Day as_of);

// Writes the issue as HTML and Markdown in both languages, named after its week; the same issue
// gives the same bytes. Returns the files' paths, HTML first.
Result<std::vector<std::filesystem::path>> write_issue(const digest::Issue& issue,
                                                       const std::filesystem::path& folder);

}  // namespace horizon::pipeline
