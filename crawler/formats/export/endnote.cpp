// EndNote tagged, known as Refer: "%0 Journal Article", one tag of one character a line.
#include <algorithm>
#include <array>

#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"0", Field::kType},
    {"T", Field::kTitle},
    {"A", Field::kAuthor},
    {"+", Field::kOrganisations},
    {"X", Field::kAbstract},
    {"J", Field::kVenue},
    {"B", Field::kOtherVenue},
    {"S", Field::kOtherVenue},
    {"I", Field::kPublisher},
    {"D", Field::kYear},
    {"8", Field::kDate},
    {"R", Field::kAny},
    {"U", Field::kUrl},
    {"G", Field::kLanguage},
    {"Q", Field::kOtherTitle},
    {"!", Field::kOtherTitle},
});
constexpr std::string_view kNumbers = "@MLN1234567R";

std::optional<TagLine> read(std::string_view line) {
  line = trim_wide(line);
  if (line.size() < 2 || line[0] != '%' || line[1] <= ' ' || line[1] > '~') return std::nullopt;
  if (line.size() > 2 && line[2] != ' ' && line[2] != '\t') return std::nullopt;
  return TagLine{line.substr(1, 1), trim_wide(line.substr(2))};
}

bool begins(std::string_view tag) { return tag == "0"; }
bool ends(std::string_view /*tag*/) { return false; }

void fill(std::span<const TaggedField> fields, Draft& draft) {
  const bool patent = std::any_of(fields.begin(), fields.end(), [](const TaggedField& field) {
    return field.tag == "0" && kind_of_type(field.joined()) == Kind::kPatent;
  });
  for (const TaggedField& field : fields) {
    const std::string value = field.joined();
    draft.add(meaning_of(kMeanings, field.tag), value);
    if (field.tag == "M" && value.starts_with("WOS:")) draft.add(Field::kId, value);
    if (patent && field.tag == "I") draft.add(Field::kApplicants, value);
    if (patent && kNumbers.find(field.tag[0]) != std::string_view::npos &&
        looks_like_patent_number(value)) {
      draft.add(Field::kPublicationNumber, value);
    }
  }
}

}  // namespace

const Dialect kEndNoteDialect{read, begins, ends, false, fill};

bool is_endnote(std::string_view text) {
  return any_line(text, 5, [](std::string_view line) {
    const auto field = read(line);
    return field && field->tag == "0" && !field->value.empty();
  });
}

}  // namespace horizon::crawler
