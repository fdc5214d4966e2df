// Where issues lie and how they are frozen. In the folder of the digests each issued week has a
// folder of its own ("2026-W47") with issue.json, which is the issue; every other file there, and
// the feeds beside, are renderings of it that can be made anew.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "digest/issue.h"

namespace horizon::pipeline {

// "2026-W47/issue.json" below the folder.
std::filesystem::path issue_file(const std::filesystem::path& folder, const Period& week);

// Weeks that were issued, newest first. Empty if there is no such folder; what is no issue's folder
// is passed over.
Result<std::vector<Period>> list_issues(const std::filesystem::path& folder);

// kNotFound if the week was not issued; else as digest::read_issue_json().
Result<digest::Issue> load_issue(const std::filesystem::path& folder, const Period& week);

// Makes the issue the week's, once and for all: written beside, synced, and renamed where no issue
// is yet. False if the week was issued before (by another process, too): nothing was changed then.
Result<bool> freeze_issue(const std::filesystem::path& folder, const digest::Issue& issue);

// Writes every format in both languages, named after the week: .zh.html .en.html (pages),
// .zh.email.html .en.email.html (for mail), .zh.txt .en.txt (their text part), .zh.md .en.md, .csv
// and .json. The same issue gives the same bytes. Returns the paths, pages first. On an error
// (disk full) files that were there before are whole.
Result<std::vector<std::filesystem::path>> render_issue(const digest::Issue& issue,
                                                        const std::filesystem::path& folder);

// Writes atom.zh.xml and atom.en.xml over the newest twenty issues of `folder` to `out`; `nested`
// says whether links lead into the weeks' folders (as in `folder`), or to pages beside the feeds.
// Issues that cannot be read are left out.
Result<std::vector<std::filesystem::path>> render_feeds(const std::filesystem::path& folder,
                                                        const std::filesystem::path& out,
                                                        bool nested);

}  // namespace horizon::pipeline
