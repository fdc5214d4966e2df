#include "pipeline/config.h"

#include <fmt/format.h>

#include "pipeline/settings.h"

namespace horizon::pipeline {
namespace {

void read_threshold(Settings& settings, const toml::table& table, std::string_view key,
                    float& out) {
  double value = static_cast<double>(out);
  settings.read(table, key, value, "a number from 0 to 1");
  if (!(value >= 0 && value <= 1)) {
    settings.report(*table.get(key), fmt::format("'{}' must be a number from 0 to 1", key));
  }
  out = static_cast<float>(value);
}

void read_network(Settings& settings, const toml::table& table, Config& config) {
  settings.allow_keys(table, " in [network]",
                      {"allowed_private_hosts", "proxy", "ca_file", "connections",
                       "seconds_between_requests", "longest_wait_seconds"});
  settings.read_texts(table, "allowed_private_hosts", config.allowed_private_hosts);
  settings.read(table, "proxy", config.proxy, "a URL such as \"http://proxy.example.org:3128\"");
  settings.read(table, "ca_file", config.ca_file, "the path of a PEM file");
  settings.read_number(table, "connections", 1, 1'000, config.connections);
  settings.read(table, "seconds_between_requests", config.seconds_between_requests, "a number");
  if (!(config.seconds_between_requests >= 0 && config.seconds_between_requests <= 3'600)) {
    settings.report(*table.get("seconds_between_requests"),
                    "'seconds_between_requests' must be a number from 0 to 3600");
  }
  std::int64_t seconds = config.longest_wait.count();
  settings.read_number(table, "longest_wait_seconds", 0, 3'600, seconds);
  config.longest_wait = std::chrono::seconds(seconds);
}

}  // namespace

Result<Config> parse_config(const std::string& content, const std::string& file) {
  Settings settings(content, file);
  Config config;
  settings.allow_keys(settings.root(), "",
                      {"contact", "as_of", "taxonomy", "classify", "network", "digest", "schedule",
                       "daemon", "retention", "delivery"});
  settings.read(settings.root(), "contact", config.contact, "a text");
  settings.read_day(settings.root(), "as_of", config.as_of);
  if (const toml::table* table = settings.section("taxonomy")) {
    settings.allow_keys(*table, " in [taxonomy]", {"scheme"});
    settings.read(*table, "scheme", config.scheme, "the id of a scheme");
  }
  if (const toml::table* table = settings.section("classify")) {
    settings.allow_keys(*table, " in [classify]", {"assign_threshold", "review_threshold"});
    read_threshold(settings, *table, "assign_threshold", config.assign_threshold);
    read_threshold(settings, *table, "review_threshold", config.review_threshold);
    if (config.review_threshold > config.assign_threshold) {
      settings.report(*table, "'review_threshold' must not be above 'assign_threshold'");
    }
  }
  if (const toml::table* table = settings.section("network")) {
    read_network(settings, *table, config);
  }
  if (const toml::table* table = settings.section("digest")) {
    settings.allow_keys(*table, " in [digest]", {"folder"});
    settings.read(*table, "folder", config.digest_folder, "a folder's name");
  }
  read_service(settings, config.service);
  if (settings.error()) return fail(*settings.error());
  return config;
}

}  // namespace horizon::pipeline
