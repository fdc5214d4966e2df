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

// "2025Q4–2026Q3" of a window; "" for none.
std::string span_of(const Period& first, const Period& last, const Style& style);

// A figure as JSON: six digits; null where it is not finite.
Json number(double value);
// {"value": ..., "lower": ..., "upper": ...}
Json estimate_json(const trends::Estimate& estimate);

// "papers", "patents", "news", "other".
const char* kind_text(Kind kind, const Style& style);

// Said below every table: what was left out, if anything.
void note_left_out(const trends::LeftOut& left, const Style& style,
                   std::vector<std::string>& notes);

}  // namespace horizon::cli
