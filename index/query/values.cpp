#include "index/query/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/document.h"
#include "core/text.h"

namespace horizon::index {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::array<Names, 8> kKinds = {{{"论文", "paper"},
                                          {"文献", "paper"},
                                          {"papers", "paper"},
                                          {"专利", "patent"},
                                          {"patents", "patent"},
                                          {"新闻", "news"},
                                          {"其他", "other"},
                                          {"其它", "other"}}};
constexpr std::array<Names, 19> kLanguages = {{{"chinese", "zh"},
                                               {"中文", "zh"},
                                               {"汉语", "zh"},
                                               {"english", "en"},
                                               {"英文", "en"},
                                               {"英语", "en"},
                                               {"japanese", "ja"},
                                               {"日文", "ja"},
                                               {"日语", "ja"},
                                               {"german", "de"},
                                               {"德文", "de"},
                                               {"德语", "de"},
                                               {"french", "fr"},
                                               {"法文", "fr"},
                                               {"法语", "fr"},
                                               {"korean", "ko"},
                                               {"韩文", "ko"},
                                               {"russian", "ru"},
                                               {"俄文", "ru"}}};
constexpr std::array<std::pair<std::string_view, char>, 10> kUnits = {{{"d", 'd'},
                                                                       {"w", 'w'},
                                                                       {"m", 'm'},
                                                                       {"y", 'y'},
                                                                       {"天", 'd'},
                                                                       {"日", 'd'},
                                                                       {"周", 'w'},
                                                                       {"个月", 'm'},
                                                                       {"月", 'm'},
                                                                       {"年", 'y'}}};

template <std::size_t N>
std::string_view lookup(const std::array<Names, N>& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Names& row) { return row.first == name; });
  return found == table.end() ? std::string_view() : found->second;
}

std::optional<PartialDate> parse_date(std::string_view text) {
  std::string iso(text);
  std::replace(iso.begin(), iso.end(), '/', '-');
  return parse_iso_date(iso);
}

}  // namespace

std::optional<DateSpan> parse_date_span(std::string_view text) {
  const std::size_t dots = text.find("..");
  DateSpan span;
  if (dots == std::string_view::npos) {
    span.from = span.until = parse_date(text);
    return span.from ? std::optional(span) : std::nullopt;
  }
  const std::string_view before = text.substr(0, dots);
  const std::string_view behind = text.substr(dots + 2);
  if (!before.empty()) span.from = parse_date(before);
  if (!behind.empty()) span.until = parse_date(behind);
  const bool understood = (before.empty() || span.from) && (behind.empty() || span.until);
  return understood && (span.from || span.until) ? std::optional(span) : std::nullopt;
}

std::optional<LastSpan> parse_last_span(std::string_view text) {
  LastSpan span;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), span.count);
  if (error != std::errc() || span.count < 1 || span.count > 9999) return std::nullopt;
  const std::string unit = ascii_lower(text.substr(static_cast<std::size_t>(end - text.data())));
  const auto known = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const auto& row) { return row.first == unit; });
  if (known == kUnits.end()) return std::nullopt;
  span.unit = known->second;
  return span;
}

std::string_view kind_value(std::string_view text) {
  const std::string lower = ascii_lower(text);
  if (const auto kind = parse_kind(lower)) return to_string(*kind);
  return lookup(kKinds, lower);
}

std::string language_value(std::string_view text) {
  std::string lower = ascii_lower(text);
  if (const std::string_view known = lookup(kLanguages, lower); !known.empty()) {
    return std::string(known);
  }
  const bool letters =
      std::all_of(lower.begin(), lower.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (lower.size() == 2 || lower.size() == 3) ? lower : std::string();
}

}  // namespace horizon::index
