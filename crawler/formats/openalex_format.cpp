#include "crawler/formats/openalex_format.h"

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
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 1> kLists = {"results"};
constexpr std::size_t kMaxWords = 200'000;
constexpr std::size_t kMaxAbstractBytes = std::size_t{1} << 20;

// "W123" of "https://openalex.org/W123", "T10429" of "https://openalex.org/T10429".
std::string_view last_part(std::string_view url) { return url.substr(url.rfind('/') + 1); }

bool is_work(const JsonValue& value) {
  if (normalise_openalex(value["id"].text()).empty()) return false;
  return value["title"].present() || value["display_name"].present() || value["doi"].present() ||
         value["authorships"].present() || value["publication_date"].present() ||
         value["publication_year"].present() || value["ids"].present();
}

// {"word": [0, 7], ...} in the order of the places. A word may stand at many places: what comes
// out is bounded, whatever the index says.
std::string abstract_of_index(const JsonValue& index) {
  std::vector<std::pair<std::int64_t, std::string_view>> words;
  for (const JsonValue places : index) {
    for (const JsonValue place : each(places)) {
      const auto at = place.integer();
      if (at && *at >= 0 && words.size() < kMaxWords) words.emplace_back(*at, places.key());
    }
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [at, word] : words) {
    if (text.size() + word.size() > kMaxAbstractBytes) break;
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

std::string abstract_of(const JsonValue& work) {
  if (work["abstract"].is_text()) return abstract_of_markup(work["abstract"].text());
  std::string text = abstract_of_index(work["abstract_inverted_index"]);
  // Indexed with its heading: "Abstract Protein corona, a layer ..."
  constexpr std::string_view kHeading = "Abstract ";
  if (text.starts_with(kHeading) && text.size() > kHeading.size()) text.erase(0, kHeading.size());
  return abstract_of_markup(text);
}

Organisation organisation_of(const JsonValue& institution) {
  Organisation organisation;
  organisation.name = json_line(institution["display_name"]);
  organisation.id = ror_of(institution["ror"].text());
  const std::string_view id = last_part(institution["id"].text());
  if (organisation.id.empty() && id.starts_with('I')) {
    organisation.id = "openalex:" + std::string(id);
  }
  const std::string_view country = institution["country_code"].text();
  if (country.size() == 2) {
    for (const char c : country) organisation.country += static_cast<char>(c & ~0x20);
  }
  return organisation;
}

void add_authors(const JsonValue& work, Document& document) {
  for (const JsonValue authorship : work["authorships"]) {
    const JsonValue author = authorship["author"];
    Person person;
    person.name = json_line(author["display_name"]);
    if (person.name.empty()) person.name = json_line(authorship["raw_author_name"]);
    person.id = orcid_of(author["orcid"].text());
    const auto join = [&](Organisation organisation) {
      const auto position = add_organisation(document, std::move(organisation));
      const auto& known = person.organisations;
      if (position && std::find(known.begin(), known.end(), *position) == known.end()) {
        person.organisations.push_back(*position);
      }
    };
    for (const JsonValue institution : authorship["institutions"]) {
      join(organisation_of(institution));
    }
    if (person.organisations.empty()) {
      const JsonValue list = authorship["raw_affiliation_strings"];
      const JsonValue raw = list.present() ? list : authorship["raw_affiliation_string"];
      for (const JsonValue name : each(raw)) join({.name = json_line(name)});
    }
    add_author(document, std::move(person));
  }
}

void add_codes(const JsonValue& work, Document& document) {
  const auto add_topic = [&](const JsonValue& topic) {
    const std::string_view id = last_part(topic["id"].text());
    if (id.starts_with('T')) add_code(document, CodeScheme::kOpenAlex, id);
  };
  add_topic(work["primary_topic"]);
  for (const JsonValue topic : work["topics"]) add_topic(topic);
  for (const JsonValue heading : work["mesh"]) {
    add_code(document, CodeScheme::kMesh, json_line(heading["descriptor_name"]));
  }
  const JsonValue keywords = work["keywords"];
  const bool has_keywords = keywords.begin() != keywords.end();
  for (const JsonValue word : has_keywords ? keywords : work["concepts"]) {
    const JsonValue name = word["display_name"];
    add_code(document, CodeScheme::kOther, json_line(name.present() ? name : word["keyword"]));
  }
  if (work["is_retracted"].truth()) add_code(document, CodeScheme::kOther, kRetracted);
}

void add_keys(const JsonValue& work, Keys& keys) {
  const JsonValue ids = work["ids"];
  keys.add_openalex(work["id"].text());
  keys.add_doi(work["doi"].text());
  keys.add_doi(ids["doi"].text());
  keys.add_pmid(last_part(ids["pmid"].scalar()));
  keys.add_pmcid(ids["pmcid"].scalar());
  // Where a copy is: of these only the ones that name the work itself.
  int looked_at = 0;
  for (const JsonValue location : work["locations"]) {
    if (++looked_at > 32) break;
    const std::string_view page = location["landing_page_url"].text();
    keys.add_arxiv(page);
    keys.add_arxiv(normalise_doi(page));
    if (page.find("/PMC") != std::string_view::npos) keys.add_pmcid(page);
  }
}

bool is_paper_type(std::string_view type) {
  static constexpr std::array<std::string_view, 9> kOthers = {
      "dataset",  "paratext", "peer-review", "grant",    "supplementary-materials",
      "software", "database", "standard",    "libguides"};
  return std::find(kOthers.begin(), kOthers.end(), type) == kOthers.end();
}

std::string venue_of(const JsonValue& work) {
  std::string venue = json_line(work["primary_location"]["source"]["display_name"]);
  if (venue.empty()) venue = json_line(work["host_venue"]["display_name"]);  // until 2023
  if (venue.empty()) venue = json_line(work["primary_location"]["raw_source_name"]);
  return venue;
}

bool read_work(const JsonValue& work, const ReadContext& /*context*/, Document& document,
               Keys& keys) {
  const bool paper = is_paper_type(work["type"].text()) && !work["is_paratext"].truth();
  document.kind = paper ? Kind::kPaper : Kind::kOther;
  document.title = title_of_markup(work["title"].text());
  if (document.title.empty()) document.title = title_of_markup(work["display_name"].text());
  document.abstract = abstract_of(work);
  document.language = normalise_language(work["language"].text());
  document.venue = venue_of(work);
  document.published = parse_feed_date(work["publication_date"].text());
  if (!document.published) {
    document.published = date_of_parts(work["publication_year"].scalar(), {}, {});
  }
  document.url = work["primary_location"]["landing_page_url"].text();
  if (!is_web_url(document.url)) document.url = work["doi"].text();
  if (!is_web_url(document.url)) document.url = work["id"].text();
  document.url = collapse_whitespace(sanitise_utf8(document.url));
  add_authors(work, document);
  add_codes(work, document);
  add_keys(work, keys);
  return paper || !document.title.empty();
}

constexpr JsonWorkFormat kFormat{is_work, read_work};

}  // namespace

bool is_openalex(const Beginning& beginning) {
  static constexpr std::array<std::string_view, 5> kSpellings = {
      "\"https://openalex.org/W", "\"https:\\/\\/openalex.org\\/W",
      "\"abstract_inverted_index\":", "\"authorships\":", "\"cost_usd\":"};
  return beginning.is_json_with(kSpellings);
}

std::unique_ptr<RecordCutter> cut_openalex(std::unique_ptr<ByteSource> bytes) {
  return std::make_unique<JsonCutter>(std::move(bytes), kLists);
}

std::unique_ptr<RecordParser> openalex_parser() { return json_works_parser(kFormat); }

}  // namespace horizon::crawler
