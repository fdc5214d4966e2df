#include "who/file_reader.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <tuple>
#include <utility>

#include "core/text.h"
#include "who/names.h"

namespace horizon::who {
namespace {

constexpr std::array<std::string_view, 5> kSectors = {"company", "university", "institute",
                                                      "government", "hospital"};

bool is_country_code(std::string_view id) {
  return id.size() == 2 && std::ranges::all_of(id, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

struct FileReader::Toml {
  FileReader& reader;

  void problem(const toml::source_region& where, std::string message) const {
    reader.problems_.push_back({reader.file_.name, where.begin.line, std::move(message)});
  }

  std::string text(const toml::table& table, std::string_view key, bool required) const {
    const auto* value = table.get(key);
    if (value == nullptr) {
      if (required) problem(table.source(), fmt::format("'{}' is missing", key));
      return {};
    }
    const auto string = value->value_exact<std::string>();
    if (string && !trim(*string).empty()) return std::string(trim(*string));
    problem(value->source(), fmt::format("'{}' must be a text that is not empty", key));
    return {};
  }

  std::vector<std::string> texts(const toml::table& table, std::string_view key) const {
    std::vector<std::string> out;
    const auto* value = table.get(key);
    if (value == nullptr) return out;
    const toml::array* array = value->as_array();
    if (array == nullptr) {
      problem(value->source(), fmt::format("'{}' must be a list of texts", key));
      return out;
    }
    for (const toml::node& entry : *array) {
      const auto string = entry.value_exact<std::string>();
      if (string && !trim(*string).empty()) {
        out.push_back(*string);
      } else {
        problem(entry.source(),
                fmt::format("entries of '{}' must be texts that are not empty", key));
      }
    }
    return out;
  }

  void allow(const toml::table& table, std::initializer_list<std::string_view> keys) const {
    for (auto&& [key, value] : table) {
      if (std::ranges::find(keys, key.str()) != keys.end()) continue;
      problem(key.source(),
              fmt::format("unknown key '{}'; known: {}", key.str(), fmt::join(keys, ", ")));
    }
  }

  std::string country(const toml::table& table, bool required) const {
    std::string id = text(table, "country", required);
    if (id.empty() || is_country_code(id)) return id;
    problem(table.get("country")->source(), "'country' must be an ISO 3166 code such as \"CN\"");
    return {};
  }

  // Each name once within a file; a later file's goes before an earlier one's.
  template <typename Map, typename Value>
  void add_name(const toml::table& table, Map& names, std::set<std::string>& seen,
                std::string_view name, const Value& value) const {
    std::string key = name_key(name);
    if (key.empty()) return;
    const auto known = names.find(key);
    if (!seen.insert(key).second && known != names.end() && known->second != value)
      return problem(table.source(), fmt::format("the name '{}' is that of another entry", name));
    if (is_chinese(key))
      reader.directory_.longest_han_ = std::max(reader.directory_.longest_han_, key.size());
    names.insert_or_assign(std::move(key), value);
  }

  void organisation(std::string_view id, const toml::table& table) {
    allow(table, {"en", "zh", "names", "country", "city", "sector", "ror"});
    Directory& directory = reader.directory_;
    Directory::Entry entry;
    entry.id = id;
    entry.en = text(table, "en", true);
    entry.zh = text(table, "zh", false);
    entry.country = country(table, true);
    entry.city = text(table, "city", false);
    entry.sector = text(table, "sector", true);
    entry.ror = text(table, "ror", false);
    entry.place = fmt::format("{}:{}", reader.file_.name, table.source().begin.line);
    if (entry.en.empty() || entry.country.empty() || entry.sector.empty()) return;
    if (std::ranges::find(kSectors, entry.sector) == kSectors.end())
      return problem(table.get("sector")->source(),
                     fmt::format("'sector' must be one of {}", fmt::join(kSectors, ", ")));
    const auto [known, added] = directory.by_id_.emplace(entry.id, directory.entries_.size());
    const std::size_t position = known->second;
    if (!entry.ror.empty()) directory.by_ror_.insert_or_assign(entry.ror, position);
    for (const std::string& name : {entry.en, entry.zh})
      add_name(table, directory.by_name_, organisation_names, name, position);
    for (const std::string& name : texts(table, "names"))
      add_name(table, directory.by_name_, organisation_names, name, position);
    if (added) {
      directory.entries_.push_back(std::move(entry));
    } else {
      directory.entries_[position] = std::move(entry);
    }
  }

  void place(std::string_view id, const toml::table& table, bool is_city) {
    Directory& directory = reader.directory_;
    if (is_city) {
      allow(table, {"zh", "names", "country"});
    } else {
      allow(table, {"en", "zh", "names"});
    }
    if (!is_city && !is_country_code(id))
      return problem(table.source(), "countries are named by their ISO 3166 code, such as CN");
    Place place{std::string(id), is_city ? std::string(id) : text(table, "en", true),
                text(table, "zh", !is_city), is_city ? country(table, true) : std::string()};
    auto& names = is_city ? directory.city_names_ : directory.country_names_;
    auto& seen = is_city ? city_names : country_names;
    for (const std::string& name : {place.en, place.zh})
      add_name(table, names, seen, name, place.id);
    for (const std::string& name : texts(table, "names"))
      add_name(table, names, seen, name, place.id);
    auto& places = is_city ? directory.cities_ : directory.countries_;
    places.insert_or_assign(place.id, place);
  }

  template <typename Read>
  void section(const toml::table& root, std::string_view name, Read&& read) {
    const auto* value = root.get(name);
    if (value == nullptr) return;
    const toml::table* entries = value->as_table();
    if (entries == nullptr)
      return problem(value->source(), fmt::format("'{}' must be a table", name));
    for (auto&& [key, entry] : *entries) {
      if (const toml::table* table = entry.as_table()) {
        read(key.str(), *table);
      } else {
        problem(entry.source(), fmt::format("'{}' must be a table: {{ en = \"...\" }}", key.str()));
      }
    }
  }

  std::set<std::string> organisation_names, country_names, city_names;
};

void FileReader::read() {
  Toml toml{*this, {}, {}, {}};
  toml::table root;
  try {
    root = toml::parse(file_.content, file_.name);
  } catch (const toml::parse_error& error) {
    return toml.problem(error.source(), std::string(error.description()));
  }
  toml.allow(root, {"organisations", "countries", "cities"});
  toml.section(root, "countries", [&](std::string_view id, const toml::table& table) {
    toml.place(id, table, false);
  });
  toml.section(root, "cities",
               [&](std::string_view id, const toml::table& table) { toml.place(id, table, true); });
  toml.section(root, "organisations", [&](std::string_view id, const toml::table& table) {
    toml.organisation(id, table);
  });
}

Directory Directory::read(std::span<const File> files, std::vector<Problem>& problems) {
  Directory directory;
  for (const File& file : files) FileReader(file, directory, problems).read();
  std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return directory;
}

}  // namespace horizon::who
