// The style sheet, the script and the icon: part of the program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "web/http.h"

namespace horizon::web {

// What stands in the files' names and changes with their content, so that browsers may keep them
// for ever.
const std::string& assets_version();

// A file by its name, "<version>.css"; 304 if the browser has it. nullopt if there is none; files
// of another version are answered with this one's, not to be kept.
std::optional<Response> asset_file(std::string_view name, std::string_view if_none_match);

}  // namespace horizon::web
