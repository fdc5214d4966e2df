#include "crawler/formats/export/wos.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"PT", Field::kType},
    {"TI", Field::kTitle},
    {"AB", Field::kAbstract},
    {"SO", Field::kVenue},
    {"CT", Field::kOtherVenue},
    {"PU", Field::kPublisher},
    {"PY", Field::kYear},
    {"PD", Field::kMonth},
    {"EA", Field::kEarlyDate},
    {"DI", Field::kDoi},
    {"D2", Field::kDoi},
    {"UT", Field::kId},
    {"PM", Field::kPmid},
    {"LA", Field::kLanguage},
    {"PN", Field::kIgnored},
    {"AE", Field::kApplicants},
    {"IP", Field::kIpc},
    {"CA", Field::kAuthor},
});

const std::vector<std::string>* find(std::span<const WosField> fields, std::string_view tag) {
  for (const WosField& field : fields) {
    if (field.tag == tag && !field.values.empty()) return &field.values;
  }
  return nullptr;
}

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

// "Beijing 100084", "CH-8093 Zurich": the city without its postal code.
std::string city_of(std::string_view part) {
  std::string city;
  for (const std::string_view word : split(trim_wide(part), ' ')) {
    if (word.empty() || has_digit(word)) continue;
    if (!city.empty()) city += ' ';
    city += word;
  }
  return city;
}

// "Institution, Department, City Code, Country." and "Institution, City, MA 02139 USA".
Organisation organisation_of(std::string_view address) {
  address = trim_wide(address);
  while (address.ends_with('.')) address.remove_suffix(1);
  std::vector<std::string_view> parts = split(address, ',');
  Organisation organisation;
  organisation.name = trim_wide(parts.front());
  if (parts.size() < 2) return organisation;
  organisation.country = country_of_name(parts.back());
  if (parts.size() < 3 || organisation.country.empty()) return organisation;
  std::size_t at = parts.size() - 2;
  // A state or province may stand alone between city and country ("Urbana, IL, USA").
  const std::string_view last = trim_wide(parts[at]);
  const bool state = at > 1 && last.size() <= 3 && !has_digit(last);
  organisation.city = city_of(parts[state ? at - 1 : at]);
  return organisation;
}

// Who stands in front of an address: positions by the forms of the names.
class Names {
 public:
  void add(std::string_view name, std::size_t position) {
    by_name_.emplace(collapse_whitespace(name), position);
  }
  std::optional<std::size_t> find(std::string_view name) const {
    const auto found = by_name_.find(collapse_whitespace(name));
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::map<std::string, std::size_t> by_name_;
};

Names add_authors(std::span<const WosField> fields, Draft& draft) {
  Names names;
  const auto* const full = find(fields, "AF");
  const auto* const brief = find(fields, "AU");
  const auto* const main = full != nullptr ? full : brief;
  if (main == nullptr) return names;
  for (std::size_t i = 0; i < main->size(); ++i) {
    const std::size_t position = draft.document().authors.size();
    draft.add_person({.name = (*main)[i]});
    if (draft.document().authors.size() == position) continue;
    names.add((*main)[i], position);
    // Both lists have the same people in the same order, or one of them is damaged.
    if (brief != nullptr && brief->size() == main->size()) names.add((*brief)[i], position);
  }
  return names;
}

void add_address(std::string_view address, const Names& names, Draft& draft) {
  address = trim_wide(address);
  std::string_view people;
  if (address.starts_with('[')) {
    const std::size_t close = address.find(']');
    if (close == std::string_view::npos) return;
    people = address.substr(1, close - 1);
    address = address.substr(close + 1);
  }
  const auto place = draft.add_organisation(organisation_of(address));
  if (!place) return;
  for (const std::string& person : split_list(people)) {
    if (const auto position = names.find(person)) draft.link(*position, *place);
  }
  // An address without names is that of a single author, or of all: only the former is told.
  if (people.empty() && draft.document().authors.size() == 1) draft.link(0, *place);
}

// "Zhang, San/0000-0002-1825-0097".
void add_ids(std::span<const WosField> fields, const Names& names, Draft& draft) {
  const auto* const ids = find(fields, "OI");
  if (ids == nullptr) return;
  for (const std::string& text : *ids) {
    for (const std::string& entry : split_list(text)) {
      const std::size_t slash = entry.rfind('/');
      if (slash == std::string::npos) continue;
      if (const auto position = names.find(std::string_view(entry).substr(0, slash))) {
        draft.set_author_id(*position, std::string_view(entry).substr(slash + 1));
      }
    }
  }
}

// Derwent: "CN117151122-A   22 Nov 2026   G06N-003/08   Pages: 12   Chinese".
void add_patent(std::span<const WosField> fields, Draft& draft) {
  const auto* const numbers = find(fields, "PN");
  const auto* const type = find(fields, "PT");
  if (numbers == nullptr || type == nullptr || type->front() != "P") return;
  for (const std::string& number : *numbers) draft.add(Field::kPublicationNumber, number);
  if (const auto* const details = find(fields, "PD")) {
    const std::string& line = details->front();
    draft.add(Field::kDate, std::string_view(line).substr(0, line.find("   ", 25)));
  }
}

std::optional<TagLine> read(std::string_view line) {
  if (line.size() < 2 || line[0] < 'A' || line[0] > 'Z') return std::nullopt;
  const bool second = (line[1] >= 'A' && line[1] <= 'Z') || (line[1] >= '0' && line[1] <= '9');
  if (!second || (line.size() > 2 && line[2] != ' ' && line[2] != '\t')) return std::nullopt;
  const std::string_view tag = line.substr(0, 2);
  if (tag == "VR") return std::nullopt;
  return TagLine{tag, trim_wide(line.substr(2))};
}

bool begins(std::string_view tag) { return tag == "PT"; }
bool ends(std::string_view tag) { return tag == "ER" || tag == "EF" || tag == "FN"; }

void fill(std::span<const TaggedField> fields, Draft& draft) {
  std::vector<WosField> all;
  for (const TaggedField& field : fields) {
    WosField one{field.tag, {}};
    if (is_wos_list(field.tag)) {
      one.values.assign(field.lines.begin(), field.lines.end());
    } else {
      one.values.push_back(field.joined());
    }
    all.push_back(std::move(one));
  }
  fill_wos(all, draft);
}

}  // namespace

bool is_wos_list(std::string_view tag) {
  return tag == "AU" || tag == "AF" || tag == "C1" || tag == "CA" || tag == "PN" || tag == "AE";
}

void fill_wos(std::span<const WosField> fields, Draft& draft) {
  const Names names = add_authors(fields, draft);
  for (const WosField& field : fields) {
    for (const std::string& value : field.values) {
      draft.add(meaning_of(kMeanings, field.tag), value);
      if (field.tag == "C1") add_address(value, names, draft);
    }
  }
  // The affiliations as Web of Science unifies them, where there are no addresses.
  if (find(fields, "C1") == nullptr) {
    if (const auto* const unified = find(fields, "C3")) {
      for (const std::string& value : *unified) draft.add(Field::kOrganisations, value);
    }
  }
  add_ids(fields, names, draft);
  add_patent(fields, draft);
}

const Dialect kWosDialect{read, begins, ends, false, fill};

bool is_wos(std::string_view text) {
  return any_line(text, 3, [](std::string_view line) {
    const auto field = read(line);
    return field && ((field->tag == "FN" && field->value.find("Cl") != std::string_view::npos) ||
                     (field->tag == "FN" && field->value.find("ISI") != std::string_view::npos) ||
                     (field->tag == "PT" && field->value.size() == 1));
  });
}

}  // namespace horizon::crawler
