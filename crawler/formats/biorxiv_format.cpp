#include "crawler/formats/biorxiv_format.h"

#include <array>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/json_works.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/json/json_cutter.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 1> kLists = {"collection"};

// /details names its fields plainly, /pubs with "preprint_" before them, the older RSS-like
// collections with "rel_".
JsonValue field(const JsonValue& row, std::string_view name) {
  for (const std::string_view prefix : {"", "preprint_", "biorxiv_", "rel_"}) {
    const JsonValue value = row[std::string(prefix) + std::string(name)];
    if (value.present()) return value;
  }
  return {};
}

bool is_row(const JsonValue& value) {
  return field(value, "doi").is_text() &&
         (field(value, "title").present() || field(value, "abstract").present());
}

// "Doe, J. A.; Roe, R.": family first, given names behind the comma.
void add_authors(std::string_view list, Document& document) {
  for (const std::string_view part : split(list, ';')) {
    const std::size_t comma = part.find(',');
    const std::string_view given =
        comma == std::string_view::npos ? std::string_view() : part.substr(comma + 1);
    add_author(document, {.name = person_name(given, part.substr(0, comma))});
  }
}

std::string letters_of(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) out += c;
  }
  return out;
}

// The corresponding author's institution is the only one that is told. The author is "Jane Doe"
// there and "Doe, J." in the list: same family name, same first letter.
void add_institution(const JsonValue& row, Document& document) {
  const std::string name = json_line(field(row, "author_corresponding_institution"));
  const auto position = add_organisation(document, {.name = name});
  const std::string whole = collapse_whitespace(json_line(field(row, "author_corresponding")));
  if (!position || whole.empty()) return;
  const std::string family = letters_of(whole.substr(whole.rfind(' ') + 1));
  for (Person& person : document.authors) {
    const bool same = letters_of(person.name).ends_with(family) &&
                      letters_of(person.name)[0] == letters_of(whole)[0];
    if (!same) continue;
    person.organisations.push_back(*position);
    return;
  }
}

// "10.1101/2020.01.30.927871", "10.64898/2026.01.30.927871".
std::optional<PartialDate> date_of_doi(std::string_view doi) {
  const std::vector<std::string_view> parts = split(doi.substr(doi.find('/') + 1), '.');
  if (parts.size() < 4 || parts[0].size() != 4) return std::nullopt;
  const auto date = date_of_parts(parts[0], parts[1], parts[2]);
  return date && date->precision == Precision::kDay ? date : std::nullopt;
}

void read_dates(const JsonValue& row, const std::string& doi, Document& document) {
  const auto date = parse_feed_date(field(row, "date").text());
  document.published = date;
  if (field(row, "version").integer().value_or(1) <= 1) return;
  if (date) document.updated = date->day;
  const auto first = date_of_doi(doi);
  if (first && (!date || first->day < date->day)) document.published = first;
}

std::string venue_of(const JsonValue& row) {
  const JsonValue platform = field(row, "platform");
  const std::string name =
      json_line(field(row, "server").present() ? field(row, "server") : platform);
  const std::string lower = ascii_lower(name);
  if (lower == "biorxiv") return "bioRxiv";
  return lower == "medrxiv" ? "medRxiv" : name;
}

bool read_row(const JsonValue& row, const ReadContext& context, Document& document, Keys& keys) {
  const std::string doi = normalise_doi(field(row, "doi").text());
  document.kind = Kind::kPaper;
  document.title = title_of_markup(field(row, "title").text());
  document.abstract = abstract_of_markup(field(row, "abstract").text());
  document.language = "en";  // both take English manuscripts only
  document.venue = venue_of(row);
  if (!doi.empty()) document.url = "https://doi.org/" + doi;
  read_dates(row, doi, document);
  add_authors(json_line(field(row, "authors")), document);
  add_institution(row, document);
  add_code(document, CodeScheme::kOther, json_line(field(row, "category")));
  const std::string type = ascii_lower(field(row, "type").text());
  if (type.find("withdraw") != std::string::npos || document.title.starts_with("WITHDRAWN")) {
    add_code(document, CodeScheme::kOther, kWithdrawn);
  }
  keys.add_doi(doi);
  keys.add_doi(row["published"].text());
  keys.add_doi(row["published_doi"].text());
  if (doi.empty()) keys.add_local(context.source.id, json_line(field(row, "doi")));
  return true;
}

constexpr JsonWorkFormat kFormat{is_row, read_row};

}  // namespace

bool is_biorxiv(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 5> kSpellings = {
      "\"jatsxml\":", "\"author_corresponding\":", "\"preprint_doi\":", "\"biorxiv_doi\":",
      "\"rel_doi\":"};
  return beginning.is_json_with(kSpellings);
}

std::unique_ptr<RecordCutter> cut_biorxiv(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<JsonCutter>(std::move(bytes), kLists);
}

std::unique_ptr<RecordParser> biorxiv_parser() { return json_works_parser(kFormat); }

}  // namespace horizon::crawler
