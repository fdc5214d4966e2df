#include "crawler/harvest/sitemap_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.h"

namespace horizon::crawler {
namespace {

using Json = nlohmann::json;

std::uint32_t hash_of(std::string_view text, std::int64_t date) {
  return static_cast<std::uint32_t>(stable_hash(fmt::format("{}\n{}", text, date)));
}

std::string seen_text(const std::vector<std::uint32_t>& seen) {
  std::string text;
  text.reserve(seen.size() * 8);
  for (const std::uint32_t hash : seen) text += fmt::format("{:08x}", hash);
  return text;
}

std::vector<std::uint32_t> read_seen(std::string_view text) {
  std::vector<std::uint32_t> seen;
  for (std::size_t i = 0; i + 8 <= text.size() && seen.size() < kMaxSeenPages; i += 8) {
    std::uint32_t hash = 0;
    std::from_chars(text.data() + i, text.data() + i + 8, hash, 16);
    seen.push_back(hash);
  }
  return seen;
}

std::string text_field(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_field(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// The array of this name; an empty one where there is none.
const Json& list_field(const Json& json, const char* name) {
  static const Json kNone = Json::array();
  const auto found = json.find(name);
  return found != json.end() && found->is_array() ? *found : kNone;
}

Json to_json(const PendingMap& map) {
  return {{"url", map.url},
          {"role", static_cast<int>(map.role)},
          {"depth", map.depth},
          {"tries", map.tries},
          {"lastmod", map.lastmod}};
}

PendingMap read_map(const Json& json) {
  PendingMap map;
  map.url = text_field(json, "url");
  map.role = static_cast<SitemapRole>(std::clamp<std::int64_t>(number_field(json, "role"), 0, 3));
  map.depth = static_cast<int>(std::clamp<std::int64_t>(number_field(json, "depth"), 0, 10));
  map.tries = static_cast<int>(std::clamp<std::int64_t>(number_field(json, "tries"), 0, 10));
  map.lastmod = number_field(json, "lastmod");
  return map;
}

Json to_json(const PendingPage& page) {
  Json json = {{"url", page.url}, {"tries", page.tries}};
  if (!page.title.empty()) json["title"] = page.title;
  if (!page.language.empty()) json["language"] = page.language;
  if (!page.published.empty()) json["published"] = page.published;
  return json;
}

PendingPage read_page(const Json& json) {
  PendingPage page;
  page.url = text_field(json, "url");
  page.tries = static_cast<int>(std::clamp<std::int64_t>(number_field(json, "tries"), 0, 10));
  page.title = text_field(json, "title");
  page.language = text_field(json, "language");
  page.published = text_field(json, "published");
  return page;
}

void read_marks(const Json& json, SitemapPlace& place) {
  const auto marks = json.find("marks");
  if (marks == json.end() || !marks->is_object()) return;
  for (const auto& [key, value] : marks->items()) {
    std::uint32_t hash = 0;
    std::from_chars(key.data(), key.data() + key.size(), hash, 16);
    if (value.is_number_integer() && place.marks.size() < kMaxMarks) {
      place.marks[hash] = value.get<std::int64_t>();
    }
  }
}

}  // namespace

bool SitemapPlace::see(std::string_view page, std::int64_t date) {
  const std::uint32_t hash = hash_of(page, date);
  const auto found = std::find(seen.begin(), seen.end(), hash);
  const bool known = found != seen.end();
  if (known) seen.erase(found);
  if (seen.size() >= kMaxSeenPages) seen.erase(seen.begin());
  seen.push_back(hash);
  return known;
}

void SitemapPlace::mark(std::string_view map, std::int64_t date) {
  std::int64_t& mark = marks[hash_of(map, 0)];
  mark = std::max(mark, date);
  if (marks.size() <= kMaxMarks) return;
  // The one that has been quiet for longest is the one to be forgotten.
  marks.erase(std::min_element(marks.begin(), marks.end(), [](const auto& one, const auto& two) {
    return one.second < two.second;
  }));
}

std::optional<std::int64_t> SitemapPlace::mark_of(std::string_view map) const {
  const auto found = marks.find(hash_of(map, 0));
  return found == marks.end() ? std::nullopt : std::optional(found->second);
}

std::string SitemapPlace::to_text(std::string_view source_url) const {
  Json json = {{"url", source_url}, {"running", running}, {"seen", seen_text(seen)}};
  Json& mark_list = json["marks"] = Json::object();
  for (const auto& [map, date] : marks) mark_list[fmt::format("{:08x}", map)] = date;
  if (running) {
    json["taken"] = taken;
    json["undated"] = undated;
    json["missed"] = missed;
    json["sites"] = sites;
    for (const PendingMap& map : maps) json["maps"].push_back(to_json(map));
    for (const PendingPage& page : pages) json["pages"].push_back(to_json(page));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<SitemapPlace> SitemapPlace::from_text(std::string_view text, std::string_view source_url) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("running")) {
    return fail(ErrorCode::kCorrupt, "its stored place cannot be read; start it over");
  }
  SitemapPlace place;
  if (text_field(json, "url") != source_url) return place;
  place.seen = read_seen(text_field(json, "seen"));
  read_marks(json, place);
  place.running = json["running"].is_boolean() && json["running"].get<bool>();
  if (!place.running) return place;
  place.taken = static_cast<std::size_t>(std::max<std::int64_t>(number_field(json, "taken"), 0));
  place.undated =
      static_cast<std::size_t>(std::max<std::int64_t>(number_field(json, "undated"), 0));
  place.missed = static_cast<int>(std::clamp<std::int64_t>(number_field(json, "missed"), 0, 100));
  for (const Json& site : list_field(json, "sites")) {
    if (site.is_string()) place.sites.push_back(site.get<std::string>());
  }
  for (const Json& map : list_field(json, "maps")) {
    if (map.is_object()) place.maps.push_back(read_map(map));
  }
  for (const Json& page : list_field(json, "pages")) {
    if (page.is_object()) place.pages.push_back(read_page(page));
  }
  return place;
}

}  // namespace horizon::crawler
