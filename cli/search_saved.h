// Searches that a workspace keeps under a name, in searches.json.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/output.h"
#include "core/error.h"

namespace horizon::cli {

// What is kept of a search; empty: not asked for.
struct SavedSearch {
  std::string name;
  std::string query;
  std::vector<std::string> topics;
  std::string kind, language, source, from, until, sort;
  bool every_word = false, as_typed = false;
};

// In order of name; none if there is no file. kUsage, with what is wrong, if it is damaged.
Result<std::vector<SavedSearch>> read_saved(const std::filesystem::path& workspace);
// Adds it, or replaces the one of its name. kUsage for a name that is empty, longer than 64 bytes
// or has control characters.
Status save_search(const std::filesystem::path& workspace, const SavedSearch& search);
// kUsage, with the names that there are, if there is none of this name.
Result<SavedSearch> find_saved(const std::filesystem::path& workspace, const std::string& name);

Json to_json(const SavedSearch& search);

}  // namespace horizon::cli
