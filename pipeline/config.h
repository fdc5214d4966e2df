// What the operator says: horizon.toml and sources.toml of a workspace. The only place that reads
// TOML settings; everything below gets plain options.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/source.h"

namespace horizon::pipeline {

struct Config {
  // Where providers reach the operator (URL or mail address). Needed before the first request to
  // a live source; empty: only file: sources can be scanned.
  std::string contact;
  // The day on which everything is computed; unset: today. The sample workspace fixes it.
  std::optional<Day> as_of;
  std::string scheme = "future-industries";  // the scheme that labels, trends and digest are about
  float assign_threshold = 0.5F;             // [0, 1]
  float review_threshold = 0.25F;            // [0, assign_threshold]
  std::vector<std::string> allowed_private_hosts;
  std::string digest_folder = "digests";  // relative to the workspace
};

// kUsage with "file:line: what is wrong" for unknown keys and impossible values.
Result<Config> parse_config(const std::string& content, const std::string& file);
Result<std::vector<crawler::Source>> parse_sources(const std::string& content,
                                                   const std::string& file);

}  // namespace horizon::pipeline
