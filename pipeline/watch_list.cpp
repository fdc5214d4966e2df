#include "pipeline/watch_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/io.h"
#include "core/text.h"

namespace horizon::pipeline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;
constexpr std::size_t kMaxText = 2'000;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMostParts = 100;
constexpr std::size_t kMaxThreshold = 100'000;

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<Day> day_of(const Json& object, const char* key) {
  const auto date = parse_iso_date(text_of(object, key));
  if (!date || date->precision != Precision::kDay) return {};
  return date->day;
}

std::vector<std::string> texts_of(const Json& object, const char* key) {
  std::vector<std::string> out;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return out;
  for (const Json& entry : *found) {
    if (entry.is_string()) out.push_back(entry.get<std::string>());
  }
  return out;
}

std::vector<Milestone> milestones_of(const Json& object) {
  std::vector<Milestone> out;
  const auto found = object.find("milestones");
  if (found == object.end() || !found->is_array()) return out;
  for (const Json& entry : *found) {
    if (!entry.is_object()) continue;
    out.push_back(
        {text_of(entry, "event"), text_of(entry, "query"), day_of(entry, "due").value_or(Day{})});
  }
  return out;
}

Watch from_json(const Json& object) {
  Watch watch;
  watch.id = text_of(object, "id");
  watch.name = text_of(object, "name");
  watch.owner = text_of(object, "owner");
  watch.query = text_of(object, "query");
  watch.topic = text_of(object, "topic");
  watch.without = texts_of(object, "without");
  const auto threshold = object.find("threshold");
  if (threshold != object.end() && threshold->is_number_unsigned())
    watch.threshold = threshold->get<std::size_t>();
  const auto alert = object.find("alert");
  watch.alert = alert != object.end() && alert->is_boolean() && alert->get<bool>();
  watch.since = day_of(object, "since").value_or(Day{});
  watch.milestones = milestones_of(object);
  return watch;
}

Json to_json(const Watch& watch) {
  Json milestones = Json::array();
  for (const Milestone& milestone : watch.milestones) {
    milestones.push_back({{"event", milestone.event},
                          {"query", milestone.query},
                          {"due", format_day(milestone.due)}});
  }
  return {{"id", watch.id},
          {"name", watch.name},
          {"owner", watch.owner},
          {"query", watch.query},
          {"topic", watch.topic},
          {"without", watch.without},
          {"threshold", watch.threshold},
          {"alert", watch.alert},
          {"since", format_day(watch.since)},
          {"milestones", milestones}};
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_line(std::string_view text, std::size_t most) {
  return text.size() <= most && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Status check_texts(const Watch& watch) {
  std::vector<std::string_view> texts = {watch.query, watch.topic};
  texts.insert(texts.end(), watch.without.begin(), watch.without.end());
  for (const Milestone& milestone : watch.milestones) {
    texts.push_back(milestone.event);
    texts.push_back(milestone.query);
    if (trim(milestone.event).empty() || trim(milestone.query).empty() || milestone.due == Day{}) {
      return fail(ErrorCode::kUsage, "a milestone needs an event, a query and a day");
    }
  }
  for (const std::string_view text : texts) {
    if (is_line(text, kMaxText)) continue;
    return fail(ErrorCode::kUsage, "a query has more than 2,000 bytes or control characters");
  }
  return {};
}

}  // namespace

Status check_watch(const Watch& watch) {
  if (!is_id(watch.id)) {
    return fail(ErrorCode::kUsage,
                "a watch needs an id of 1 to 64 lower-case letters, digits and '-'");
  }
  if (trim(watch.query).empty() && watch.topic.empty()) {
    return fail(ErrorCode::kUsage, fmt::format("watch '{}' needs a query or a topic", watch.id));
  }
  if (!is_line(watch.name, kMaxName) || !is_line(watch.owner, kMaxName)) {
    return fail(ErrorCode::kUsage, fmt::format("the name or owner of watch '{}' has more than {} "
                                               "bytes or control characters",
                                               watch.id, kMaxName));
  }
  if (watch.threshold < 1 || watch.threshold > kMaxThreshold) {
    return fail(ErrorCode::kUsage, fmt::format("the threshold of watch '{}' must be from 1 to {}",
                                               watch.id, kMaxThreshold));
  }
  if (watch.without.size() > kMostParts || watch.milestones.size() > kMostParts) {
    return fail(ErrorCode::kUsage,
                fmt::format("watch '{}' has more than {} milestones or words to leave out",
                            watch.id, kMostParts));
  }
  return check_texts(watch);
}

Result<std::vector<Watch>> parse_watches(const std::string& bytes, const std::string& file) {
  const Json rows = Json::parse(bytes, nullptr, false);
  if (!rows.is_array() || rows.size() > kMostWatches) {
    return fail(ErrorCode::kUsage, fmt::format("{} is no list of at most {} watches; mend it, or "
                                               "delete it and add them again",
                                               file, kMostWatches));
  }
  std::vector<Watch> watches;
  std::set<std::string> ids;
  for (const Json& row : rows) {
    watches.push_back(row.is_object() ? from_json(row) : Watch{});
    const Status right = check_watch(watches.back());
    if (!right) return fail(ErrorCode::kUsage, fmt::format("{}: {}", file, right.error().message));
    if (!ids.insert(watches.back().id).second) {
      return fail(ErrorCode::kUsage,
                  fmt::format("{}: watch '{}' is there twice", file, watches.back().id));
    }
  }
  std::ranges::sort(watches, {}, &Watch::id);
  return watches;
}

std::string watches_json(const std::vector<Watch>& watches) {
  Json rows = Json::array();
  for (const Watch& watch : watches) rows.push_back(to_json(watch));
  return rows.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::vector<Watch>> read_watches(const std::filesystem::path& workspace) {
  const std::filesystem::path file = workspace / "watches.json";
  const auto bytes = read_file(file, kMaxBytes);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) return std::vector<Watch>();
  if (!bytes) return fail(bytes.error());
  return parse_watches(*bytes, file.string());
}

Status write_watches(const std::filesystem::path& workspace, std::vector<Watch> watches) {
  std::ranges::sort(watches, {}, &Watch::id);
  return write_file_atomically(workspace / "watches.json", watches_json(watches));
}

std::string query_of(const Watch& watch) {
  const std::string_view query = trim(watch.query);
  if (watch.without.empty()) return std::string(query);
  std::string text = query.empty() ? "*" : fmt::format("({})", query);
  for (const std::string& word : watch.without) {
    std::string bare = word;
    std::erase(bare, '"');
    if (!trim(bare).empty()) text += fmt::format(" AND NOT \"{}\"", trim(bare));
  }
  return text;
}

}  // namespace horizon::pipeline
