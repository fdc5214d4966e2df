#include "crawler/formats/crossref_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/json_works.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/json/json_cutter.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 1> kLists = {"items"};

bool is_one_of(std::string_view value, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_paper_type(std::string_view type) {
  static constexpr std::array<std::string_view, 17> kOthers = {
      "dataset",          "component",     "database",       "peer-review", "grant",
      "journal",          "journal-issue", "journal-volume", "proceedings", "proceedings-series",
      "book-series",      "book-set",      "report-series",  "standard",    "standard-series",
      "report-component", "other"};
  return !is_one_of(type, kOthers);
}

bool is_work(const JsonValue& value) {
  if (!value["DOI"].present()) return false;
  // A reference or relation within a work has a DOI too, but none of these.
  for (const std::string_view member : {"type", "title", "container-title", "issued", "indexed",
                                        "deposited", "author", "member", "abstract", "URL"}) {
    if (value[member].present()) return true;
  }
  return value.key().empty();  // select=DOI
}

// "title": ["...", ...], also without the brackets. The first that says something.
std::string first_title(const JsonValue& list) {
  for (const JsonValue item : each(list)) {
    std::string title = title_of_markup(item.scalar());
    if (!title.empty()) return title;
  }
  return {};
}

std::string first_line(const JsonValue& list) {
  for (const JsonValue item : each(list)) {
    std::string line = title_of_markup(item.scalar());
    if (!line.empty()) return line;
  }
  return {};
}

// {"date-parts": [[2024, 2, 15]]}; null and missing parts occur.
std::optional<PartialDate> date_of(const JsonValue& date) {
  for (const JsonValue parts : date["date-parts"]) {
    std::array<std::string, 3> text;
    std::size_t count = 0;
    for (const JsonValue part : each(parts)) {
      if (count < text.size()) text[count++] = part.scalar();
    }
    if (const auto found = date_of_parts(text[0], text[1], text[2])) return found;
  }
  return std::nullopt;
}

std::optional<PartialDate> published_of(const JsonValue& work) {
  PublicationDates dates;
  for (const std::string_view name : {"published", "published-online", "published-print",
                                      "published-other", "posted", "issued"}) {
    dates.add(date_of(work[name]));
  }
  return dates.earliest();
}

Organisation affiliation_of(const JsonValue& value) {
  Organisation organisation;
  organisation.name = json_line(value.is_text() ? value : value["name"]);
  for (const JsonValue id : each(value["id"])) {
    if (organisation.id.empty()) organisation.id = ror_of(id["id"].text());
  }
  // "Beijing, China": the city is what stands first.
  for (const JsonValue place : each(value["place"])) {
    const std::string line = json_line(place);
    if (organisation.city.empty()) organisation.city = line.substr(0, line.find(','));
  }
  return organisation;
}

void add_people(const JsonValue& list, Document& document) {
  for (const JsonValue author : list) {
    Person person;
    person.name =
        person_name(author["given"].scalar(), author["family"].scalar(), author["suffix"].scalar());
    if (person.name.empty()) person.name = json_line(author["name"]);
    if (person.name.empty()) person.name = json_line(author["literal"]);
    person.id = orcid_of(author["ORCID"].text());
    for (const JsonValue affiliation : each(author["affiliation"])) {
      const auto position = add_organisation(document, affiliation_of(affiliation));
      if (position) person.organisations.push_back(*position);
    }
    add_author(document, std::move(person));
  }
}

// A preprint and its paper, and the versions of a preprint, are one work.
void add_relations(const JsonValue& work, Keys& keys) {
  static constexpr std::array<std::string_view, 2> kSame = {"is-preprint-of", "has-preprint"};
  static constexpr std::array<std::string_view, 4> kVersions = {"is-version-of", "has-version",
                                                                "is-identical-to", "is-same-as"};
  constexpr int kMost = 16;
  const bool preprint = work["type"].text() == "posted-content";
  int count = 0;
  for (const JsonValue relation : work["relation"]) {
    const std::string name = ascii_lower(relation.key());
    if (!is_one_of(name, kSame) && !(preprint && is_one_of(name, kVersions))) continue;
    for (const JsonValue target : each(relation)) {
      const std::string type = ascii_lower(target["id-type"].text());
      const std::string id = target["id"].scalar();
      if (++count > kMost) return;
      if (type == "doi" || type.empty()) keys.add_doi(id);
      if (type == "arxiv") keys.add_arxiv(id, true);
      if (type == "pmid") keys.add_pmid(id);
      if (type == "pmcid") keys.add_pmcid(id);
    }
  }
}

// "updated-by" stands on the work that was retracted, "update-to" on the notice that says so.
void note_updates(const JsonValue& work, Document& document) {
  for (const JsonValue update : each(work["updated-by"])) {
    const std::string type = ascii_lower(update["type"].text());
    if (type.find("retract") != std::string::npos) {
      add_code(document, CodeScheme::kOther, kRetracted);
    } else if (type == "withdrawal" || type == "removal") {
      add_code(document, CodeScheme::kOther, kWithdrawn);
    }
  }
}

std::string venue_of(const JsonValue& work, std::string_view type) {
  if (std::string venue = first_line(work["container-title"]); !venue.empty()) return venue;
  for (const JsonValue institution : each(work["institution"])) {
    if (std::string name = json_line(institution["name"]); !name.empty()) return name;
  }
  const bool published_alone = type != "journal-article" && type != "proceedings-article";
  return published_alone ? json_line(work["publisher"]) : std::string();
}

bool read_work(const JsonValue& work, const ReadContext& context, Document& document, Keys& keys) {
  const std::string_view type = work["type"].text();
  const std::string doi = normalise_doi(work["DOI"].scalar());
  document.kind = is_paper_type(type) ? Kind::kPaper : Kind::kOther;
  document.title = first_title(work["title"]);
  if (document.title.empty()) document.title = first_title(work["original-title"]);
  document.abstract = abstract_of_markup(work["abstract"].text());
  if (document.title.empty() && document.kind == Kind::kOther) return false;
  if (!doi.empty()) document.url = "https://doi.org/" + doi;
  document.venue = venue_of(work, type);
  document.language = normalise_language(work["language"].text());
  document.published = published_of(work);
  add_people(work["author"], document);
  if (document.authors.empty()) add_people(work["editor"], document);
  for (const JsonValue subject : each(work["subject"])) {
    add_code(document, CodeScheme::kOther, json_line(subject));
  }
  note_updates(work, document);
  keys.add_doi(doi);
  add_relations(work, keys);
  if (doi.empty()) keys.add_local(context.source.id, json_line(work["DOI"]));
  return true;
}

constexpr JsonWorkFormat kFormat{is_work, read_work};

}  // namespace

bool is_crossref(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 6> kSpellings = {
      "\"message-type\":",           "\"message-version\":", "\"reference-count\":",
      "\"is-referenced-by-count\":", "\"content-domain\":",  "\"date-parts\":"};
  return beginning.is_json_with(kSpellings);
}

std::unique_ptr<RecordCutter> cut_crossref(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<JsonCutter>(std::move(bytes), kLists);
}

std::unique_ptr<RecordParser> crossref_parser() { return json_works_parser(kFormat); }

}  // namespace horizon::crawler
