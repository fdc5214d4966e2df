// The subcommand `taxonomy suggest`.
#pragma once

#include "cli/command.h"

namespace horizon::cli {

void add_suggest(App& app, CLI::App& taxonomy);

}  // namespace horizon::cli
