// The options of every command that counts documents over time.
#pragma once

#include <string>

#include "cli/command.h"
#include "trends/series.h"

namespace horizon::cli {

struct SeriesArguments {
  std::string by = "month";
  std::string kind = {}, language = {}, source = {}, from = {}, until = {};
};

// --by, --kind, --language, --source, --from, --until, --as-of.
void add_series_arguments(App& app, CLI::App& command, SeriesArguments& arguments);

// kUsage names the option that is wrong.
Result<trends::SeriesOptions> series_options(const App& app, const SeriesArguments& arguments,
                                             const pipeline::Config& config);

// --window: periods on either side of a comparison; 0: the default of their length.
void add_window_option(CLI::App& command, std::size_t& window);
// --limit: rows, with the default that `limit` has.
void add_limit_option(CLI::App& command, std::size_t& limit);

}  // namespace horizon::cli
