// An issue as JSON: the form in which it is frozen, and one of the formats that readers get. The
// schema is described in docs/formats.md.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"
#include "digest/issue.h"

namespace horizon::digest {

// Raised when a member changes its meaning or goes; a new member does not raise it.
inline constexpr int kIssueSchema = 1;
inline constexpr std::size_t kMaxIssueBytes = 16U << 20U;

// UTF-8, LF, indented by one space; the same issue gives the same bytes, and read_issue() gives the
// issue back with every number exactly as it was.
std::string write_issue_json(const Issue& issue);

// `name` is that of the file, for errors. Members that are missing have their defaults, unknown
// ones are passed over. kCorrupt for what is no issue, or none that could be shown (an endless
// number, a day outside the years 1500 to 2200, a headline without its figures); kUsage for a
// schema that is newer than this program's; kLimit beyond kMaxIssueBytes.
Result<Issue> read_issue_json(std::string_view json, std::string_view name);

}  // namespace horizon::digest
