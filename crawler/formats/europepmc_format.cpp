#include "crawler/formats/europepmc_format.h"

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
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 1> kLists = {"result"};

bool is_result(const JsonValue& value) {
  if (!value["source"].is_text() || !value["id"].present()) return false;
  return value["title"].present() || value["pubYear"].present() ||
         value["authorString"].present() || value["firstPublicationDate"].present();
}

// "2021 May", "2021 May 17", "2021": what the journal states.
std::optional<PartialDate> stated_date(const JsonValue& journal_info) {
  const std::string text = collapse_whitespace(journal_info["dateOfPublication"].scalar());
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  for (const std::string_view part : split(text, ' ')) {
    if (count < parts.size()) parts[count++] = part;
  }
  if (const auto date = date_of_parts(parts[0], parts[1], parts[2])) return date;
  return date_of_parts(journal_info["yearOfPublication"].scalar(),
                       journal_info["monthOfPublication"].scalar(), {});
}

std::optional<PartialDate> published_of(const JsonValue& result) {
  const JsonValue journal_info = result["journalInfo"];
  const auto stated = stated_date(journal_info);
  const std::string_view electronic = result["electronicPublicationDate"].text();
  const std::string_view print = journal_info["printPublicationDate"].text();
  const std::string_view first = result["firstPublicationDate"].text();
  PublicationDates dates;
  dates.add(parse_feed_date(electronic));
  // The first date is one of the other two; as the print date it may be padded.
  if (!stated || first != print) dates.add(parse_feed_date(first));
  dates.add(stated ? stated : parse_feed_date(print));
  if (!dates.earliest()) dates.add(result["pubYear"].scalar(), {}, {});
  return dates.earliest();
}

std::string orcid_of_author(const JsonValue& author) {
  for (const JsonValue id : each(author["authorId"])) {
    // {"type": "ORCID", "value": ...}; "@type" and "#text" where it was converted from XML.
    const JsonValue value = id["value"];
    const std::string orcid = orcid_of(value.present() ? value.text() : id["#text"].text());
    if (!orcid.empty()) return orcid;
  }
  return {};
}

void add_authors(const JsonValue& result, Document& document) {
  for (const JsonValue author : each(result["authorList"]["author"])) {
    Person person;
    const JsonValue first = author["firstName"];
    person.name = person_name((first.present() ? first : author["initials"]).scalar(),
                              author["lastName"].scalar());
    if (person.name.empty()) person.name = json_line(author["fullName"]);
    if (person.name.empty()) person.name = json_line(author["collectiveName"]);
    person.id = orcid_of_author(author);
    const JsonValue details = author["authorAffiliationDetailsList"]["authorAffiliation"];
    for (const JsonValue detail : each(details.present() ? details : author["affiliation"])) {
      const std::string name = json_line(detail.is_text() ? detail : detail["affiliation"]);
      const auto position = add_organisation(document, {.name = name});
      if (position) person.organisations.push_back(*position);
    }
    add_author(document, std::move(person));
  }
  if (document.organisations.empty()) {
    add_organisation(document, {.name = json_line(result["affiliation"])});
  }
  if (!document.authors.empty()) return;
  std::string names = json_line(result["authorString"]);
  if (names.ends_with('.')) names.pop_back();
  for (const std::string_view name : split(names, ',')) {
    add_author(document, {.name = std::string(name)});
  }
}

void add_codes(const JsonValue& result, Document& document) {
  for (const JsonValue heading : each(result["meshHeadingList"]["meshHeading"])) {
    add_code(document, CodeScheme::kMesh, json_line(heading["descriptorName"]));
  }
  for (const JsonValue keyword : each(result["keywordList"]["keyword"])) {
    add_code(document, CodeScheme::kOther, json_line(keyword));
  }
  for (const JsonValue type : each(result["pubTypeList"]["pubType"])) {
    const std::string name = ascii_lower(type.text());
    if (name == "retracted publication") add_code(document, CodeScheme::kOther, kRetracted);
    if (name == "withdrawn" || name == "preprint-withdrawal") {
      add_code(document, CodeScheme::kOther, kWithdrawn);
    }
  }
}

std::string local_id(std::string_view source, std::string_view id) {
  return "europepmc/" + std::string(source) + "/" + std::string(id);
}

void add_keys(const JsonValue& result, const ReadContext& context, Keys& keys) {
  const std::string_view source = result["source"].text();
  const std::string id = result["id"].scalar();
  keys.add_doi(result["doi"].text());
  keys.add_pmid(result["pmid"].scalar());
  keys.add_pmcid(result["pmcid"].scalar());
  if (source == "MED") keys.add_pmid(id);
  if (source == "PMC") keys.add_pmcid(id);
  if (source == "PAT") keys.add_patent(id);
  keys.add_local(context.source.id, local_id(source, id));
  int count = 0;
  for (const JsonValue link : each(result["commentCorrectionList"]["commentCorrection"])) {
    const std::string type = ascii_lower(link["type"].text());
    if (type != "preprint in" && type != "preprint of") continue;
    if (++count > 16) return;
    const std::string other = link["id"].scalar();
    if (link["source"].text() == "MED") keys.add_pmid(other);
    if (link["source"].text() == "PMC") keys.add_pmcid(other);
    keys.add_local(context.source.id, local_id(link["source"].text(), other));
  }
}

std::string venue_of(const JsonValue& result) {
  const JsonValue details = result["bookOrReportDetails"];
  for (const JsonValue name : {result["journalInfo"]["journal"]["title"], result["journalTitle"],
                               result["journalInfo"]["journal"]["medlineAbbreviation"],
                               details["publisher"], details["comprisingTitle"]}) {
    if (std::string venue = json_line(name); !venue.empty()) return venue;
  }
  return {};
}

bool read_result(const JsonValue& result, const ReadContext& context, Document& document,
                 Keys& keys) {
  const std::string_view source = result["source"].text();
  document.kind = source == "PAT" ? Kind::kPatent : Kind::kPaper;
  document.title = title_of_markup(result["title"].text());
  document.abstract = abstract_of_markup(result["abstractText"].text());
  document.language = normalise_language(result["language"].text());
  document.venue = venue_of(result);
  document.published = published_of(result);
  document.url = "https://europepmc.org/article/" + json_line(result["source"]) + "/" +
                 json_line(result["id"]);
  add_authors(result, document);
  add_codes(result, document);
  add_keys(result, context, keys);
  return true;
}

constexpr JsonWorkFormat kFormat{is_result, read_result};

}  // namespace

bool is_europepmc(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 5> kSpellings = {
      "\"hitCount\":", "\"resultList\":", "\"fullTextIdList\":", "\"pubYear\":",
      "\"authorString\":"};
  return beginning.is_json_with(kSpellings);
}

std::unique_ptr<RecordCutter> cut_europepmc(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<JsonCutter>(std::move(bytes), kLists);
}

std::unique_ptr<RecordParser> europepmc_parser() { return json_works_parser(kFormat); }

}  // namespace horizon::crawler
