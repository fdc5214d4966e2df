#include "crawler/harvest/epo_window.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace horizon::crawler {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxSlices = 100'000;

constexpr std::array<std::string_view, 9> kSections = {"A", "B", "C", "D", "E", "F", "G", "H", "Y"};
// The offices that publish most.
constexpr std::array<std::string_view, 8> kOffices = {"CN", "US", "JP", "KR",
                                                      "EP", "WO", "DE", "TW"};

std::string compact(Day day) {
  std::string text = format_day(day);
  std::erase(text, '-');
  return text;
}

std::optional<Day> day_of(const Json& json) {
  if (!json.is_string()) return std::nullopt;
  const auto date = parse_iso_date(json.get<std::string>());
  if (!date || date->precision != Precision::kDay) return std::nullopt;
  return date->day;
}

std::optional<EpoSlice> slice_of(const Json& json) {
  if (!json.is_array() || json.size() != 3 || !json[2].is_string()) return std::nullopt;
  const auto from = day_of(json[0]), to = day_of(json[1]);
  if (!from || !to || *to < *from) return std::nullopt;
  return EpoSlice{*from, *to, json[2].get<std::string>()};
}

// One part for each value of an index, and one for what has none of them.
template <typename Values>
std::vector<EpoSlice> split_by(const EpoSlice& slice, std::string_view index,
                               const Values& values) {
  const std::string before = slice.condition.empty() ? "" : slice.condition + " and ";
  std::vector<EpoSlice> parts;
  std::string all;
  for (const std::string_view value : values) {
    parts.push_back({slice.from, slice.to, fmt::format("{}{}={}", before, index, value)});
    all += fmt::format("{}{}={}", all.empty() ? "" : " or ", index, value);
  }
  // "a not b" is CQL; a condition cannot begin with "not", so the date goes before it.
  parts.push_back(
      {slice.from, slice.to,
       fmt::format("{}not ({})", slice.condition.empty() ? "" : slice.condition + " ", all)});
  return parts;
}

}  // namespace

std::string EpoWindow::to_json() const {
  Json list = Json::array();
  for (const EpoSlice& slice : slices) {
    list.push_back({format_day(slice.from), format_day(slice.to), slice.condition});
  }
  const Json json = {{"version", kVersion},
                     {"query", query},
                     {"until", format_day(until)},
                     {"slices", std::move(list)},
                     {"begin", begin}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<EpoWindow> read_epo_window(const std::string& text) {
  const auto broken = [] {
    return fail(ErrorCode::kCorrupt, "the state of an EPO harvest is broken");
  };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("version", Json()) != kVersion) return broken();
  const Json query = json.value("query", Json()), begin = json.value("begin", Json()),
             slices = json.value("slices", Json());
  const auto until = day_of(json.value("until", Json()));
  if (!query.is_string() || !begin.is_number_integer() || !slices.is_array() || !until ||
      slices.size() > kMaxSlices) {
    return broken();
  }
  EpoWindow window{query.get<std::string>(), *until, {}, begin.get<int>()};
  if (window.begin < 1) return broken();
  for (const Json& each : slices) {
    auto slice = slice_of(each);
    if (!slice) return broken();
    window.slices.push_back(std::move(*slice));
  }
  return window;
}

std::string cql_of(const EpoWindow& window, const EpoSlice& slice) {
  std::string cql = slice.from == slice.to ? "pd=" + compact(slice.from)
                                           : fmt::format("pd within \"{} {}\"", compact(slice.from),
                                                         compact(slice.to));
  if (!window.query.empty()) cql = fmt::format("({}) and {}", window.query, cql);
  if (slice.condition.empty()) return cql;
  const bool excludes = slice.condition.starts_with("not ");
  return cql + (excludes ? " " : " and ") + slice.condition;
}

std::vector<EpoSlice> split_slice(const EpoSlice& slice) {
  if (slice.from < slice.to) {
    const Day middle = slice.from + (slice.to - slice.from) / 2;
    return {{slice.from, middle, slice.condition},
            {middle + std::chrono::days(1), slice.to, slice.condition}};
  }
  if (slice.condition.find("pn=") != std::string::npos) return {};
  if (slice.condition.find("cpc=") == std::string::npos) return split_by(slice, "cpc", kSections);
  return split_by(slice, "pn", kOffices);
}

}  // namespace horizon::crawler
