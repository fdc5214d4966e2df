// What the operator says: horizon.toml and sources.toml of a workspace. The only place that reads
// TOML settings; everything below gets plain options.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/source.h"
#include "pipeline/service_config.h"

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
  // Hosts that may be on the operator's own network; all others are refused there.
  std::vector<std::string> allowed_private_hosts;
  std::string proxy;                    // URL; empty: the environment's, as curl reads it
  std::string ca_file;                  // PEM file of trusted authorities; empty: the system's
  double seconds_between_requests = 1;  // to one host for which no provider's rule is known
  std::int64_t connections = 64;        // at the same time, over all hosts
  // A pause that a source asks for is waited up to this long; longer ones postpone it.
  std::chrono::seconds longest_wait{60};
  std::string digest_folder = "digests";  // relative to the workspace
  ServiceConfig service;
};

// kUsage with "file:line: what is wrong" for unknown keys and impossible values.
Result<Config> parse_config(const std::string& content, const std::string& file);
// The value of an environment variable; nullopt if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment real_environment();

// Keys and secrets come from the environment variables that the file names.
Result<std::vector<crawler::Source>> parse_sources(const std::string& content,
                                                   const std::string& file,
                                                   const Environment& environment);

// The text of a [[source]] entry, to be appended to sources.toml; only what is not the default.
std::string source_entry(const crawler::Source& source, const std::string& comment);

}  // namespace horizon::pipeline
