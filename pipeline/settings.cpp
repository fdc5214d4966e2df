#include "pipeline/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace horizon::pipeline {

Settings::Settings(const std::string& content, std::string file) : file_(std::move(file)) {
  try {
    root_ = toml::parse(content, file_);
  } catch (const toml::parse_error& error) {
    report(error.source().begin.line, std::string(error.description()));
  }
}

void Settings::report(std::uint32_t line, const std::string& message) {
  if (!error_) error_ = Error{ErrorCode::kUsage, fmt::format("{}:{}: {}", file_, line, message)};
}

void Settings::allow_keys(const toml::table& table, std::string_view where,
                          std::initializer_list<std::string_view> keys) {
  for (auto&& [key, value] : table) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    report(key.source().begin.line, fmt::format("unknown setting '{}'{}; known: {}", key.str(),
                                                where, fmt::join(keys, ", ")));
  }
}

void Settings::read_day(const toml::table& table, std::string_view key, std::optional<Day>& out) {
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

void Settings::read_texts(const toml::table& table, std::string_view key,
                          std::vector<std::string>& out) {
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

void Settings::read_number(const toml::table& table, std::string_view key, std::int64_t least,
                           std::int64_t most, std::int64_t& out) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) {
    out = *value;
  } else {
    report(*node, fmt::format("'{}' must be a whole number from {} to {}", key, least, most));
  }
}

const toml::table* Settings::section(std::string_view key) {
  const toml::node* node = root_.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) report(*node, fmt::format("'{0}' must be a section [{0}]", key));
  return node->as_table();
}

}  // namespace horizon::pipeline
