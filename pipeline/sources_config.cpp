#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

#include "crawler/text/url.h"
#include "pipeline/config.h"
#include "pipeline/settings.h"

namespace horizon::pipeline {
namespace {

using crawler::SourceKind;

bool is_source_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool is_source_url(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("file:");
}

// Sources with a public address of their own.
bool is_api(SourceKind kind) {
  switch (kind) {
    case SourceKind::kFeed:
    case SourceKind::kOaiPmh:
    case SourceKind::kJsonl:
    case SourceKind::kSitemap:
    case SourceKind::kFolder:
      return false;
    default:
      return true;
  }
}

void read_kinds(Settings& settings, const toml::table& table, crawler::Source& source) {
  const std::string wanted =
      fmt::format("one of \"{}\"", fmt::join(crawler::source_kind_names(), "\", \""));
  std::string type;
  settings.read(table, "type", type, wanted);
  if (const auto kind = crawler::parse_source_kind(type)) {
    source.kind = *kind;
  } else {
    const toml::node* node = table.get("type");
    settings.report(node == nullptr ? table.source().begin.line : node->source().begin.line,
                    fmt::format("'type' must be {}", wanted));
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

void read_secret(Settings& settings, const toml::table& table, std::string_view key,
                 const Environment& environment, std::string& out) {
  std::string variable;
  settings.read(table, key, variable, "the name of an environment variable");
  if (!variable.empty()) out = environment(variable).value_or("");
}

void read_columns(Settings& settings, const toml::table& table, crawler::Source& source) {
  const toml::node* node = table.get("columns");
  if (node == nullptr) return;
  if (!node->is_table()) {
    settings.report(*node, "'columns' must be written as columns = { title = \"Title\", ... }");
    return;
  }
  for (auto&& [field, column] : *node->as_table()) {
    const auto heading = column.value<std::string>();
    if (heading) {
      source.columns[std::string(field.str())] = *heading;
    } else {
      settings.report(column, "a column is named by its heading, in quotes");
    }
  }
}

// How often: every = "6h", every_hours = 6, or at = "Mon..Fri 06:30" by the clock on the wall.
void read_times(Settings& settings, const toml::table& table, crawler::Source& source) {
  constexpr std::chrono::minutes kLeast{5};
  constexpr std::chrono::hours kMost{24 * 366};
  std::int64_t hours = 24;
  settings.read_number(table, "every_hours", 1, kMost.count(), hours);
  source.interval = std::chrono::hours(hours);
  std::string every;
  settings.read(table, "every", every, "a span such as \"6h\"");
  if (!every.empty()) {
    const auto span = parse_span(every);
    if (span && *span >= kLeast && *span <= kMost) {
      source.interval = std::chrono::floor<std::chrono::minutes>(*span);
    } else {
      settings.report(*table.get("every"),
                      "'every' must be a span from \"5m\" to \"366d\", such as \"6h\"");
    }
  }
  settings.read(table, "at", source.calendar, "a calendar expression such as \"Mon..Fri 06:30\"");
  if (source.calendar.empty()) return;
  if (const auto calendar = Calendar::parse(source.calendar); !calendar) {
    settings.report(*table.get("at"), calendar.error().message);
  }
}

void check(Settings& settings, const toml::table& table, const crawler::Source& source) {
  if (!is_source_id(source.id)) {
    settings.report(table, "a source needs an 'id' of lower-case letters, digits, '-', '_' or '.'");
  }
  if (is_api(source.kind) && source.url.empty()) return;
  if (!is_source_url(source.url)) {
    settings.report(table, fmt::format("source '{}' needs a 'url' that begins with https://, "
                                       "http:// or file:",
                                       source.id));
  }
  if (source.kind == SourceKind::kFolder && !source.url.starts_with("file:")) {
    settings.report(table,
                    fmt::format("source '{}' is a folder: its 'url' begins with file:", source.id));
  }
}

crawler::Source read_source(Settings& settings, const toml::table& table,
                            const Environment& environment) {
  settings.allow_keys(table, " in [[source]]",
                      {"id", "type", "url", "language", "documents", "metadata_prefix", "set",
                       "query", "since", "api_key_env", "api_secret_env", "format", "columns",
                       "every", "every_hours", "at", "obey_robots", "enabled"});
  crawler::Source source;
  settings.read(table, "id", source.id, "a text");
  settings.read(table, "url", source.url, "a text");
  settings.read(table, "language", source.language, "a language tag such as \"zh\"");
  settings.read(table, "metadata_prefix", source.metadata_prefix, "a text");
  settings.read(table, "set", source.set, "a text");
  settings.read(table, "query", source.query, "a text");
  settings.read(table, "format", source.format, "a format's name (horizon import --list-formats)");
  settings.read(table, "obey_robots", source.obey_robots, "true or false");
  settings.read(table, "enabled", source.enabled, "true or false");
  settings.read_day(table, "since", source.since);
  read_secret(settings, table, "api_key_env", environment, source.api_key);
  read_secret(settings, table, "api_secret_env", environment, source.api_secret);
  read_columns(settings, table, source);
  read_kinds(settings, table, source);
  read_times(settings, table, source);
  check(settings, table, source);
  return source;
}

// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

Environment real_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

Result<std::vector<crawler::Source>> parse_sources(const std::string& content,
                                                   const std::string& file,
                                                   const Environment& environment) {
  Settings settings(content, file);
  settings.allow_keys(settings.root(), "", {"source"});
  std::vector<crawler::Source> sources;
  std::set<std::string> ids;
  if (const toml::node* list = settings.root().get("source")) {
    if (!list->is_array_of_tables()) {
      settings.report(*list, "sources must be written as [[source]]");
    } else {
      for (const toml::node& entry : *list->as_array()) {
        sources.push_back(read_source(settings, *entry.as_table(), environment));
        if (!ids.insert(sources.back().id).second) {
          settings.report(entry, fmt::format("source id '{}' is used twice", sources.back().id));
        }
      }
    }
  }
  if (settings.error()) return fail(*settings.error());
  return sources;
}

std::string source_entry(const crawler::Source& source, const std::string& comment) {
  std::string out = "\n";
  if (!comment.empty()) out += fmt::format("# {}\n", comment);
  out += "[[source]]\n";
  const auto line = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) out += fmt::format("{} = {}\n", key, quoted(value));
  };
  line("id", source.id);
  line("type", to_string(source.kind));
  line("url", source.url);
  if (source.document_kind) line("documents", to_string(*source.document_kind));
  line("language", source.language);
  if (source.kind == SourceKind::kOaiPmh) line("metadata_prefix", source.metadata_prefix);
  line("set", source.set);
  line("query", source.query);
  return out;
}

}  // namespace horizon::pipeline
