// MARCXML, MODS and DataCite.
#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/xml_works.h"
#include "crawler/oai/oai_formats.h"
#include "crawler/text/date_text.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml.h"

namespace horizon::crawler {
namespace {

using pugi::xml_node;

// A subfield's text; the first of this code.
std::string subfield(const xml_node& field, std::string_view code) {
  for (const xml_node& part : children(field, "subfield")) {
    if (attribute(part, "code") == code) return line_of(part);
  }
  return {};
}

// Punctuation that cataloguers put between subfields.
std::string without_isbd(std::string text) {
  constexpr std::string_view kMarks = " /:;,=";
  while (!text.empty() && kMarks.find(text.back()) != std::string_view::npos) text.pop_back();
  return text;
}

void add_marc_author(const xml_node& field, Document& document) {
  Person person{.name = without_isbd(subfield(field, "a"))};
  for (const xml_node& part : children(field, "subfield")) {
    const std::string_view code = attribute(part, "code");
    if (code == "u") {
      const auto position = add_organisation(document, {.name = line_of(part)});
      if (position) person.organisations.push_back(*position);
    }
    if ((code == "0" || code == "1") && person.id.empty()) person.id = orcid_of(text_of(part));
  }
  add_author(document, std::move(person));
}

// The main entry first, people before bodies.
void add_marc_authors(const xml_node& record, Document& document) {
  for (const std::string_view wanted : {"100", "700", "110", "710"}) {
    for (const xml_node& field : children(record, "datafield")) {
      if (attribute(field, "tag") != wanted) continue;
      const std::string role = ascii_lower(subfield(field, "e"));
      const bool author = role.empty() || role.starts_with("aut") || role.starts_with("collab");
      if (author) add_marc_author(field, document);
    }
  }
}

// "(OCoLC)123" and the like say whose number it is; $2 says so in field 024.
void add_marc_identifier(const xml_node& field, std::string_view tag, Document& document,
                         Keys& keys) {
  const std::string text = subfield(field, tag == "856" ? "u" : "a");
  const std::string kind = ascii_lower(subfield(field, "2"));
  if (kind == "doi") {
    keys.add_doi(text);
  } else if (tag == "037" && ascii_lower(subfield(field, "9")) == "arxiv") {
    keys.add_arxiv(text, true);
  } else if (tag == "024") {
    keys.add_doi(text);
    keys.add_arxiv(text);
  } else if (tag == "856" && document.url.empty() && is_web_url(text)) {
    document.url = text;
    keys.add_doi(text);
  }
}

void read_marc_text(const xml_node& field, std::string_view tag, Document& document,
                    PublicationDates& dates) {
  if (tag == "245") {
    document.title = without_isbd(subfield(field, "a"));
    const std::string rest = without_isbd(subfield(field, "b"));
    if (!rest.empty()) document.title += (document.title.empty() ? "" : ": ") + rest;
  } else if (tag == "520") {
    std::string text = subfield(field, "a");
    if (text.size() > document.abstract.size()) document.abstract = std::move(text);
  } else if (tag == "773" && document.venue.empty()) {
    document.venue = subfield(field, "p");
    if (document.venue.empty()) document.venue = subfield(field, "t");
  } else if (tag == "260" || tag == "264" || tag == "269") {
    std::string date = subfield(field, "c");
    std::erase_if(date, [](char c) { return c == '[' || c == ']' || c == '(' || c == ')'; });
    while (date.ends_with('.') || date.starts_with('c')) {
      date = date.ends_with('.') ? date.substr(0, date.size() - 1) : date.substr(1);
    }
    dates.add(parse_feed_date(date));
  } else if (tag == "041") {
    document.language = normalise_language(subfield(field, "a"));
  } else if (tag == "650" || tag == "653" || tag == "695") {
    add_code(document, CodeScheme::kOther, without_isbd(subfield(field, "a")));
  }
}

std::string mods_name(const xml_node& name) {
  std::string family, given, whole;
  for (const xml_node& part : children(name, "namePart")) {
    const std::string_view type = attribute(part, "type");
    if (type == "family") {
      family = line_of(part);
    } else if (type == "given") {
      given += (given.empty() ? "" : " ") + line_of(part);
    } else if (type.empty() && whole.empty()) {
      whole = line_of(part);
    }
  }
  const std::string structured = person_name(given, family);
  return structured.empty() ? whole : structured;
}

bool is_author(const xml_node& name) {
  const std::vector<xml_node> roles = children(name, "role");
  if (roles.empty()) return true;
  return std::any_of(roles.begin(), roles.end(), [](const xml_node& role) {
    const std::string term = ascii_lower(child_text(role, "roleTerm"));
    return term == "author" || term == "aut" || term == "creator" || term == "cre" || term.empty();
  });
}

std::string datacite_name(const xml_node& creator) {
  const std::string structured =
      person_name(child_text(creator, "givenName"), child_text(creator, "familyName"));
  if (!structured.empty()) return structured;
  std::string name = line_of(child(creator, "creatorName"));
  return name.empty() ? line_of(child(creator, "name")) : name;
}

void add_datacite_people(const xml_node& resource, Document& document) {
  for (const xml_node& creator : children(child(resource, "creators"), "creator")) {
    Person person{.name = datacite_name(creator)};
    for (const xml_node& id : children(creator, "nameIdentifier")) {
      if (person.id.empty()) person.id = orcid_of(text_of(id));
    }
    for (const xml_node& affiliation : children(creator, "affiliation")) {
      const auto position = add_organisation(
          document, {.name = line_of(affiliation),
                     .id = ror_of(attribute(affiliation, "affiliationIdentifier"))});
      if (position) person.organisations.push_back(*position);
    }
    add_author(document, std::move(person));
  }
}

std::optional<PartialDate> datacite_published(const xml_node& resource) {
  PublicationDates dates;
  for (const xml_node& date : children(child(resource, "dates"), "date")) {
    const std::string_view type = attribute(date, "dateType");
    if (type == "Issued" || type == "Available") dates.add(parse_feed_date(text_of(date)));
  }
  dates.add(child_text(resource, "publicationYear"), {}, {});
  return dates.earliest();
}

void add_datacite_keys(const xml_node& resource, Keys& keys) {
  const xml_node identifier = child(resource, "identifier");
  if (attribute(identifier, "identifierType") == "DOI") keys.add_doi(text_of(identifier));
  const xml_node alternates = child(resource, "alternateIdentifiers");
  for (const xml_node& id : children(alternates, "alternateIdentifier")) {
    keys.add_doi(text_of(id));
    keys.add_arxiv(text_of(id));
  }
  const xml_node relations = child(resource, "relatedIdentifiers");
  for (const xml_node& id : children(relations, "relatedIdentifier")) {
    if (attribute(id, "relationType") == "IsIdenticalTo") keys.add_any(text_of(id));
  }
}

}  // namespace

void read_marc(const xml_node& record, Document& document, Keys& keys) {
  PublicationDates dates;
  for (const xml_node& field : children(record, "datafield")) {
    const std::string_view tag = attribute(field, "tag");
    if (tag == "024" || tag == "037" || tag == "856") {
      add_marc_identifier(field, tag, document, keys);
    } else {
      read_marc_text(field, tag, document, dates);
    }
  }
  document.published = dates.earliest();
  add_marc_authors(record, document);
}

void read_mods(const xml_node& mods, Document& document, Keys& keys) {
  for (const xml_node& info : children(mods, "titleInfo")) {
    if (!document.title.empty() || !attribute(info, "type").empty()) continue;
    document.title = line_of(child(info, "title"));
    const std::string before = child_text(info, "nonSort");
    if (!before.empty()) document.title = before + " " + document.title;
  }
  for (const xml_node& name : children(mods, "name")) {
    if (is_author(name)) add_author(document, {.name = mods_name(name)});
  }
  for (const xml_node& abstract : children(mods, "abstract")) {
    std::string text = paragraphs_of(abstract);
    if (document.abstract.empty()) document.abstract = std::move(text);
  }
  PublicationDates dates;
  for (const xml_node& origin : children(mods, "originInfo")) {
    for (const std::string_view kind : {"dateIssued", "dateOther", "dateCreated"}) {
      if (!dates.earliest()) dates.add(parse_feed_date(child_text(origin, kind)));
    }
  }
  document.published = dates.earliest();
  const xml_node host = child(mods, "relatedItem");
  if (attribute(host, "type") == "host") {
    document.venue = line_of(child(child(host, "titleInfo"), "title"));
  }
  document.language = normalise_language(child_text(child(mods, "language"), "languageTerm"));
  for (const xml_node& subject : children(mods, "subject")) {
    for (const xml_node& topic : children(subject, "topic")) {
      add_code(document, CodeScheme::kOther, line_of(topic));
    }
  }
  for (const xml_node& id : children(mods, "identifier")) {
    const std::string_view type = attribute(id, "type");
    const std::string text = text_of(id);
    if (type == "doi") keys.add_doi(text);
    if (type == "pmid") keys.add_pmid(text);
    if (type == "arxiv") keys.add_arxiv(text, true);
    if (type == "uri" && document.url.empty() && is_web_url(text)) document.url = text;
  }
}

void read_datacite(const xml_node& resource, Document& document, Keys& keys) {
  for (const xml_node& title : children(child(resource, "titles"), "title")) {
    // One with a type is a subtitle, a translation or the like.
    const bool main = attribute(title, "titleType").empty();
    if (document.title.empty() || main) document.title = line_of(title);
    if (main) break;
  }
  for (const xml_node& text : children(child(resource, "descriptions"), "description")) {
    if (attribute(text, "descriptionType") == "Abstract" && document.abstract.empty()) {
      document.abstract = paragraphs_of(text);
    }
  }
  add_datacite_people(resource, document);
  document.published = datacite_published(resource);
  document.venue = line_of(child(resource, "publisher"));
  document.language = normalise_language(child_text(resource, "language"));
  for (const xml_node& subject : children(child(resource, "subjects"), "subject")) {
    const std::string value = line_of(subject);
    add_code(document, guess_code_scheme(value), value);
  }
  const xml_node type = child(resource, "resourceType");
  const std::string_view general = attribute(type, "resourceTypeGeneral");
  if (general == "Dataset" || general == "Software" || general == "Image") {
    document.kind = Kind::kOther;
  }
  add_datacite_keys(resource, keys);
}

}  // namespace horizon::crawler
