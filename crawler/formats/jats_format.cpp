#include "crawler/formats/jats_format.h"

#include <algorithm>
#include <array>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/xml_works.h"
#include "crawler/text/date_text.h"
#include "crawler/xml/xml.h"
#include "crawler/xml/xml_cutter.h"

namespace horizon::crawler {
namespace {

using pugi::xml_node;

constexpr std::array<std::string_view, 1> kRecords = {"article"};

bool is_one_of(std::string_view value, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::optional<PartialDate> date_of(const xml_node& date) {
  const auto parts =
      date_of_parts(child_text(date, "year"), child_text(date, "month"), child_text(date, "day"));
  if (parts) return parts;
  if (const auto iso = parse_iso_date(attribute(date, "iso-8601-date"))) return iso;
  return parse_feed_date(child_text(date, "string-date"));
}

std::optional<PartialDate> published_of(const xml_node& meta) {
  static constexpr std::array<std::string_view, 7> kNotPublished = {
      "nihms-submitted", "pmc-release", "received", "accepted",
      "corrected",       "retracted",   "revised"};
  PublicationDates dates, collections;
  for (const xml_node& date : children(meta, "pub-date")) {
    const std::string_view type = attribute(date, "pub-type").empty() ? attribute(date, "date-type")
                                                                      : attribute(date, "pub-type");
    if (is_one_of(type, kNotPublished)) continue;
    // The year of the volume, which an article may be long before or behind.
    (type == "collection" ? collections : dates).add(date_of(date));
  }
  for (const xml_node& event : children(child(meta, "pub-history"), "event")) {
    const std::string_view type = attribute(event, "event-type");
    if (type == "preprint" || type == "pub") dates.add(date_of(child(event, "date")));
  }
  return dates.earliest() ? dates.earliest() : collections.earliest();
}

// "a<label>1</label>Dept of X, <institution>U</institution>, <country>France</country>" without
// its label.
Organisation organisation_of(const xml_node& aff) {
  Organisation organisation;
  const xml_node wrap = child(aff, "institution-wrap");
  for (const xml_node& id : children(wrap ? wrap : aff, "institution-id")) {
    if (organisation.id.empty()) organisation.id = ror_of(text_of(id));
  }
  const xml_node country = child(aff, "country");
  if (const std::string_view code = attribute(country, "country"); code.size() == 2) {
    organisation.country = code;
    for (char& c : organisation.country) c = static_cast<char>(c & ~0x20);
  }
  organisation.city = child_text(aff, "city");
  std::string markup;
  for (const xml_node part : aff.children()) {
    const std::string_view name = local_name(part);
    const bool mark =
        name == "label" || name == "institution-id" || (name == "sup" && markup.empty());
    if (mark) continue;
    if (name == "institution-wrap") {
      for (const xml_node& inner : children(part, "institution")) markup += text_of(inner) + " ";
    } else {
      markup += part.type() == pugi::node_element ? text_of(part) : std::string(part.value());
    }
  }
  organisation.name = collapse_whitespace(sanitise_utf8(markup));
  while (organisation.name.ends_with(',') || organisation.name.ends_with(' ')) {
    organisation.name.pop_back();
  }
  return organisation;
}

// The affiliations of an article by their ids, which contributors refer to.
using Affiliations = std::map<std::string, std::uint16_t, std::less<>>;

Affiliations read_affiliations(const xml_node& meta, Document& document) {
  Affiliations known;
  const auto add = [&](const xml_node& aff) {
    const auto position = add_organisation(document, organisation_of(aff));
    if (position) known.emplace(std::string(attribute(aff, "id")), *position);
  };
  const auto add_all = [&](const xml_node& parent) {
    for (const xml_node& aff : children(parent, "aff")) add(aff);
    for (const xml_node& group : children(parent, "aff-alternatives")) {
      const xml_node aff = child(group, "aff");
      const auto position = add_organisation(document, organisation_of(aff));
      if (position) known.emplace(std::string(attribute(group, "id")), *position);
    }
  };
  add_all(meta);
  for (const xml_node& group : children(meta, "contrib-group")) add_all(group);
  return known;
}

std::string name_of(const xml_node& contrib) {
  xml_node parent = contrib;
  if (const xml_node alternatives = child(contrib, "name-alternatives")) parent = alternatives;
  for (const std::string_view kind : {"name", "string-name"}) {
    const xml_node name = child(parent, kind);
    std::string text = person_name(child_text(name, "given-names"), child_text(name, "surname"),
                                   child_text(name, "suffix"));
    if (text.empty()) text = line_of(name);
    if (!text.empty()) return text;
  }
  // A collaboration may list its members within: they are no part of its name.
  const xml_node collab = child(contrib, "collab");
  std::string text;
  for (const xml_node part : collab.children()) {
    if (local_name(part) != "contrib-group") text += part.value() + text_of(part);
  }
  return collapse_whitespace(sanitise_utf8(text));
}

void add_contributor(const xml_node& contrib, const Affiliations& affiliations,
                     Document& document) {
  Person person{.name = name_of(contrib)};
  for (const xml_node& id : children(contrib, "contrib-id")) {
    if (attribute(id, "contrib-id-type") == "orcid") person.id = orcid_of(text_of(id));
  }
  for (const xml_node& aff : children(contrib, "aff")) {
    const auto position = add_organisation(document, organisation_of(aff));
    if (position) person.organisations.push_back(*position);
  }
  for (const xml_node& link : children(contrib, "xref")) {
    if (attribute(link, "ref-type") != "aff") continue;
    // One reference may name several: rid="aff1 aff2".
    for (const std::string_view rid : split(attribute(link, "rid"), ' ')) {
      const auto found = affiliations.find(rid);
      if (found != affiliations.end()) person.organisations.push_back(found->second);
    }
  }
  add_author(document, std::move(person));
}

void add_contributors(const xml_node& meta, Document& document) {
  const Affiliations affiliations = read_affiliations(meta, document);
  for (const xml_node& group : children(meta, "contrib-group")) {
    for (const xml_node& contrib : children(group, "contrib")) {
      const std::string_view type = attribute(contrib, "contrib-type");
      if (type.empty() || type == "author" || type == "collab") {
        add_contributor(contrib, affiliations, document);
      }
    }
  }
  // A lone affiliation is everybody's.
  if (document.organisations.size() != 1) return;
  const bool referred = std::any_of(document.authors.begin(), document.authors.end(),
                                    [](const Person& p) { return !p.organisations.empty(); });
  for (Person& person : document.authors) {
    if (!referred) person.organisations.push_back(0);
  }
}

// The abstract proper; summaries of other kinds (graphical, teaser, ...) only where it is missing.
std::string abstract_of(const xml_node& meta) {
  std::string other;
  for (const std::string_view element : {"abstract", "trans-abstract"}) {
    for (const xml_node& abstract : children(meta, element)) {
      std::string text = paragraphs_of(abstract);
      const std::string_view type = attribute(abstract, "abstract-type");
      if (type.empty() || type == "section" || type == "structured") {
        if (!text.empty()) return text;
      } else if (other.empty() && type != "graphical" && type != "toc") {
        other = std::move(text);
      }
    }
  }
  return other;
}

void add_keys(const xml_node& meta, Document& document, Keys& keys) {
  for (const xml_node& id : children(meta, "article-id")) {
    const std::string_view type = attribute(id, "pub-id-type");
    const std::string text = text_of(id);
    if (type == "doi") keys.add_doi(text);
    if (type == "pmid") keys.add_pmid(text);
    if (type == "pmc" || type == "pmcid") keys.add_pmcid(text);
    if (type == "arxiv") keys.add_arxiv(text, true);
  }
  for (const xml_node& link : children(meta, "related-article")) {
    const std::string type = ascii_lower(attribute(link, "related-article-type"));
    if (type.find("preprint") != std::string::npos && attribute(link, "ext-link-type") == "doi") {
      keys.add_doi(attribute(link, "xlink:href"));
    }
    if (type.find("retraction") != std::string::npos || type == "retracted-article") {
      // On a retracted work it points to the notice; on the notice to the retracted work.
      if (type.find("retraction") != std::string::npos) {
        add_code(document, CodeScheme::kOther, kRetracted);
      }
    }
  }
}

void add_subjects(const xml_node& meta, Document& document) {
  for (const xml_node& group : children(meta, "kwd-group")) {
    for (const xml_node& word : children(group, "kwd")) {
      add_code(document, CodeScheme::kOther, line_of(word));
    }
  }
  for (const xml_node& group : children(child(meta, "article-categories"), "subj-group")) {
    if (attribute(group, "subj-group-type") == "heading") continue;  // "Research Article"
    for (const xml_node& subject : children(group, "subject")) {
      add_code(document, CodeScheme::kOther, line_of(subject));
    }
  }
}

std::string venue_of(const xml_node& journal) {
  xml_node title = child(child(journal, "journal-title-group"), "journal-title");
  if (!title) title = child(journal, "journal-title");
  if (std::string name = line_of(title); !name.empty()) return name;
  for (const xml_node& id : children(journal, "journal-id")) {
    const std::string_view type = attribute(id, "journal-id-type");
    if (type == "nlm-ta" || type == "iso-abbrev") return line_of(id);
  }
  return line_of(child(child(journal, "publisher"), "publisher-name"));
}

std::vector<XmlWork> read_element(const xml_node& element, const ReadContext& context) {
  std::vector<XmlWork> works;
  if (!child(element, "front")) return works;
  XmlWork work;
  read_jats_article(element, work.document, work.keys);
  const xml_node meta = child(child(element, "front"), "article-meta");
  for (const xml_node& id : children(meta, "article-id")) {
    if (work.keys.empty()) work.keys.add_local(context.source.id, text_of(id));
  }
  if (work.keys.empty()) work.keys.add_local(context.source.id, work.document.title);
  works.push_back(std::move(work));
  return works;
}

// Bodies are a hundred times as long as what is read of them.
std::string front_only(std::string text) {
  constexpr std::string_view kEnd = "</front>";
  const std::size_t end = text.find(kEnd);
  if (end == std::string::npos) return text;
  text.resize(end + kEnd.size());
  text += "</article>";
  return text;
}

constexpr XmlWorkFormat kFormat{read_element, front_only};

}  // namespace

void read_jats_article(const xml_node& article, Document& document, Keys& keys) {
  const xml_node front = child(article, "front");
  const xml_node meta = child(front, "article-meta");
  const xml_node titles = child(meta, "title-group");
  document.kind = Kind::kPaper;
  document.title = line_of(child(titles, "article-title"));
  if (document.title.empty()) {
    document.title = line_of(child(child(titles, "trans-title-group"), "trans-title"));
  }
  document.abstract = abstract_of(meta);
  document.language = normalise_language(attribute(article, "xml:lang"));
  document.venue = venue_of(child(front, "journal-meta"));
  document.published = published_of(meta);
  add_contributors(meta, document);
  add_subjects(meta, document);
  add_keys(meta, document, keys);
  for (const xml_node& id : children(meta, "article-id")) {
    const std::string doi = normalise_doi(text_of(id));
    if (document.url.empty() && !doi.empty()) document.url = "https://doi.org/" + doi;
  }
}

bool is_jats(const Beginning& beginning) {
  const std::string_view root = beginning.xml_root();
  if (root == "pmc-articleset") return true;
  // Other vocabularies have articles too.
  return (root == "article" || root == "articles") &&
         (beginning.holds("<front") || beginning.holds("JATS") || beginning.holds("//NLM//DTD") ||
          beginning.holds("article-type="));
}

std::unique_ptr<RecordCutter> cut_jats(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<XmlCutter>(std::move(bytes), kRecords);
}

std::unique_ptr<RecordParser> jats_parser() { return xml_works_parser(kFormat); }

}  // namespace horizon::crawler
