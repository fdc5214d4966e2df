#include <array>
#include <pugixml.hpp>
#include <string>

#include "core/text.h"
#include "crawler/formats/export/draft.h"
#include "crawler/formats/export/manager_formats.h"
#include "crawler/formats/export/patents.h"
#include "crawler/formats/export/tagged.h"
#include "crawler/formats/whole_file.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_cutter.h"
#include "crawler/xml/xml_split.h"

namespace horizon::crawler {
namespace {

using pugi::xml_node;

constexpr std::array<std::string_view, 1> kRecords = {"record"};

struct Place {
  std::string_view parent, name;  // parent empty: the record itself
  Field field;
};

constexpr auto kPlaces = std::to_array<Place>({
    {"titles", "title", Field::kTitle},
    {"titles", "translated-title", Field::kOtherTitle},
    {"periodical", "full-title", Field::kVenue},
    {"titles", "secondary-title", Field::kVenue},
    {"alt-periodical", "full-title", Field::kOtherVenue},
    {"titles", "tertiary-title", Field::kOtherVenue},
    {"", "publisher", Field::kPublisher},
    {"", "abstract", Field::kAbstract},
    {"dates", "year", Field::kYear},
    {"", "electronic-resource-num", Field::kAny},
    {"", "language", Field::kLanguage},
    {"", "auth-address", Field::kOrganisations},
    {"", "auth-affiliaton", Field::kOrganisations},  // as EndNote spells it
    {"", "auth-affiliation", Field::kOrganisations},
});

void fill(const xml_node& record, Draft& draft) {
  const xml_node type = child(record, "ref-type");
  const std::string kind(attribute(type, "name"));
  draft.add(Field::kType, kind);
  for (const Place& place : kPlaces) {
    const xml_node parent = place.parent.empty() ? record : child(record, place.parent);
    for (const xml_node& node : children(parent, place.name)) draft.add(place.field, text_of(node));
  }
  for (const xml_node& author :
       children(child(child(record, "contributors"), "authors"), "author")) {
    draft.add(Field::kAuthor, text_of(author));
  }
  // "11-22" beside the year, or a whole date.
  for (const xml_node& date : children(child(child(record, "dates"), "pub-dates"), "date")) {
    draft.add(Field::kDate, text_of(date));
    draft.add(Field::kMonth, text_of(date));
  }
  for (const char* const urls : {"related-urls", "web-urls", "text-urls"}) {
    for (const xml_node& url : children(child(child(record, "urls"), urls), "url")) {
      draft.add(Field::kUrl, text_of(url));
    }
  }
  const std::string accession = child_text(record, "accession-num");
  const std::string database = ascii_lower(child_text(record, "remote-database-name"));
  if (accession.starts_with("WOS:")) draft.add(Field::kId, accession);
  if (database.find("pubmed") != std::string::npos || database == "nlm" ||
      database.find("medline") != std::string::npos) {
    draft.add(Field::kPmid, accession);
  }
  if (kind_of_type(kind) != Kind::kPatent) return;
  draft.add(Field::kApplicants, child_text(record, "publisher"));
  for (const char* const name : {"isbn", "number", "volume", "accession-num", "call-num",
                                 "electronic-resource-num", "custom1", "custom7", "section"}) {
    const std::string text = child_text(record, name);
    if (looks_like_patent_number(text)) draft.add(Field::kPublicationNumber, text);
  }
}

class EndNoteXmlParser final : public RecordParser {
 public:
  void parse(const Slice& slice, const ReadContext& context, Records& out) override {
    if (slice.oversized) return quarantine(slice, context, "the record is larger than 64 MB", out);
    const std::string text = decode_slice(slice, context.content_type());
    if (split_xml(text, {}, 0).too_deep) {
      return quarantine(slice, context, "elements nested too deeply", out);
    }
    pugi::xml_document tree;
    if (const std::string problem = parse_xml(tree, text); !problem.empty()) {
      return quarantine(slice, context, "malformed XML: " + problem, out);
    }
    Draft draft;
    fill(first_element(tree), draft);
    draft.finish(slice, context, out);
  }
};

}  // namespace

bool is_endnote_xml(const Beginning& beginning) {
  return beginning.xml_root() == "xml" && beginning.holds("<record");
}

std::unique_ptr<RecordCutter> cut_endnote_xml(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<XmlCutter>(std::move(bytes), kRecords);
}

std::unique_ptr<RecordParser> endnote_xml_parser() { return std::make_unique<EndNoteXmlParser>(); }

}  // namespace horizon::crawler
