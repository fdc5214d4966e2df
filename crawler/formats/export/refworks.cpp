// RefWorks tagged: "RT Journal Article", tags of two characters and a blank.
#include <algorithm>
#include <array>

#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

// Tags without a meaning here are listed too: a line of prose may begin with "AI" or "US".
constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"RT", Field::kType},          {"T1", Field::kTitle},      {"A1", Field::kAuthor},
    {"AD", Field::kOrganisations}, {"AB", Field::kAbstract},   {"JF", Field::kVenue},
    {"JO", Field::kVenue},         {"T2", Field::kOtherVenue}, {"T3", Field::kOtherVenue},
    {"PB", Field::kPublisher},     {"YR", Field::kYear},       {"DO", Field::kDoi},
    {"UL", Field::kUrl},           {"LK", Field::kUrl},        {"LA", Field::kLanguage},
    {"OL", Field::kLanguage},      {"CL", Field::kClc},        {"FD", Field::kDate},
    {"SR", Field::kIgnored},       {"ID", Field::kIgnored},    {"VO", Field::kIgnored},
    {"IS", Field::kIgnored},       {"SP", Field::kIgnored},    {"OP", Field::kIgnored},
    {"K1", Field::kIgnored},       {"NO", Field::kIgnored},    {"A2", Field::kIgnored},
    {"A3", Field::kIgnored},       {"A4", Field::kIgnored},    {"A5", Field::kIgnored},
    {"A6", Field::kIgnored},       {"ED", Field::kIgnored},    {"PP", Field::kIgnored},
    {"SN", Field::kIgnored},       {"AV", Field::kIgnored},    {"AN", Field::kIgnored},
    {"CN", Field::kIgnored},       {"SF", Field::kIgnored},    {"DB", Field::kIgnored},
    {"DS", Field::kIgnored},       {"IP", Field::kIgnored},    {"RD", Field::kIgnored},
    {"OT", Field::kIgnored},       {"PA", Field::kIgnored},    {"U1", Field::kIgnored},
    {"U2", Field::kIgnored},       {"U3", Field::kIgnored},    {"U4", Field::kIgnored},
    {"U5", Field::kIgnored},       {"WP", Field::kIgnored},    {"WT", Field::kIgnored},
    {"WV", Field::kIgnored},       {"JN", Field::kVenue},      {"PM", Field::kPmid},
});

std::optional<TagLine> read(std::string_view line) {
  line = trim_wide(line);
  if (line.size() < 2 || (line.size() > 2 && line[2] != ' ' && line[2] != '\t')) {
    return std::nullopt;
  }
  const std::string_view tag = line.substr(0, 2);
  const bool known = std::any_of(kMeanings.begin(), kMeanings.end(),
                                 [&](const TagMeaning& meaning) { return meaning.tag == tag; });
  if (!known) return std::nullopt;
  return TagLine{tag, trim_wide(line.substr(2))};
}

bool begins(std::string_view tag) { return tag == "RT"; }
bool ends(std::string_view /*tag*/) { return false; }

void fill(std::span<const TaggedField> fields, Draft& draft) {
  const bool patent = std::any_of(fields.begin(), fields.end(), [](const TaggedField& field) {
    return field.tag == "RT" && kind_of_type(field.joined()) == Kind::kPatent;
  });
  for (const TaggedField& field : fields) {
    const std::string value = field.joined();
    draft.add(meaning_of(kMeanings, field.tag), value);
    // "Nov 22" beside the year, where it is not a whole date.
    if (field.tag == "FD") draft.add(Field::kMonth, value);
    if (patent && looks_like_patent_number(value)) draft.add(Field::kPublicationNumber, value);
  }
}

}  // namespace

const Dialect kRefWorksDialect{read, begins, ends, false, fill};

bool is_refworks(std::string_view text) {
  return any_line(text, 5, [](std::string_view line) {
    const auto field = read(line);
    return field && field->tag == "RT" && kind_of_type(field->value).has_value();
  });
}

}  // namespace horizon::crawler
