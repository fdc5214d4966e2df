#include "crawler/harvest/harvest_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

tl::unexpected<Error> not_ours(const Source& source) {
  return fail(ErrorCode::kCorrupt,
              fmt::format("source {}: its stored place cannot be read; start it over", source.id));
}

}  // namespace

Result<HarvestState> HarvestState::parse(std::string_view json, const Source& source) {
  const nlohmann::json object = nlohmann::json::parse(json, nullptr, false);
  HarvestState state;
  bool valid = object.is_object() && !object.empty();
  if (valid) {
    for (const auto& [name, value] : object.items()) {
      valid = valid && (value.is_string() || value.is_number_unsigned());
      if (value.is_string()) state.fields_[name] = value.get<std::string>();
      if (value.is_number_unsigned()) {
        state.fields_[name] = std::to_string(value.get<std::uint64_t>());
      }
    }
  }
  if (valid) return state;
  return not_ours(source);
}

std::string HarvestState::text(std::string_view name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? std::string() : found->second;
}

std::uint64_t HarvestState::number(std::string_view name) const {
  const std::string value = text(name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size() ? number : 0;
}

std::optional<Day> HarvestState::day(std::string_view name) const {
  const auto date = parse_iso_date(text(name));
  return date && date->precision == Precision::kDay ? std::optional(date->day) : std::nullopt;
}

void HarvestState::set(std::string_view name, std::string value) {
  fields_[std::string(name)] = std::move(value);
}
void HarvestState::set(std::string_view name, std::uint64_t value) {
  set(name, std::to_string(value));
}
void HarvestState::set(std::string_view name, Day value) { set(name, format_day(value)); }

std::string HarvestState::to_json() const {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : fields_) {
    if (!value.empty()) json[name] = value;
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

HarvestWindow window_from(const std::optional<Day>& next_from, const Source& source, Day today) {
  constexpr std::chrono::days kFirst{30};
  const Day first = source.since.value_or(today - kFirst);
  return {std::min(next_from.value_or(first), today), today};
}

void WindowPlace::begin_slice(Day from, Day until) {
  slice = {from, std::min(until, window.until)};
  token.clear();
  key.clear();
  seen = total = token_time = 0;
}

void WindowPlace::end_slice(std::chrono::days overlap) {
  const Day from = slice.until + std::chrono::days(1);
  const auto length = slice.until - slice.from;
  begin_slice(from, from + length);
  if (from > window.until) next_from = window.until - overlap;
}

std::string WindowPlace::to_json() const {
  HarvestState state;
  if (next_from) {
    state.set("next_from", *next_from);
    return state.to_json();
  }
  state.set("from", window.from);
  state.set("until", window.until);
  state.set("slice_from", slice.from);
  state.set("slice_until", slice.until);
  state.set("token", token);
  state.set("key", key);
  state.set("seen", seen);
  state.set("total", total);
  state.set("token_time", token_time);
  state.set("follows", std::uint64_t{follows});
  return state.to_json();
}

Result<WindowPlace> open_place(const Source& source, const std::optional<std::string>& state,
                               Instant now, bool restart, std::chrono::days length) {
  const Day today = std::chrono::floor<std::chrono::days>(now);
  WindowPlace place;
  std::optional<Day> next_from;
  if (state && !restart) {
    const auto stored = HarvestState::parse(*state, source);
    if (!stored) return fail(stored.error());
    next_from = stored->day("next_from");
    const auto from = stored->day("from"), until = stored->day("until");
    const auto slice_from = stored->day("slice_from"), slice_until = stored->day("slice_until");
    if (!next_from) {
      if (!from || !until || !slice_from || !slice_until) return not_ours(source);
      place.window = {*from, *until};
      place.slice = {*slice_from, *slice_until};
      place.token = stored->text("token");
      place.key = stored->text("key");
      place.seen = stored->number("seen");
      place.total = stored->number("total");
      place.token_time = stored->number("token_time");
      place.follows = stored->number("follows") != 0;
      return place;
    }
  }
  place.window = window_from(next_from, source, today);
  place.follows = next_from.has_value();
  place.begin_slice(place.window.from, place.window.from + length - std::chrono::days(1));
  return place;
}

std::string with_query(std::string_view base, const QueryParameters& parameters) {
  std::string url(base);
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    url += separator;
    url += percent_encode(name) + '=' + percent_encode(value);
    separator = '&';
  }
  return url;
}

}  // namespace horizon::crawler
