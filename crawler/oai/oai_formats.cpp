#include "crawler/oai/oai_formats.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/formats/jats_format.h"
#include "crawler/formats/paper_parts.h"
#include "crawler/formats/xml_works.h"
#include "crawler/text/date_text.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml.h"

namespace horizon::crawler {
namespace {

std::string line_in(const pugi::xml_node& parent, std::string_view name) {
  return line_of(child(parent, name));
}

std::optional<Day> day_of(std::string_view text) {
  const auto date = parse_feed_date(text);
  return date ? std::optional<Day>(date->day) : std::nullopt;
}

// What arXiv and arXivRaw share. The doi element may list several, separated by commas or blanks.
void read_arxiv_common(const pugi::xml_node& node, Document& document, Keys& keys) {
  keys.add_arxiv(child_text(node, "id"), true);
  const std::string id = normalise_arxiv(child_text(node, "id"), true);
  if (!id.empty()) {
    document.id = "arXiv:" + id;
    document.url = "https://arxiv.org/abs/" + id;
  }
  document.title = title_of_markup(child_text(node, "title"));
  document.abstract = abstract_of_markup(child_text(node, "abstract"));
  document.venue = line_in(node, "journal-ref");
  document.language = "en";  // arXiv asks for English titles and abstracts
  std::string categories = line_in(node, "categories");
  for (const std::string_view category : split(categories, ' ')) {
    add_code(document, CodeScheme::kArxiv, category);
  }
  std::string dois = line_in(node, "doi");
  std::replace_if(
      dois.begin(), dois.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
  for (const std::string_view doi : split(dois, ' ')) keys.add_doi(doi);
}

void read_arxiv(const pugi::xml_node& node, Document& document, Keys& keys) {
  read_arxiv_common(node, document, keys);
  document.published = parse_feed_date(child_text(node, "created"));
  document.updated = day_of(child_text(node, "updated"));
  for (const pugi::xml_node& author : children(child(node, "authors"), "author")) {
    std::string name = line_in(author, "forenames");
    const std::string key_name = line_in(author, "keyname");
    if (!name.empty() && !key_name.empty()) name += ' ';
    name += key_name;
    if (const std::string suffix = line_in(author, "suffix"); !suffix.empty()) name += " " + suffix;
    Person person{.name = std::move(name)};
    for (const pugi::xml_node& affiliation : children(author, "affiliation")) {
      const auto position = add_organisation(document, {.name = text_of(affiliation)});
      if (position) person.organisations.push_back(*position);
    }
    add_author(document, std::move(person));
  }
}

// "A. Author, B. Author and C. Author (Institute)" in one element, and a date per version.
void read_arxiv_raw(const pugi::xml_node& node, Document& document, Keys& keys) {
  read_arxiv_common(node, document, keys);
  const std::vector<pugi::xml_node> versions = children(node, "version");
  if (!versions.empty()) {
    document.published = parse_feed_date(child_text(versions.front(), "date"));
    if (versions.size() > 1) document.updated = day_of(child_text(versions.back(), "date"));
  }
  std::string authors = line_in(node, "authors");
  for (std::size_t pos = 0; (pos = authors.find(" and ", pos)) != std::string::npos;) {
    authors.replace(pos, 5, ", ");
  }
  int depth = 0;  // commas in parentheses belong to an address
  std::string name;
  for (const char c : authors + ",") {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth <= 0) {
      add_author(document, {.name = name});
      name.clear();
    } else {
      name += c;
    }
  }
}

// Elements of Dublin Core are optional, repeatable, and mean what each repository likes. Qualified
// forms (dcterms) stand beside the simple ones.
struct DublinCore {
  const pugi::xml_node& node;
  std::vector<pugi::xml_node> all(std::initializer_list<std::string_view> names) const {
    std::vector<pugi::xml_node> found;
    for (const std::string_view name : names) {
      for (const pugi::xml_node& element : children(node, name)) found.push_back(element);
    }
    return found;
  }
};

void add_creator(const pugi::xml_node& creator, Document& document) {
  const pugi::xml_node name = child(creator, "name");
  Person person{.name = line_of(name ? name : creator)};
  person.id = orcid_of(attribute(creator, "authority"));
  const auto position = add_organisation(document, {.name = line_in(creator, "affiliation")});
  if (position) person.organisations.push_back(*position);
  add_author(document, std::move(person));
}

// The abstract is the one that says so, else the longest; others are notes ("12 pages").
std::string abstract_of(const DublinCore& core) {
  std::string text;
  for (const auto& names : {std::initializer_list<std::string_view>{"abstract"},
                            std::initializer_list<std::string_view>{"description"}}) {
    for (const pugi::xml_node& element : core.all(names)) {
      std::string candidate = abstract_of_markup(text_of(element));
      if (candidate.size() > text.size()) text = std::move(candidate);
    }
    if (!text.empty()) return text;
  }
  return text;
}

// dc:date holds the days of accession and release too, where a repository exports all of them:
// what says "issued" goes first, else the earliest is taken.
std::optional<PartialDate> published_of(const DublinCore& core) {
  for (const auto& names :
       {std::initializer_list<std::string_view>{"issued"},
        std::initializer_list<std::string_view>{"date", "created", "available"}}) {
    PublicationDates dates;
    for (const pugi::xml_node& element : core.all(names)) {
      dates.add(parse_feed_date(text_of(element)));
    }
    if (dates.earliest()) return dates.earliest();
  }
  return std::nullopt;
}

void add_identifiers(const DublinCore& core, Document& document, Keys& keys) {
  for (const pugi::xml_node& identifier : core.all({"identifier"})) {
    const std::string text = text_of(identifier);
    keys.add_any(text);
    const bool page = is_web_url(text) && normalise_doi(text).empty();
    if (document.url.empty() && page) document.url = text;
  }
  for (const pugi::xml_node& identifier : core.all({"identifier"})) {
    const std::string text = text_of(identifier);
    if (document.url.empty() && is_web_url(text)) document.url = text;
  }
}

void read_dublin_core(const pugi::xml_node& node, Document& document, Keys& keys) {
  const DublinCore core{node};
  for (const pugi::xml_node& title : core.all({"title"})) {
    if (document.title.empty()) document.title = title_of_markup(text_of(title));
  }
  document.abstract = abstract_of(core);
  document.published = published_of(core);
  for (const pugi::xml_node& creator : core.all({"creator"})) add_creator(creator, document);
  if (document.authors.empty()) {
    for (const pugi::xml_node& person : core.all({"contributor"})) add_creator(person, document);
  }
  for (const pugi::xml_node& subject : core.all({"subject"})) {
    const std::string value = line_of(subject);
    add_code(document, guess_code_scheme(value), value);
  }
  add_identifiers(core, document, keys);
  for (const pugi::xml_node& language : core.all({"language"})) {
    if (document.language.empty()) document.language = normalise_language(text_of(language));
  }
}

// The description itself, out of what wraps it: METS, DIDL, OpenAIRE's and DataCite's envelopes.
// In the order of the text, a bounded number of elements deep and wide.
pugi::xml_node description_in(const pugi::xml_node& metadata) {
  static constexpr std::array<std::string_view, 8> kKnown = {
      "arXiv", "arXivRaw", "mods", "resource", "article", "record", "dc", "thesis"};
  constexpr std::size_t kMostLooked = 256;
  std::vector<pugi::xml_node> open = {first_element(metadata)};
  for (std::size_t at = 0; at < open.size() && at < kMostLooked; ++at) {
    const std::string_view name = local_name(open[at]);
    const bool known = std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
    if (known || name.ends_with("dc") || child(open[at], "title")) return open[at];
    for (const pugi::xml_node below : open[at].children()) {
      if (below.type() == pugi::node_element && open.size() < kMostLooked) open.push_back(below);
    }
  }
  return {};
}

}  // namespace

bool read_oai_metadata(const pugi::xml_node& metadata, Document& document, Keys& keys) {
  const pugi::xml_node node = description_in(metadata);
  const std::string_view name = local_name(node);
  if (name == "arXiv") {
    read_arxiv(node, document, keys);
  } else if (name == "arXivRaw") {
    read_arxiv_raw(node, document, keys);
  } else if (name == "record" && child(node, "datafield")) {
    read_marc(node, document, keys);
  } else if (name == "mods") {
    read_mods(node, document, keys);
  } else if (name == "resource" && child(node, "titles")) {
    read_datacite(node, document, keys);
  } else if (name == "article" && child(node, "front")) {
    read_jats_article(node, document, keys);
  } else if (child(node, "title") || name.ends_with("dc")) {
    read_dublin_core(node, document, keys);
  } else {
    return false;
  }
  return true;
}

}  // namespace horizon::crawler
