#include "cli/search_saved.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/io.h"
#include "core/text.h"

namespace horizon::cli {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{8} << 20U;
constexpr std::size_t kMaxName = 64;

std::filesystem::path file_of(const std::filesystem::path& workspace) {
  return workspace / "searches.json";
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

SavedSearch from_json(const Json& object) {
  SavedSearch search;
  search.name = text_of(object, "name");
  search.query = text_of(object, "query");
  search.kind = text_of(object, "kind");
  search.language = text_of(object, "language");
  search.source = text_of(object, "source");
  search.from = text_of(object, "from");
  search.until = text_of(object, "until");
  search.sort = text_of(object, "sort");
  search.every_word = flag_of(object, "every_word");
  search.as_typed = flag_of(object, "as_typed");
  if (const auto topics = object.find("topics"); topics != object.end() && topics->is_array()) {
    for (const Json& topic : *topics) {
      if (topic.is_string()) search.topics.push_back(topic.get<std::string>());
    }
  }
  return search;
}

bool is_name(std::string_view name) {
  return !trim(name).empty() && name.size() <= kMaxName && is_valid_utf8(name) &&
         std::none_of(name.begin(), name.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

Json to_json(const SavedSearch& search) {
  return {{"name", search.name},         {"query", search.query},
          {"topics", search.topics},     {"kind", search.kind},
          {"language", search.language}, {"source", search.source},
          {"from", search.from},         {"until", search.until},
          {"sort", search.sort},         {"every_word", search.every_word},
          {"as_typed", search.as_typed}};
}

Result<std::vector<SavedSearch>> read_saved(const std::filesystem::path& workspace) {
  const std::filesystem::path file = file_of(workspace);
  std::error_code error;
  std::vector<SavedSearch> searches;
  if (!std::filesystem::exists(file, error)) return searches;
  const auto bytes = read_file(file, kMaxBytes);
  if (!bytes) return fail(bytes.error());
  const Json rows = Json::parse(*bytes, nullptr, false);
  if (!rows.is_array()) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} is no list of searches; mend or delete it", file.string()));
  }
  for (const Json& row : rows) {
    if (row.is_object() && is_name(text_of(row, "name"))) searches.push_back(from_json(row));
  }
  std::ranges::stable_sort(searches, {}, &SavedSearch::name);
  return searches;
}

Status save_search(const std::filesystem::path& workspace, const SavedSearch& search) {
  if (!is_name(search.name)) {
    return fail(ErrorCode::kUsage, "--save wants a name of 1 to 64 bytes");
  }
  auto searches = read_saved(workspace);
  if (!searches) return fail(searches.error());
  std::erase_if(*searches, [&](const SavedSearch& one) { return one.name == search.name; });
  searches->push_back(search);
  std::ranges::stable_sort(*searches, {}, &SavedSearch::name);
  Json rows = Json::array();
  for (const SavedSearch& one : *searches) rows.push_back(to_json(one));
  return write_file_atomically(file_of(workspace),
                               rows.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<SavedSearch> find_saved(const std::filesystem::path& workspace, const std::string& name) {
  auto searches = read_saved(workspace);
  if (!searches) return fail(searches.error());
  std::vector<std::string> names;
  for (SavedSearch& one : *searches) {
    if (one.name == name) return std::move(one);
    names.push_back(one.name);
  }
  return fail(ErrorCode::kUsage,
              fmt::format("no saved search '{}'; {}", name,
                          names.empty() ? "none is saved yet (--save NAME)"
                                        : fmt::format("there are: {}", fmt::join(names, ", "))));
}

}  // namespace horizon::cli
