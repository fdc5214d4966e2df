// MEDLINE as PubMed exports it: tags padded to four columns and a hyphen, continuation lines
// indented by six (NLM, "MEDLINE/PubMed Data Element Descriptions").
#include <algorithm>
#include <array>

#include "core/text.h"
#include "crawler/formats/export/tagged_formats.h"
#include "crawler/formats/export/text_parts.h"

namespace horizon::crawler {
namespace {

constexpr auto kMeanings = std::to_array<TagMeaning>({
    {"PMID", Field::kPmid},
    {"TI", Field::kTitle},
    {"TT", Field::kOtherTitle},
    {"BTI", Field::kOtherTitle},
    {"AB", Field::kAbstract},
    {"OAB", Field::kIgnored},
    {"JT", Field::kVenue},
    {"TA", Field::kOtherVenue},
    {"DP", Field::kDate},
    {"DEP", Field::kEarlyDate},
    {"LA", Field::kLanguage},
    {"LR", Field::kUpdated},
    {"AUID", Field::kAuthorId},
    {"CN", Field::kAuthor},
});

std::optional<TagLine> read(std::string_view line) {
  std::size_t pos = 0;
  while (pos < line.size() && pos < 4 && line[pos] >= 'A' && line[pos] <= 'Z') ++pos;
  if (pos < 2) return std::nullopt;
  const std::string_view tag = line.substr(0, pos);
  while (pos < line.size() && pos < 4 && line[pos] == ' ') ++pos;
  if (pos != 4 || pos == line.size() || line[pos] != '-') return std::nullopt;
  return TagLine{tag, trim_wide(line.substr(5))};
}

bool begins(std::string_view tag) { return tag == "PMID"; }
bool ends(std::string_view /*tag*/) { return false; }

// "*Brain-Computer Interfaces/psychology": a heading, of the main ones, with a qualifier.
std::string_view heading_of(std::string_view value) {
  if (value.starts_with('*')) value.remove_prefix(1);
  return value.substr(0, value.find('/'));
}

// "10.1000/x [doi]" among "123 [pii]".
void add_identifier(std::string_view value, Draft& draft) {
  const std::size_t mark = value.find(" [doi]");
  if (mark != std::string_view::npos) draft.add(Field::kDoi, value.substr(0, mark));
}

// The full name goes before the short one that follows it; old records have only that.
class Authors {
 public:
  explicit Authors(Draft& draft) : draft_(draft) {}

  void add(std::string_view tag, const std::string& value) {
    if (tag == "FAU") {
      draft_.add_person({.name = value});
      full_ = true;
    } else if (tag == "AU") {
      if (!full_) draft_.add_person({.name = value});
      full_ = false;
    }
  }

 private:
  Draft& draft_;
  bool full_ = false;
};

void fill(std::span<const TaggedField> fields, Draft& draft) {
  Authors authors(draft);
  std::string first_address;  // records of before 2014 have the first author's in front of all
  for (const TaggedField& field : fields) {
    const std::string value = sanitise_utf8(field.joined());
    draft.add(meaning_of(kMeanings, field.tag), value);
    authors.add(field.tag, value);
    if (field.tag == "AID" || field.tag == "LID") add_identifier(value, draft);
    if (field.tag == "MH") draft.add(Field::kMesh, heading_of(value));
    if (field.tag == "OAB" && !draft.has(Field::kAbstract)) draft.add(Field::kAbstract, value);
    if (field.tag != "AD") continue;
    if (draft.document().authors.empty()) {
      first_address = value;
    } else {
      draft.add(Field::kOwnOrganisation, value);
    }
  }
  if (!first_address.empty()) {
    if (const auto place = draft.add_organisation({.name = first_address})) draft.link(0, *place);
  }
  draft.add(Field::kKind, "paper");
}

}  // namespace

const Dialect kMedlineDialect{read, begins, ends, false, fill};

bool is_medline(std::string_view text) {
  return any_line(text, 5, [](std::string_view line) {
    const auto field = read(line);
    return field && field->tag == "PMID" && !field->value.empty() && field->value[0] >= '0' &&
           field->value[0] <= '9';
  });
}

}  // namespace horizon::crawler
