// The folder of issued digests, as far as it may be shown.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace horizon::web {

struct ArchivedIssue {
  std::string week;                // "2026-W47"
  std::vector<std::string> files;  // relative to the folder, in order of name
};

// The latest first; none where there is no folder. Files lie beside one another with the week in
// their names, or in a folder of the week.
std::vector<ArchivedIssue> list_archive(const std::filesystem::path& folder);

// The page of an issue in a language ("zh", "en"); "" if there is none.
std::string page_of(const ArchivedIssue& issue, std::string_view language);

// True for what may be the name of a file there: "2026-W47/zh.html". No way leads out of the
// folder, and none to a hidden file.
bool is_archive_path(std::string_view path);

// "text/html; charset=utf-8" by the name's ending; "" for files that are not shown.
std::string_view media_type(std::string_view name);

// What a page with style sheets of its own may load: these sheets, by their hash, and nothing
// else (CSP 3, section 6.7.3.3).
std::string own_style_policy(std::string_view html);

}  // namespace horizon::web
