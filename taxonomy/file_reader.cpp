#include "taxonomy/file_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"

namespace horizon::taxonomy {
namespace {

constexpr float kAliasWeight = 1.0F;
constexpr float kTermWeight = 0.7F;
constexpr float kRouteTermWeight = 1.0F;
constexpr float kCodeWeight = 0.5F;

bool is_id_part(std::string_view part) {
  return !part.empty() && part.size() <= 24 && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

bool is_id(std::string_view id, std::size_t parts) {
  const auto pieces = split(id, '.');
  return pieces.size() == parts && std::all_of(pieces.begin(), pieces.end(), is_id_part);
}

std::string_view parent_of(std::string_view id) { return id.substr(0, id.rfind('.')); }

}  // namespace

Loader::Place Loader::FileReader::place(const toml::node& node) const {
  return {file.name, node.source().begin.line};
}

void Loader::FileReader::problem(const toml::node& node, std::string message) const {
  loader.report(place(node), std::move(message));
}

void Loader::FileReader::allow_keys(const toml::table& table, std::string_view what,
                                    std::initializer_list<std::string_view> keys) const {
  for (auto&& [key, value] : table) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    loader.report(
        {file.name, key.source().begin.line},
        fmt::format("unknown key '{}' in {}; known: {}", key.str(), what, fmt::join(keys, ", ")));
  }
}

std::string Loader::FileReader::text(const toml::table& table, std::string_view key) const {
  const auto* value = table.get(key);
  const auto string =
      value == nullptr ? std::optional<std::string>() : value->value_exact<std::string>();
  if (string && !trim(*string).empty()) return *string;
  problem(value == nullptr ? static_cast<const toml::node&>(table) : *value,
          fmt::format("'{}' must be a text that is not empty", key));
  return {};
}

Names Loader::FileReader::names(const toml::table& table, std::string_view key,
                                bool required) const {
  const auto* value = table.get(key);
  if (value == nullptr && !required) return {};
  const toml::table* pair = value == nullptr ? nullptr : value->as_table();
  if (pair == nullptr) {
    problem(value == nullptr ? static_cast<const toml::node&>(table) : *value,
            fmt::format("'{0}' is needed in both languages: {0} = {{ en = \"...\", zh = \"...\" }}",
                        key));
    return {};
  }
  allow_keys(*pair, key, {"en", "zh"});
  return {text(*pair, "en"), text(*pair, "zh")};
}

std::vector<std::string> Loader::FileReader::strings(const toml::table& table,
                                                     std::string_view key) const {
  std::vector<std::string> out;
  const auto* value = table.get(key);
  if (value == nullptr) return out;
  const toml::array* array = value->as_array();
  if (array == nullptr) {
    problem(*value, fmt::format("'{}' must be a list of texts", key));
    return out;
  }
  for (const toml::node& entry : *array) {
    const auto string = entry.value_exact<std::string>();
    if (string && !trim(*string).empty()) {
      out.push_back(*string);
    } else {
      problem(entry, fmt::format("entries of '{}' must be texts that are not empty", key));
    }
  }
  return out;
}

std::optional<Day> Loader::FileReader::day(const toml::table& table, std::string_view key) const {
  const auto* value = table.get(key);
  if (value == nullptr) return std::nullopt;
  if (const auto date = value->value_exact<toml::date>()) {
    const std::chrono::year_month_day ymd{std::chrono::year{date->year},
                                          std::chrono::month{date->month},
                                          std::chrono::day{date->day}};
    if (ymd.ok()) return Day{ymd};
  }
  problem(*value, fmt::format("'{}' must be a date such as 2019-01-01, without quotes", key));
  return std::nullopt;
}

std::optional<float> Loader::FileReader::weight(const toml::table& table) const {
  const auto* value = table.get("weight");
  if (value == nullptr) return std::nullopt;
  const auto number = value->value<double>();
  if (number && *number > 0 && *number <= 1) return static_cast<float>(*number);
  problem(*value, "'weight' must be above 0 and at most 1");
  return std::nullopt;
}

void Loader::FileReader::read() {
  toml::table root;
  try {
    root = toml::parse(file.content, file.name);
  } catch (const toml::parse_error& error) {
    loader.report({file.name, error.source().begin.line}, std::string(error.description()));
    return;
  }
  allow_keys(root, "the file", {"scheme", "domain", "subfield"});
  read_scheme(root);
  const auto each = [&](std::string_view key, auto&& read_one) {
    const auto* value = root.get(key);
    const toml::array* tables = value == nullptr ? nullptr : value->as_array();
    if (tables == nullptr) {
      loader.report({file.name, 1}, fmt::format("no [[{}]] in the file", key));
      return;
    }
    for (const toml::node& entry : *tables) {
      if (const toml::table* table = entry.as_table()) {
        read_one(*table);
      } else {
        problem(entry, fmt::format("'{}' must be written as [[{}]]", key, key));
      }
    }
  };
  each("domain", [&](const toml::table& table) { read_domain(table); });
  each("subfield", [&](const toml::table& table) { read_subfield(table); });
}

void Loader::FileReader::read_scheme(const toml::table& root) {
  const toml::table* table = root["scheme"].as_table();
  if (table == nullptr) {
    loader.report({file.name, 1}, "no [scheme] with id, version and name in the file");
    return;
  }
  allow_keys(*table, "[scheme]", {"id", "version", "name", "reviewed"});
  Scheme scheme;
  scheme.id = text(*table, "id");
  scheme.version = text(*table, "version");
  scheme.name = names(*table, "name", true);
  scheme.reviewed = day(*table, "reviewed");
  scheme_id = scheme.id;
  if (loader.taxonomy_.scheme(scheme.id) != nullptr) {
    problem(*table, fmt::format("scheme '{}' is defined twice", scheme.id));
    return;
  }
  loader.taxonomy_.schemes_.push_back(std::move(scheme));
}

void Loader::FileReader::read_domain(const toml::table& table) {
  allow_keys(table, "[[domain]]", {"id", "name", "scope"});
  Node node;
  node.id = text(table, "id");
  node.scheme = scheme_id;
  node.level = Level::kDomain;
  node.name = names(table, "name", true);
  node.scope = names(table, "scope", false);
  if (!node.id.empty() && !is_id(node.id, 1)) {
    problem(table, fmt::format("domain id '{}' must be one word such as 'INF'", node.id));
  }
  loader.add_node(std::move(node), place(table));
}

Stage Loader::FileReader::stage(const toml::table& table) const {
  const auto* value = table.get("stage");
  if (value == nullptr) return Stage::kNone;
  const auto word = value->value_exact<std::string>();
  for (const Stage known : {Stage::kNone, Stage::kExpand, Stage::kAccelerate, Stage::kLayOut}) {
    if (word && *word == to_string(known)) return known;
  }
  problem(*value, "'stage' must be \"expand\", \"accelerate\", \"lay-out\" or \"none\"");
  return Stage::kNone;
}

void Loader::FileReader::read_subfield(const toml::table& table) {
  allow_keys(table, "[[subfield]]",
             {"id", "name", "stage", "tags", "also", "scope", "aliases", "terms", "traps", "codes",
              "arxiv", "mesh", "openalex", "route"});
  Node node;
  node.id = text(table, "id");
  node.scheme = scheme_id;
  node.level = Level::kSubfield;
  node.name = names(table, "name", true);
  node.scope = names(table, "scope", true);
  node.stage = stage(table);
  node.tags = strings(table, "tags");
  node.also = strings(table, "also");
  if (!node.id.empty() && !is_id(node.id, 2)) {
    problem(table, fmt::format("subfield id '{}' must look like 'INF.qcomp'", node.id));
  }
  read_terms(table, "aliases", true, kAliasWeight, node.terms);
  read_terms(table, "terms", false, kTermWeight, node.terms);
  read_terms(table, "traps", false, kTermWeight, node.traps);
  check_duplicate_terms(node, table);
  read_codes(table, "codes", CodeScheme::kCpc, node);
  read_codes(table, "arxiv", CodeScheme::kArxiv, node);
  read_codes(table, "mesh", CodeScheme::kMesh, node);
  read_codes(table, "openalex", CodeScheme::kOpenAlex, node);
  const Node subfield = node;
  loader.add_node(std::move(node), place(table));
  const auto* routes = table.get("route");
  if (routes == nullptr) return;
  if (!routes->is_array_of_tables()) {
    problem(*routes, "routes must be written as [[subfield.route]]");
    return;
  }
  for (const toml::node& entry : *routes->as_array()) read_route(*entry.as_table(), subfield);
}

void Loader::FileReader::read_route(const toml::table& table, const Node& subfield) {
  allow_keys(table, "[[subfield.route]]", {"id", "name", "scope", "aliases", "terms", "codes"});
  Node node;
  node.id = text(table, "id");
  node.scheme = scheme_id;
  node.level = Level::kRoute;
  node.name = names(table, "name", true);
  node.scope = names(table, "scope", false);
  node.stage = subfield.stage;
  if (!node.id.empty() && (!is_id(node.id, 3) || parent_of(node.id) != subfield.id)) {
    problem(table, fmt::format("route id '{}' must be '{}.' and one word", node.id, subfield.id));
  }
  read_terms(table, "aliases", true, kRouteTermWeight, node.terms);
  read_terms(table, "terms", false, kRouteTermWeight, node.terms);
  check_duplicate_terms(node, table);
  read_codes(table, "codes", CodeScheme::kCpc, node);
  loader.add_node(std::move(node), place(table));
}

void Loader::FileReader::read_terms(const toml::table& table, std::string_view key, bool alias,
                                    float default_weight, std::vector<Term>& out) const {
  const auto* value = table.get(key);
  if (value == nullptr) return;
  const toml::table* by_language = value->as_table();
  if (by_language == nullptr) {
    problem(*value, fmt::format("write {0}.en = [...] and {0}.zh = [...]", key));
    return;
  }
  allow_keys(*by_language, key, {"en", "zh"});
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const auto* list = by_language->get(language == Language::kEnglish ? "en" : "zh");
    if (list == nullptr) continue;
    if (!list->is_array()) {
      problem(*list, fmt::format("'{}' must be a list of terms", key));
      continue;
    }
    Term defaults;
    defaults.language = language;
    defaults.alias = alias;
    defaults.weight = default_weight;
    for (const toml::node& entry : *list->as_array()) read_term(entry, defaults, out);
  }
}

void Loader::FileReader::read_term(const toml::node& entry, Term defaults,
                                   std::vector<Term>& out) const {
  Term term = std::move(defaults);
  if (const auto plain = entry.value_exact<std::string>()) {
    term.text = *plain;
  } else if (const toml::table* table = entry.as_table()) {
    allow_keys(*table, "a term", {"term", "weight", "requires", "excludes"});
    term.text = text(*table, "term");
    if (const auto stated = weight(*table)) term.weight = *stated;
    term.needs = strings(*table, "requires");
    term.excludes = strings(*table, "excludes");
  } else {
    problem(entry, "a term must be a text or { term = \"...\", weight = ... }");
    return;
  }
  if (trim(term.text).empty()) {
    if (entry.is_string()) problem(entry, "a term must not be empty");
    return;
  }
  out.push_back(std::move(term));
}

void Loader::FileReader::check_duplicate_terms(const Node& node, const toml::node& where) const {
  std::set<std::pair<Language, std::string>> seen;
  for (const Term& term : node.terms) {
    if (!seen.emplace(term.language, term.text).second) {
      problem(where, fmt::format("'{}' lists the term '{}' twice", node.id, term.text));
    }
  }
}

void Loader::FileReader::read_codes(const toml::table& table, std::string_view key,
                                    CodeScheme scheme, Node& node) const {
  const auto* value = table.get(key);
  if (value == nullptr) return;
  const toml::array* list = value->as_array();
  if (list == nullptr) {
    problem(*value, fmt::format("'{}' must be a list of codes", key));
    return;
  }
  for (const toml::node& entry : *list) {
    CodeRule rule;
    rule.code.scheme = scheme;
    rule.weight = kCodeWeight;
    if (const auto plain = entry.value_exact<std::string>()) {
      rule.code.value = *plain;
    } else if (const toml::table* fields = entry.as_table()) {
      allow_keys(*fields, "a code", {"code", "weight", "from", "until"});
      rule.code.value = text(*fields, "code");
      if (const auto stated = weight(*fields)) rule.weight = *stated;
      rule.from = day(*fields, "from");
      rule.until = day(*fields, "until");
    }
    const bool has_form =
        scheme == CodeScheme::kMesh || guess_code_scheme(rule.code.value) == scheme;
    if (rule.code.value.empty() || !has_form) {
      problem(entry, fmt::format("'{}' is no {} code", rule.code.value, to_string(scheme)));
      continue;
    }
    node.codes.push_back(std::move(rule));
  }
}

}  // namespace horizon::taxonomy
