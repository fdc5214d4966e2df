// RIS: "TY  - JOUR" to "ER  -". The format has no standard that its writers keep: Research
// Information Systems' tags of 2001 and 2011, and what CNKI, Wanfang, Scopus, Web of Science,
// EndNote and Zotero make of them.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"TY", Field::kType},       {"TI", Field::kTitle},      {"T1", Field::kTitle},
    {"CT", Field::kTitle},      {"TT", Field::kOtherTitle}, {"ST", Field::kOtherTitle},
    {"AU", Field::kAuthor},     {"A1", Field::kAuthor},     {"AD", Field::kOrganisations},
    {"AB", Field::kAbstract},   {"N2", Field::kAbstract},   {"T2", Field::kVenue},
    {"JF", Field::kVenue},      {"JO", Field::kVenue},      {"JA", Field::kOtherVenue},
    {"J1", Field::kOtherVenue}, {"J2", Field::kOtherVenue}, {"BT", Field::kOtherVenue},
    {"C3", Field::kOtherVenue}, {"T3", Field::kOtherVenue}, {"PB", Field::kPublisher},
    {"PY", Field::kYear},       {"DA", Field::kDate},       {"Y1", Field::kDate},
    {"DO", Field::kDoi},        {"UR", Field::kUrl},        {"LK", Field::kUrl},
    {"M3", Field::kAny},        {"L3", Field::kAny},        {"LA", Field::kLanguage},
});

// Where exporters put a patent's number.
constexpr auto kNumbers = std::to_array<std::string_view>(
    {"SN", "M1", "C7", "M3", "IS", "VL", "AN", "ID", "C1", "C2", "C3", "C6", "CN", "N1", "SP"});

// A line with one blank or none before the hyphen may be a line of prose; these are not.
bool is_known(std::string_view tag) {
  const bool found = std::any_of(kMeanings.begin(), kMeanings.end(),
                                 [&](const TagMeaning& known) { return known.tag == tag; });
  static constexpr auto kOthers = std::to_array<std::string_view>(
      {"ER", "KW", "VL", "IS", "SP", "EP", "SN", "N1", "L1", "L2", "L4", "ID", "A2",
       "A3", "ED", "CY", "CN", "DB", "DP", "AN", "Y2", "ET", "M1", "M2", "C1", "C2"});
  return found || std::find(kOthers.begin(), kOthers.end(), tag) != kOthers.end();
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::optional<TagLine> read(std::string_view line) {
  line = trim_wide(line);
  if (line.size() < 3 || !is_upper(line[0]) ||
      (!is_upper(line[1]) && (line[1] < '0' || line[1] > '9'))) {
    return std::nullopt;
  }
  std::size_t pos = 2;
  while (pos < line.size() && line[pos] == ' ') ++pos;
  if (pos == line.size() || line[pos] != '-' || pos > 6) return std::nullopt;
  const std::string_view tag = line.substr(0, 2);
  const std::string_view rest = line.substr(pos + 1);
  if (!rest.empty() && rest[0] != ' ' && pos != 4) return std::nullopt;
  if (pos != 4 && !is_known(tag)) return std::nullopt;
  return TagLine{tag, trim_wide(rest)};
}

bool begins(std::string_view tag) { return tag == "TY"; }
bool ends(std::string_view tag) { return tag == "ER"; }

void fill(std::span<const TaggedField> fields, Draft& draft) {
  const bool patent = std::any_of(fields.begin(), fields.end(), [](const TaggedField& field) {
    return field.tag == "TY" && kind_of_type(field.joined()) == Kind::kPatent;
  });
  bool pubmed = false;
  for (const TaggedField& field : fields) {
    const std::string value = field.joined();
    draft.add(meaning_of(kMeanings, field.tag), value);
    if (field.tag == "AN" && value.starts_with("WOS:")) draft.add(Field::kId, value);
    if (field.tag == "DB") pubmed = ascii_lower(value).find("pubmed") != std::string::npos;
    if (!patent) continue;
    // The assignee is where other works have their publisher.
    if (field.tag == "PB" || field.tag == "A2") draft.add(Field::kApplicants, value);
    if (std::find(kNumbers.begin(), kNumbers.end(), field.tag) != kNumbers.end() &&
        looks_like_patent_number(value)) {
      draft.add(Field::kPublicationNumber, value);
    }
  }
  for (const TaggedField& field : fields) {
    if (pubmed && field.tag == "AN") draft.add(Field::kPmid, field.joined());
  }
}

}  // namespace

const Dialect kRisDialect{read, begins, ends, false, fill};

bool is_ris(std::string_view text) {
  return any_line(text, 20, [](std::string_view line) {
    const auto field = read(line);
    return field && field->tag == "TY" && field->value.size() <= 10;
  });
}

}  // namespace horizon::crawler
