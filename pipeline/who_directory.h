// The directory of organisations and places that a workspace uses.
#pragma once

#include <filesystem>

#include "core/error.h"
#include "who/directory.h"

namespace horizon::pipeline {

// What the program carries, corrected by the workspace's who.toml if it has one. kUsage with every
// mistake of that file and its line. `root` need not be a workspace.
Result<who::Directory> open_directory(const std::filesystem::path& root);

}  // namespace horizon::pipeline
