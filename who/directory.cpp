#include "who/directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "who/names.h"

namespace horizon::who {
namespace {

// Longer addresses are lists of organisations or attacks; their beginning tells enough.
constexpr std::size_t kMaxNameBytes = 1000;
constexpr std::size_t kMaxParts = 16;
constexpr std::size_t kMaxWords = 24;
constexpr std::size_t kMaxCountryWords = 4;

std::vector<std::size_t> word_starts(std::string_view key) {
  std::vector<std::size_t> starts;
  for (std::size_t pos = 0; pos < key.size() && starts.size() < kMaxWords;) {
    starts.push_back(pos);
    const auto space = key.find(' ', pos);
    if (space == std::string_view::npos) break;
    pos = space + 1;
  }
  return starts;
}

std::string_view ror_of(std::string_view id) {
  for (const std::string_view prefix : {"ror:", "https://ror.org/", "http://ror.org/"})
    if (id.starts_with(prefix)) return id.substr(prefix.size());
  return {};
}

void prefer(std::string& value, std::string_view better) {
  if (!better.empty()) value = std::string(better);
}

}  // namespace

std::optional<Directory::Match> Directory::match_key(const std::string& key) const {
  const auto found = by_name_.find(key);
  if (found != by_name_.end()) return Match{found->second, fmt::format("name \"{}\"", key)};
  const std::string bare = without_legal_form(key);
  if (bare.size() == key.size()) return std::nullopt;
  const auto company = by_name_.find(bare);
  if (company == by_name_.end()) return std::nullopt;
  return Match{company->second, fmt::format("name \"{}\" without its legal form", bare)};
}

// "tsinghua university school medical", "department physics tsinghua university": a name at one end
// and a part of the organisation at the other. "beijing university technology" is no part of
// "beijing university".
std::optional<Directory::Match> Directory::match_within(const std::string& key) const {
  const auto starts = word_starts(key);
  // Whatever lies behind the last word that is looked at would pass for a part.
  if (starts.size() == kMaxWords) return std::nullopt;
  for (std::size_t words = starts.size(); words-- > 1;) {
    const std::string front = key.substr(0, starts[words] - 1);
    const std::string behind = key.substr(starts[words]);
    const auto known = by_name_.find(front);
    const bool branch = ends_in_unit(behind) && has_only_places(behind.substr(0, behind.find(' ')));
    if (known != by_name_.end() && (is_unit(behind) || branch))
      return Match{known->second,
                   fmt::format("name \"{}\" without its part \"{}\"", front, behind)};
    const std::string tail = key.substr(starts[starts.size() - words]);
    const auto parent = by_name_.find(tail);
    const std::string_view before = trim(std::string_view(key).substr(0, key.size() - tail.size()));
    if (parent != by_name_.end() && (is_unit(before) || ends_in_unit(before)))
      return Match{parent->second, fmt::format("name \"{}\" behind its part", tail)};
  }
  return std::nullopt;
}

// The longest name at the beginning, or behind places, that is followed by nothing or by a part.
std::optional<Directory::Match> Directory::match_chinese(const std::string& key) const {
  std::string_view text = key;
  Location ignored;
  while (true) {
    for (std::size_t size = std::min(text.size(), longest_han_); size >= 6; --size) {
      const auto found = by_name_.find(std::string(text.substr(0, size)));
      if (found == by_name_.end()) continue;
      const std::string_view rest = trim(text.substr(size));
      if (rest.empty()) return Match{found->second, fmt::format("name \"{}\"", found->first)};
      const bool part = is_unit(rest) || rank_of(rest) > 0 || text[size] == ' ';
      if (part && !has_legal_form(rest))
        return Match{found->second,
                     fmt::format("name \"{}\" without its part \"{}\"", found->first, rest)};
    }
    // "北京清华大学", "中国北京某大学"
    std::size_t size = std::min(text.size(), longest_han_);
    while (size >= 6 && !is_place(std::string(text.substr(0, size)))) --size;
    if (size < 6 || size == text.size()) return std::nullopt;
    text = trim(text.substr(size));
    for (const std::string_view suffix : {"市", "省"})
      if (text.starts_with(suffix)) text = trim(text.substr(suffix.size()));
  }
}

std::optional<Directory::Match> Directory::match(std::string_view name) const {
  const std::string key = name_key(name);
  if (auto found = match_key(key)) return found;
  return is_chinese(key) ? match_chinese(key) : match_within(key);
}

bool Directory::is_place(const std::string& key) const {
  return country_names_.contains(key) || city_names_.contains(key);
}

// A whole part is a country or a city, or ends in one ("ma 02139 usa", "beijing 100084").
bool Directory::locate_key(const std::string& key, Location& location) const {
  const std::string bare = without_numbers(key);
  const auto starts = word_starts(bare);
  bool found = false;
  for (std::size_t i = 0; i < starts.size() && location.country.empty(); ++i) {
    if (starts.size() - i > kMaxCountryWords) continue;
    const auto country = country_names_.find(bare.substr(starts[i]));
    if (country == country_names_.end()) continue;
    location.country = country->second;
    found = i == 0;
    if (i > 0) return locate_key(bare.substr(0, starts[i] - 1), location) || found;
  }
  const auto city = city_names_.find(bare);
  if (city == city_names_.end()) return found;
  // "Cambridge" of the United Kingdom is not that of Massachusetts.
  const Place& place = cities_.find(city->second)->second;
  if (!location.country.empty() && location.country != place.country) return found;
  // Of "Seattle, Washington, USA" the first: behind the city stands the state.
  location.city = place.id;
  if (location.country.empty()) location.country = place.country;
  return true;
}

void Directory::locate_chinese(std::string_view key, Location& location) const {
  for (const std::string_view province : {"自治区", "省"}) {
    const auto end = key.substr(0, 24).find(province);
    if (end == std::string_view::npos || !location.city.empty()) continue;
    if (location.country.empty()) location.country = "CN";
    key.remove_prefix(end + province.size());
  }
  for (std::size_t size = std::min(key.size(), longest_han_); size >= 6; --size) {
    const std::string name(key.substr(0, size));
    if (!is_place(name)) continue;
    locate_key(name, location);
    key.remove_prefix(size);
    if (key.size() >= 6 && location.city.empty()) locate_chinese(key, location);
    return;
  }
}

Directory::Location Directory::locate(const std::vector<std::string_view>& parts) const {
  Location location;
  for (std::size_t i = std::min(parts.size(), kMaxParts); i-- > 0;) {
    const std::string key = name_key(parts[i]);
    if (is_chinese(key)) {
      locate_chinese(key, location);
      for (const std::string_view word : split(key, ' ')) locate_chinese(word, location);
    } else if (i > 0 || parts.size() == 1) {
      locate_key(key, location);
    }
  }
  return location;
}

// The part that looks most like a whole organisation; of equals the first.
void Directory::name_unknown(const std::vector<std::string_view>& parts, Who& who) const {
  std::string_view best;
  int best_rank = -1;
  for (std::size_t i = 0; i < std::min(parts.size(), kMaxParts); ++i) {
    const std::string key = name_key(parts[i]);
    if (key.empty() || has_only_places(key)) continue;
    const int rank = is_unit(key) && rank_of(key) < 3 ? 0 : 1 + rank_of(key);
    if (rank <= best_rank) continue;
    best = parts[i];
    best_rank = rank;
  }
  if (best.empty() && !parts.empty()) best = parts.front();
  const std::string key = without_legal_form(name_key(best));
  if (key.empty()) return;
  who.organisation_id = "name:" + key;
  (is_chinese(key) ? who.name_zh : who.name_en) = collapse_whitespace(best);
  if (has_legal_form(name_key(best))) who.sector = "company";
  who.rule = fmt::format("not in the directory: kept as \"{}\"", key);
}

// The whole name, then neighbouring parts (an institute stands before or behind its academy), then
// one part after another.
std::optional<Directory::Match> Directory::match_address(
    std::string_view name, const std::vector<std::string_view>& parts) const {
  auto found = parts.size() < 2 ? match(name) : match_key(name_key(name));
  const std::size_t count = std::min(parts.size(), kMaxParts);
  for (std::size_t i = 0; i + 2 < count && !found; ++i)
    found = match_key(name_key(fmt::format("{} {} {}", parts[i], parts[i + 1], parts[i + 2])));
  for (std::size_t i = 0; i + 1 < count && !found; ++i) {
    found = match_key(name_key(fmt::format("{} {}", parts[i], parts[i + 1])));
    if (!found) found = match_key(name_key(fmt::format("{} {}", parts[i + 1], parts[i])));
  }
  for (std::size_t i = 0; i < count && !found; ++i) {
    // "Cambridge" in an address is the town.
    if (i == 0 || !has_only_places(name_key(parts[i]))) found = match(parts[i]);
  }
  return found;
}

Who Directory::find(const Organisation& organisation) const {
  Who who;
  const std::string_view name = truncate_utf8(trim(organisation.name), kMaxNameBytes);
  const auto parts = parts_of(name);
  std::optional<Match> found;
  const std::string_view ror = ror_of(organisation.id);
  if (const auto known = by_ror_.find(std::string(ror)); !ror.empty() && known != by_ror_.end())
    found = Match{known->second, fmt::format("ROR id {}", ror)};
  if (!found) found = match_address(name, parts);
  Location location = locate(parts);
  if (found) {
    const Entry& entry = entries_[found->entry];
    who = {"org:" + entry.id,
           entry.en,
           entry.zh,
           entry.country,
           "",
           entry.sector,
           fmt::format("{} ({})", found->rule, entry.place)};
    if (location.country.empty() || location.country == entry.country) who.city = entry.city;
  } else {
    name_unknown(parts, who);
    if (!ror.empty()) who.organisation_id = fmt::format("ror:{}", ror);
  }
  prefer(who.country, location.country);
  prefer(who.city, location.city);
  prefer(who.country, organisation.country);
  if (organisation.city.empty()) return who;
  const auto city = city_names_.find(without_numbers(name_key(organisation.city)));
  who.city = city == city_names_.end() ? organisation.city : city->second;
  if (who.country.empty() && city != city_names_.end())
    who.country = cities_.find(city->second)->second.country;
  return who;
}

bool Directory::has_only_places(const std::string& key) const {
  return is_place(without_numbers(key));
}

const Place* Directory::country(std::string_view id) const {
  const auto found = countries_.find(id);
  return found == countries_.end() ? nullptr : &found->second;
}

std::string Directory::country_code(std::string_view name) const {
  const auto found = country_names_.find(name_key(name));
  if (found != country_names_.end()) return found->second;
  std::string code(name);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return country(code) == nullptr ? "" : code;
}

}  // namespace horizon::who
