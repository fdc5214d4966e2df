#include <fmt/format.h>

#include <array>
#include <string>

#include "core/text.h"
#include "crawler/formats/export/draft.h"
#include "crawler/formats/export/manager_formats.h"
#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged.h"
#include "crawler/formats/json_works.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/whole_file.h"
#include "crawler/json/json.h"
#include "crawler/json/json_cutter.h"

namespace horizon::crawler {
namespace {

// Mendeley and CSL YAML wrap their items.
constexpr std::array<std::string_view, 2> kLists = {"items", "references"};

struct Member {
  std::string_view name;
  Field field;
};

constexpr auto kMembers = std::to_array<Member>({
    {"type", Field::kType},
    {"title", Field::kTitle},
    {"original-title", Field::kOtherTitle},
    {"abstract", Field::kAbstract},
    {"container-title", Field::kVenue},
    {"event-title", Field::kOtherVenue},
    {"event", Field::kOtherVenue},
    {"publisher", Field::kPublisher},
    {"DOI", Field::kDoi},
    {"URL", Field::kUrl},
    {"PMID", Field::kPmid},
    {"language", Field::kLanguage},
});

std::string name_of(const JsonValue& author) {
  if (author.is_text()) return std::string(author.text());
  if (author["literal"].present()) return author["literal"].scalar();
  std::string family = author["family"].scalar();
  for (const char* const particle : {"non-dropping-particle", "dropping-particle"}) {
    if (const std::string part = author[particle].scalar(); !part.empty()) {
      family = part + " " + family;
    }
  }
  const std::string given = author["given"].scalar();
  return person_name(given, family, author["suffix"].scalar());
}

// {"date-parts": [[2026, 11, 22]]}, {"raw": "..."}, {"literal": "..."}, or a mere text.
std::string date_of(const JsonValue& date) {
  if (!date.is_object()) return date.scalar();
  for (const JsonValue range : each(date["date-parts"])) {
    std::string text;
    for (const JsonValue part : range) {
      const auto number = part.integer();
      if (!number || *number < 1 || *number > 9999) break;
      text += text.empty() ? fmt::format("{:04}", *number) : fmt::format("-{:02}", *number);
    }
    if (!text.empty()) return text;
  }
  for (const char* const name : {"raw", "literal", "iso8601"}) {
    if (date[name].present()) return date[name].scalar();
  }
  return {};
}

// Zotero keeps what CSL has no member for in the note, a line each: "PMID: 123", "arXiv:...".
void read_note(std::string_view note, Draft& draft) {
  for (const std::string_view line : split(note, '\n')) {
    const std::string_view text = trim(line);
    if (starts_with_ignoring_case(text, "pmid:")) draft.add(Field::kPmid, text);
    if (starts_with_ignoring_case(text, "arxiv:")) {
      draft.add(Field::kArxiv, text.substr(0, text.find(' ', 7)));
    }
    if (starts_with_ignoring_case(text, "doi:")) draft.add(Field::kDoi, text);
  }
}

void fill(const JsonValue& item, Draft& draft) {
  for (const Member& member : kMembers) {
    // The DOI registries write lists of one.
    for (const JsonValue value : each(item[member.name])) draft.add(member.field, value.scalar());
  }
  for (const JsonValue author : each(item["author"])) {
    const std::size_t before = draft.document().authors.size();
    draft.add_person({.name = name_of(author)});
    if (draft.document().authors.size() == before) continue;
    draft.add(Field::kAuthorId, author["ORCID"].scalar());
    for (const JsonValue place : each(author["affiliation"])) {
      draft.add(Field::kOwnOrganisation,
                place.is_object() ? place["name"].scalar() : place.scalar());
    }
  }
  draft.add(Field::kDate, date_of(item["issued"]));
  draft.add(Field::kEarlyDate, date_of(item["available-date"]));
  read_note(item["note"].text(), draft);
  if (item["type"].text() != "patent") return;
  for (const char* const name : {"number", "publication-number", "call-number"}) {
    const std::string number = item[name].scalar();
    if (looks_like_patent_number(number)) draft.add(Field::kPublicationNumber, number);
  }
  draft.add(Field::kApplicants, item["publisher"].scalar());
}

class CslJsonParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) return quarantine(slice, context, "the item is larger than 64 MB", out);
    const auto item = reader_.read(slice.bytes);
    if (!item) return quarantine(slice, context, item.error().message, out);
    if (!item->is_object()) return quarantine(slice, context, "JSON, but not an object", out);
    Draft draft;
    fill(*item, draft);
    draft.finish(slice, context, out);
  }

 private:
  JsonReader reader_;
};

}  // namespace

bool is_csl_json(const Beginning& beginning) {
  static constexpr auto kTelling = std::to_array<std::string_view>(
      {"\"issued\"", "\"container-title\"", "\"date-parts\"", "\"citation-key\""});
  static constexpr auto kType = std::to_array<std::string_view>({"\"type\""});
  // Crossref's works have the same members, and these beside them.
  static constexpr auto kCrossref =
      std::to_array<std::string_view>({"\"reference-count\"", "\"message-type\"", "\"indexed\"",
                                       "\"is-referenced-by-count\"", "\"deposited\""});
  return beginning.is_json_with(kTelling) && beginning.is_json_with(kType) &&
         !beginning.is_json_with(kCrossref);
}

std::unique_ptr<RecordCutter> cut_csl_json(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<JsonCutter>(std::move(bytes), kLists);
}

std::unique_ptr<RecordParser> csl_json_parser() { return std::make_unique<CslJsonParser>(); }

}  // namespace horizon::crawler
