#include "crawler/harvest/uspto_files.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace horizon::crawler {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxFiles = 20'000;

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Numbers come as such and as text.
std::uint64_t number_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return 0;
  if (found->is_number_unsigned()) return found->get<std::uint64_t>();
  std::uint64_t value = 0;
  const std::string text = found->is_string() ? found->get<std::string>() : std::string();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

std::optional<Day> day_of(const std::string& text) {
  const auto date = parse_iso_date(text);
  return date ? std::optional(date->day) : std::nullopt;
}

// It becomes a file of ours: no folders, nothing hidden.
bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 128 && name[0] != '.' && name[0] != '-' &&
         std::all_of(name.begin(), name.end(), plain);
}

std::optional<UsptoFile> file_of(const Json& object) {
  UsptoFile file{text_of(object, "fileName"), text_of(object, "fileDownloadURI"),
                 number_of(object, "fileSize"), day_of(text_of(object, "fileDataFromDate"))};
  if (!file.day) file.day = day_of(text_of(object, "fileReleaseDate"));
  if (!is_plain_name(file.name) || file.url.empty()) return std::nullopt;
  return file;
}

Json to_json(const UsptoFile& file) {
  Json json = {
      {"name", file.name}, {"url", file.url}, {"size", file.size}, {"downloads", file.downloads}};
  if (file.day) json["day"] = format_day(*file.day);
  return json;
}

}  // namespace

Result<std::vector<UsptoFile>> read_uspto_files(std::string_view reply) {
  const Json root = Json::parse(reply, nullptr, false);
  if (!root.is_object()) return fail(ErrorCode::kCorrupt, "a list of files that is no JSON");
  std::vector<UsptoFile> files;
  std::vector<const Json*> open = {&root};
  while (!open.empty() && files.size() < kMaxFiles) {
    const Json& json = *open.back();
    open.pop_back();
    if (json.is_object()) {
      if (auto file = file_of(json)) files.push_back(std::move(*file));
    }
    if (!json.is_structured()) continue;
    for (auto below = json.rbegin(); below != json.rend(); ++below) open.push_back(&*below);
  }
  std::unordered_set<std::string> names;
  std::erase_if(files, [&](const UsptoFile& file) { return !names.insert(file.name).second; });
  std::sort(files.begin(), files.end(), [](const UsptoFile& a, const UsptoFile& b) {
    return std::tie(a.day, a.name) < std::tie(b.day, b.name);
  });
  return files;
}

void UsptoState::remember(std::string name) {
  seen.push_back(std::move(name));
  if (seen.size() > kMaxSeen) seen.erase(seen.begin());
}

bool UsptoState::knows(std::string_view name) const {
  return std::find(seen.begin(), seen.end(), name) != seen.end();
}

std::string UsptoState::to_json() const {
  Json files = Json::array();
  for (const UsptoFile& file : pending) files.push_back(crawler::to_json(file));
  const Json json = {{"version", kVersion}, {"product", product}, {"pending", files},
                     {"begun", begun},      {"records", records}, {"finished", finished},
                     {"failed", failed},    {"seen", seen},       {"since", format_day(since)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<UsptoState> read_uspto_state(const std::string& text) {
  const auto broken = [] {
    return fail(ErrorCode::kCorrupt, "the state of a USPTO harvest is broken");
  };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("version", Json()) != kVersion) return broken();
  const auto since = day_of(text_of(json, "since"));
  const Json pending = json.value("pending", Json()), seen = json.value("seen", Json());
  if (!since || !pending.is_array() || !seen.is_array()) return broken();
  UsptoState state;
  state.product = text_of(json, "product");
  state.begun = json.value("begun", Json()) == true;
  state.records = number_of(json, "records");
  state.finished = text_of(json, "finished");
  state.since = *since;
  if (!state.finished.empty() && !is_plain_name(state.finished)) return broken();
  for (const Json& each : pending) {
    UsptoFile file;
    if (each.is_object()) {
      file = {text_of(each, "name"), text_of(each, "url"), number_of(each, "size"),
              day_of(text_of(each, "day"))};
      file.downloads = static_cast<int>(std::min<std::uint64_t>(number_of(each, "downloads"), 99));
    }
    if (!is_plain_name(file.name)) return broken();
    state.pending.push_back(std::move(file));
  }
  const Json failed = json.value("failed", Json::object());
  if (!failed.is_object()) return broken();
  for (const auto& [name, downloads] : failed.items()) {
    if (downloads.is_number_integer()) state.failed[name] = downloads.get<int>();
  }
  for (const Json& each : seen) {
    if (!each.is_string()) return broken();
    state.seen.push_back(each.get<std::string>());
  }
  return state;
}

}  // namespace horizon::crawler
