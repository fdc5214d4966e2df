// Reads one TOML file of settings; keeps the first mistake, named by file and line. Internal to
// pipeline/.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/error.h"

namespace horizon::pipeline {

class Settings {
 public:
  Settings(const std::string& content, std::string file);

  const toml::table& root() const { return root_; }
  const std::optional<Error>& error() const { return error_; }

  void report(std::uint32_t line, const std::string& message);
  void report(const toml::node& node, const std::string& message) {
    report(node.source().begin.line, message);
  }

  void allow_keys(const toml::table& table, std::string_view where,
                  std::initializer_list<std::string_view> keys);

  template <typename T>
  void read(const toml::table& table, std::string_view key, T& out, std::string_view wanted) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto value = node->value<T>();
    if (value) {
      out = *value;
    } else {
      report(*node, "'" + std::string(key) + "' must be " + std::string(wanted));
    }
  }

  // A date as TOML writes it, or the same in quotes; "" is unset.
  void read_day(const toml::table& table, std::string_view key, std::optional<Day>& out);
  void read_texts(const toml::table& table, std::string_view key, std::vector<std::string>& out);
  // A whole number from `least` to `most`.
  void read_number(const toml::table& table, std::string_view key, std::int64_t least,
                   std::int64_t most, std::int64_t& out);

  // The section [key]; nullptr if there is none.
  const toml::table* section(std::string_view key);

 private:
  std::string file_;
  toml::table root_;
  std::optional<Error> error_;
};

}  // namespace horizon::pipeline
