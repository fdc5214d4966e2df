// One taxonomy file's TOML as nodes. Internal to the module's .cpp files: toml++ is seen here.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "taxonomy/loader.h"

namespace horizon::taxonomy {

struct Loader::FileReader {
  Loader& loader;
  const Taxonomy::File& file;
  std::string scheme_id;

  void read();

 private:
  Place place(const toml::node& node) const;
  void problem(const toml::node& node, std::string message) const;
  void allow_keys(const toml::table& table, std::string_view what,
                  std::initializer_list<std::string_view> keys) const;
  // A required string that is not empty; "" and a problem otherwise.
  std::string text(const toml::table& table, std::string_view key) const;
  Names names(const toml::table& table, std::string_view key, bool required) const;
  std::vector<std::string> strings(const toml::table& table, std::string_view key) const;
  std::optional<Day> day(const toml::table& table, std::string_view key) const;
  std::optional<float> weight(const toml::table& table) const;

  void read_scheme(const toml::table& root);
  void read_domain(const toml::table& table);
  void read_subfield(const toml::table& table);
  void read_route(const toml::table& table, const Node& subfield);

  void read_terms(const toml::table& table, std::string_view key, bool alias, float default_weight,
                  std::vector<Term>& out) const;
  void read_term(const toml::node& entry, Term defaults, std::vector<Term>& out) const;
  void read_codes(const toml::table& table, std::string_view key, CodeScheme scheme,
                  Node& node) const;
  void check_duplicate_terms(const Node& node, const toml::node& where) const;
  Stage stage(const toml::table& table) const;
};

}  // namespace horizon::taxonomy
