#include "crawler/oai/oai_formats.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/document_parts.h"
#include "crawler/text/date_text.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml.h"

namespace horizon::crawler {
namespace {

std::string line_of(const pugi::xml_node& parent, std::string_view name) {
  return collapse_whitespace(sanitise_utf8(decode_entities(child_text(parent, name))));
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
  document.title = line_of(node, "title");
  document.abstract = line_of(node, "abstract");
  document.language = "en";  // arXiv asks for English titles and abstracts
  std::string categories = line_of(node, "categories");
  for (const std::string_view category : split(categories, ' ')) {
    add_code(document, CodeScheme::kArxiv, category);
  }
  std::string dois = line_of(node, "doi");
  std::replace_if(
      dois.begin(), dois.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
  for (const std::string_view doi : split(dois, ' ')) keys.add_doi(doi);
}

void read_arxiv(const pugi::xml_node& node, Document& document, Keys& keys) {
  read_arxiv_common(node, document, keys);
  document.published = parse_feed_date(child_text(node, "created"));
  document.updated = day_of(child_text(node, "updated"));
  for (const pugi::xml_node& author : children(child(node, "authors"), "author")) {
    std::string name = line_of(author, "forenames");
    const std::string key_name = line_of(author, "keyname");
    if (!name.empty() && !key_name.empty()) name += ' ';
    name += key_name;
    if (const std::string suffix = line_of(author, "suffix"); !suffix.empty()) name += " " + suffix;
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
  std::string authors = line_of(node, "authors");
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

// Dublin Core: every element is optional and repeatable, and means what each repository likes.
void read_dublin_core(const pugi::xml_node& node, Document& document, Keys& keys) {
  document.title = html_to_line(child_text(node, "title"));
  for (const pugi::xml_node& description : children(node, "description")) {
    std::string text = html_to_text(text_of(description));
    // The abstract is the longest one; others are notes ("12 pages").
    if (text.size() > document.abstract.size()) document.abstract = std::move(text);
  }
  for (const pugi::xml_node& date : children(node, "date")) {
    if (!document.published) document.published = parse_feed_date(text_of(date));
  }
  for (const pugi::xml_node& creator : children(node, "creator")) {
    const pugi::xml_node name = child(creator, "name");
    Person person{.name = text_of(name ? name : creator)};
    const auto position = add_organisation(document, {.name = line_of(creator, "affiliation")});
    if (position) person.organisations.push_back(*position);
    add_author(document, std::move(person));
  }
  for (const pugi::xml_node& subject : children(node, "subject")) {
    const std::string value = collapse_whitespace(text_of(subject));
    add_code(document, guess_code_scheme(value), value);
  }
  for (const pugi::xml_node& identifier : children(node, "identifier")) {
    const std::string text = text_of(identifier);
    keys.add_any(text);
    if (document.url.empty() && is_web_url(text)) document.url = text;
  }
  document.language = normalise_language(child_text(node, "language"));
}

}  // namespace

bool read_oai_metadata(const pugi::xml_node& metadata, Document& document, Keys& keys) {
  const pugi::xml_node node = first_element(metadata);
  const std::string_view name = local_name(node);
  if (name == "arXiv") {
    read_arxiv(node, document, keys);
  } else if (name == "arXivRaw") {
    read_arxiv_raw(node, document, keys);
  } else if (name == "dc" || name.ends_with("-dc") || name.ends_with("_dc")) {
    read_dublin_core(node, document, keys);
  } else {
    return false;
  }
  return true;
}

}  // namespace horizon::crawler
