// The program's own description of its commands and options, for manual pages and shells. All of it
// is read from what the parser knows, so it cannot lag behind.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace horizon::cli {

// One page in roff's man(7) macros, section 1 or 8.
std::string manual_page(const CLI::App& app, int section);

// Completion of commands, options and file names.
std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);
std::string fish_completion(const CLI::App& app);

}  // namespace horizon::cli
