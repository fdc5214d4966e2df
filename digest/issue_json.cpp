#include "digest/issue_json.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "digest/issue_whole.h"
#include "digest/periods.h"

namespace horizon::digest {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 32;
constexpr std::string_view kFormat = "horizon-issue";

class Writer {
 public:
  template <typename T>
  void operator()(const char* name, const T& value) {
    out_[name] = json(value);
  }

  template <typename T>
  static Json json(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return Json(std::string(kEnumWords<T>[static_cast<std::size_t>(value)]));
    } else if constexpr (std::is_same_v<T, double>) {
      if (std::isfinite(value)) return Json(value);
      return Json(value < 0 ? "-inf" : "inf");
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
      return Json(value);
    } else if constexpr (std::is_same_v<T, Day>) {
      return Json(format_day(value));
    } else if constexpr (std::is_same_v<T, PartialDate>) {
      return Json(format_date(value));
    } else if constexpr (std::is_same_v<T, Period>) {
      return Json(format_period(value));
    } else {
      Writer inner;
      fields(inner, value);
      return std::move(inner.out_);
    }
  }
  template <typename T>
  static Json json(const std::optional<T>& value) {
    return value ? json(*value) : Json();
  }
  template <typename T>
  static Json json(const std::vector<T>& values) {
    Json out = Json::array();
    for (const T& value : values) out.push_back(json(value));
    return out;
  }

 private:
  Json out_ = Json::object();
};

// Keeps the first thing that is wrong, with its place.
class Reader {
 public:
  Reader(const Json& object, std::string place, std::string& wrong)
      : object_(object), place_(std::move(place)), wrong_(wrong) {}

  template <typename T>
  void operator()(const char* name, T& value) {
    const auto found = object_.find(name);
    if (found == object_.end() || !wrong_.empty()) return;
    if (!take(*found, place_ + "." + name, value)) {
      complain(place_ + "." + name);
    }
  }

 private:
  void complain(const std::string& place) {
    if (wrong_.empty()) wrong_ = place;
  }

  template <typename T>
  bool take(const Json& json, const std::string& place, T& value) {
    if constexpr (std::is_enum_v<T>) {
      return take_word(json, value);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return false;
      value = json.get<bool>();
      return true;
    } else if constexpr (std::is_same_v<T, double>) {
      return take_number(json, value);
    } else if constexpr (std::is_integral_v<T>) {
      if (!json.is_number_unsigned()) return false;
      const auto number = json.get<std::uint64_t>();
      value = static_cast<T>(number);
      return number <= std::numeric_limits<T>::max();
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!json.is_string()) return false;
      value = json.get_ref<const std::string&>();
      return true;
    } else if constexpr (std::is_same_v<T, Day> || std::is_same_v<T, PartialDate> ||
                         std::is_same_v<T, Period>) {
      return json.is_string() && take_date(json.get_ref<const std::string&>(), value);
    } else {
      if (!json.is_object()) return false;
      Reader inner(json, place, wrong_);
      fields(inner, value);
      return wrong_.empty();
    }
  }
  template <typename T>
  bool take(const Json& json, const std::string& place, std::optional<T>& value) {
    if (json.is_null()) return true;
    return take(json, place, value.emplace());
  }
  template <typename T>
  bool take(const Json& json, const std::string& place, std::vector<T>& values) {
    if (!json.is_array()) return false;
    values.clear();
    for (const Json& one : json) {
      const std::string here = fmt::format("{}[{}]", place, values.size());
      if (!take(one, here, values.emplace_back())) {
        complain(here);
        return false;
      }
    }
    return true;
  }

  template <typename Enum>
  static bool take_word(const Json& json, Enum& value) {
    if (!json.is_string()) return false;
    const auto& words = kEnumWords<Enum>;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] != json.get_ref<const std::string&>()) continue;
      value = static_cast<Enum>(i);
      return true;
    }
    return false;
  }
  static bool take_number(const Json& json, double& value) {
    if (json == "inf" || json == "-inf") {
      value = std::numeric_limits<double>::infinity() * (json == "inf" ? 1 : -1);
      return true;
    }
    if (!json.is_number()) return false;
    value = json.get<double>();
    return std::isfinite(value);
  }
  static bool take_date(const std::string& text, Day& day) {
    const auto date = parse_iso_date(text);
    if (!date || date->precision != Precision::kDay) return false;
    day = date->day;
    return true;
  }
  static bool take_date(const std::string& text, PartialDate& value) {
    const auto date = parse_iso_date(text);
    if (date) value = *date;
    return date.has_value();
  }
  static bool take_date(const std::string& text, Period& value) {
    const auto period = parse_period(text);
    if (period) value = *period;
    return period.has_value();
  }

  const Json& object_;
  std::string place_;
  std::string& wrong_;
};

// So that no hostile nesting is ever built: each level of it costs memory.
bool too_deep(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

// What the renderers rely on; "" if it is all there.
std::string missing_part(const Issue& issue) {
  if (issue.week.granularity != Granularity::kWeek || issue.week.begin == Day{}) return "week";
  if (issue.as_of == Day{}) return "as_of";
  for (std::size_t i = 0; i < issue.headlines.size(); ++i) {
    const trends::Growth& growth = issue.headlines[i].growth;
    if (!growth.comparison || !growth.recent.rate || growth.recent.periods == 0)
      return fmt::format("headlines[{}].growth", i);
  }
  for (const HeatGroup& group : issue.heat.groups) {
    for (const HeatRow& row : group.rows) {
      if (row.cells.size() != issue.heat.periods.size()) return "heat.groups";
    }
  }
  return "";
}

tl::unexpected<Error> corrupt(std::string_view name, std::string_view what) {
  return fail(ErrorCode::kCorrupt,
              fmt::format("{}: {}; restore the file from a backup, or remove it to have the week "
                          "issued anew",
                          name, what));
}

}  // namespace

std::string write_issue_json(const Issue& issue) {
  Json out = {{"format", kFormat}, {"schema", kIssueSchema}};
  out.update(Writer::json(issue));
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Issue> read_issue_json(std::string_view json, std::string_view name) {
  if (json.size() > kMaxIssueBytes) {
    return fail(ErrorCode::kLimit,
                fmt::format("{} is larger than the limit of {} bytes", name, kMaxIssueBytes));
  }
  if (too_deep(json)) return corrupt(name, "is nested too deeply to be an issue");
  const Json root = Json::parse(json, nullptr, false);
  if (root.is_discarded() || !root.is_object()) return corrupt(name, "is not JSON");
  if (root.value("format", Json()) != kFormat) return corrupt(name, "is no issue of the digest");
  const Json schema = root.value("schema", Json());
  if (!schema.is_number_unsigned() || schema == 0U) return corrupt(name, "has no schema number");
  if (schema > kIssueSchema) {
    return fail(ErrorCode::kUsage,
                fmt::format("{} has schema {}, and this program reads up to {}; use a newer one",
                            name, schema.dump(), kIssueSchema));
  }
  Issue issue;
  std::string wrong;
  Reader reader(root, "issue", wrong);
  fields(reader, issue);
  if (!wrong.empty()) return corrupt(name, wrong + " does not hold what it must");
  const std::string missing = missing_part(issue);
  if (!missing.empty()) return corrupt(name, "issue." + missing + " is missing or incomplete");
  return issue;
}

}  // namespace horizon::digest
