#include "pipeline/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>

namespace horizon::pipeline {
namespace {

// Reads one file's settings; keeps the first mistake, named by file and line.
class Settings {
 public:
  Settings(const std::string& content, std::string file) : file_(std::move(file)) {
    try {
      root_ = toml::parse(content, file_);
    } catch (const toml::parse_error& error) {
      report(error.source().begin.line, std::string(error.description()));
    }
  }

  const toml::table& root() const { return root_; }
  const std::optional<Error>& error() const { return error_; }

  void report(std::uint32_t line, const std::string& message) {
    if (!error_) error_ = Error{ErrorCode::kUsage, fmt::format("{}:{}: {}", file_, line, message)};
  }
  void report(const toml::node& node, const std::string& message) {
    report(node.source().begin.line, message);
  }

  void allow_keys(const toml::table& table, std::string_view where,
                  std::initializer_list<std::string_view> keys) {
    for (auto&& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
      report(key.source().begin.line, fmt::format("unknown setting '{}'{}; known: {}", key.str(),
                                                  where, fmt::join(keys, ", ")));
    }
  }

  template <typename T>
  void read(const toml::table& table, std::string_view key, T& out, std::string_view wanted) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto value = node->value<T>();
    if (value) {
      out = *value;
    } else {
      report(*node, fmt::format("'{}' must be {}", key, wanted));
    }
  }

  // A date as TOML writes it, or the same in quotes; "" is unset.
  void read_day(const toml::table& table, std::string_view key, std::optional<Day>& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    std::string text;
    if (const auto string = node->value_exact<std::string>()) text = *string;
    if (const auto date = node->value_exact<toml::date>()) {
      text = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    } else if (text.empty() && node->is_string()) {
      return;
    }
    const auto parsed = parse_iso_date(text);
    if (parsed && parsed->precision == Precision::kDay) {
      out = parsed->day;
    } else {
      report(*node, fmt::format("'{}' must be a date such as 2026-11-22", key));
    }
  }

  void read_texts(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const bool list = node->is_array() &&
                      (node->as_array()->empty() || node->is_homogeneous(toml::node_type::string));
    if (!list) {
      report(*node, fmt::format("'{0}' must be a list of texts: {0} = [\"...\"]", key));
      return;
    }
    for (const toml::node& entry : *node->as_array()) out.push_back(*entry.value<std::string>());
  }

  const toml::table* section(std::string_view key) {
    const toml::node* node = root_.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) report(*node, fmt::format("'{0}' must be a section [{0}]", key));
    return node->as_table();
  }

 private:
  std::string file_;
  toml::table root_;
  std::optional<Error> error_;
};

void read_threshold(Settings& settings, const toml::table& table, std::string_view key,
                    float& out) {
  double value = static_cast<double>(out);
  settings.read(table, key, value, "a number from 0 to 1");
  if (!(value >= 0 && value <= 1)) {
    settings.report(*table.get(key), fmt::format("'{}' must be a number from 0 to 1", key));
  }
  out = static_cast<float>(value);
}

bool is_source_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool is_source_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("file:");
}

void read_kinds(Settings& settings, const toml::table& table, crawler::Source& source) {
  std::string type;
  settings.read(table, "type", type, "\"feed\", \"oai_pmh\" or \"jsonl\"");
  if (const auto kind = crawler::parse_source_kind(type)) {
    source.kind = *kind;
  } else {
    const toml::node* node = table.get("type");
    settings.report(node == nullptr ? table.source().begin.line : node->source().begin.line,
                    "'type' must be \"feed\" (RSS, Atom), \"oai_pmh\" or \"jsonl\"");
  }
  std::string documents;
  settings.read(table, "documents", documents, "\"paper\", \"patent\", \"news\" or \"other\"");
  if (documents.empty()) return;
  source.document_kind = parse_kind(documents);
  if (!source.document_kind) {
    settings.report(*table.get("documents"),
                    "'documents' must be \"paper\", \"patent\", \"news\" or \"other\"");
  }
}

crawler::Source read_source(Settings& settings, const toml::table& table) {
  settings.allow_keys(table, " in [[source]]",
                      {"id", "type", "url", "language", "documents", "metadata_prefix", "set",
                       "since", "every_hours", "enabled"});
  crawler::Source source;
  settings.read(table, "id", source.id, "a text");
  settings.read(table, "url", source.url, "a text");
  settings.read(table, "language", source.language, "a language tag such as \"zh\"");
  settings.read(table, "metadata_prefix", source.metadata_prefix, "a text");
  settings.read(table, "set", source.set, "a text");
  settings.read(table, "enabled", source.enabled, "true or false");
  settings.read_day(table, "since", source.since);
  read_kinds(settings, table, source);
  std::int64_t hours = source.interval.count();
  settings.read(table, "every_hours", hours, "a whole number of hours");
  if (hours < 1 || hours > 24 * 366) {
    settings.report(*table.get("every_hours"), "'every_hours' must be from 1 to 8784");
  }
  source.interval = std::chrono::hours(hours);
  if (!is_source_id(source.id)) {
    settings.report(table, "a source needs an 'id' of lower-case letters, digits, '-', '_' or '.'");
  }
  if (!is_source_url(source.url)) {
    settings.report(table, fmt::format("source '{}' needs a 'url' that begins with https://, "
                                       "http:// or file:",
                                       source.id));
  }
  return source;
}

}  // namespace

Result<Config> parse_config(const std::string& content, const std::string& file) {
  Settings settings(content, file);
  Config config;
  settings.allow_keys(settings.root(), "",
                      {"contact", "as_of", "taxonomy", "classify", "network", "digest"});
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
    settings.allow_keys(*table, " in [network]", {"allowed_private_hosts"});
    settings.read_texts(*table, "allowed_private_hosts", config.allowed_private_hosts);
  }
  if (const toml::table* table = settings.section("digest")) {
    settings.allow_keys(*table, " in [digest]", {"folder"});
    settings.read(*table, "folder", config.digest_folder, "a folder's name");
  }
  if (settings.error()) return fail(*settings.error());
  return config;
}

Result<std::vector<crawler::Source>> parse_sources(const std::string& content,
                                                   const std::string& file) {
  Settings settings(content, file);
  settings.allow_keys(settings.root(), "", {"source"});
  std::vector<crawler::Source> sources;
  std::set<std::string> ids;
  if (const toml::node* list = settings.root().get("source")) {
    if (!list->is_array_of_tables()) {
      settings.report(*list, "sources must be written as [[source]]");
    } else {
      for (const toml::node& entry : *list->as_array()) {
        sources.push_back(read_source(settings, *entry.as_table()));
        if (!ids.insert(sources.back().id).second) {
          settings.report(entry, fmt::format("source id '{}' is used twice", sources.back().id));
        }
      }
    }
  }
  if (settings.error()) return fail(*settings.error());
  return sources;
}

}  // namespace horizon::pipeline
