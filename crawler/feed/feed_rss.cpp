// RSS 0.90, 0.91, 0.92, 1.0 (RDF) and 2.0, with the Dublin Core, PRISM and content modules.
#include <pugixml.hpp>

#include "core/text.h"
#include "crawler/feed/feed_item.h"
#include "crawler/text/html_text.h"
#include "crawler/xml/xml.h"

namespace horizon::crawler {
namespace {

// The first of these children that has text.
std::string first_text(const pugi::xml_node& item, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const pugi::xml_node& node : children(item, name)) {
      if (std::string text = text_of(node); !text.empty()) return text;
    }
  }
  return {};
}

// Elements may hold escaped HTML (by far the most), or XHTML as markup.
std::string html_of(const pugi::xml_node& node) {
  return first_element(node) ? inner_markup(node) : text_of(node);
}

// "description" is a summary or the whole text, "content:encoded" the whole text if it is there.
// The description is the abstract unless it is missing.
std::string abstract_of(const pugi::xml_node& item) {
  for (const std::string_view name : {"description", "encoded", "summary", "abstract", "content"}) {
    for (const pugi::xml_node& node : children(item, name)) {
      if (std::string text = html_to_text(html_of(node)); !text.empty()) return text;
    }
  }
  return {};
}

// RSS 2.0 says "name@host (Full Name)".
std::string person(std::string_view text) {
  const std::size_t open = text.find('(');
  const bool address = text.substr(0, open).find('@') != std::string_view::npos;
  if (address && open != std::string_view::npos && text.ends_with(')')) {
    text = text.substr(open + 1, text.size() - open - 2);
  }
  return html_to_line(text);
}

void add_people(const pugi::xml_node& item, FeedItem& out) {
  for (const std::string_view name : {"creator", "author"}) {
    for (const pugi::xml_node& node : children(item, name)) {
      const pugi::xml_node named = child(node, "name");
      std::string text = person(text_of(named ? named : node));
      if (!text.empty()) out.authors.push_back(std::move(text));
    }
    if (!out.authors.empty()) return;  // "author" beside "dc:creator" says the same again
  }
}

// The plain <link>; Atom's <atom:link href> inside RSS only where it is the alternate.
std::string link_of(const pugi::xml_node& item) {
  for (const pugi::xml_node& node : children(item, "link")) {
    if (std::string text = text_of(node); !text.empty()) return text;
  }
  for (const pugi::xml_node& node : children(item, "link")) {
    const std::string_view relation = attribute(node, "rel");
    if (relation.empty() || relation == "alternate") return std::string(attribute(node, "href"));
  }
  const pugi::xml_node guid = child(item, "guid");
  if (guid && attribute(guid, "isPermaLink") != "false") {
    const std::string text = text_of(guid);
    if (text.starts_with("http")) return text;
  }
  return std::string(attribute(item, "rdf:about"));
}

}  // namespace

FeedItem read_rss_item(const pugi::xml_node& item) {
  FeedItem out;
  const pugi::xml_node title = child(item, "title");
  out.title = html_to_line(html_of(title));
  out.abstract = abstract_of(item);
  out.link = link_of(item);
  out.guid = child_text(item, "guid");
  if (out.guid.empty()) out.guid = std::string(attribute(item, "rdf:about"));
  out.published = first_text(
      item, {"pubDate", "pubdate", "publicationDate", "date", "issued", "created", "published"});
  out.updated = first_text(item, {"updated", "modified"});
  out.language = child_text(item, "language");
  for (const std::string_view name : {"doi", "identifier"}) {
    for (const pugi::xml_node& node : children(item, name)) {
      out.identifiers.push_back(text_of(node));
    }
  }
  for (const std::string_view name : {"category", "subject"}) {
    for (const pugi::xml_node& node : children(item, name)) {
      out.categories.push_back(html_to_line(text_of(node)));
    }
  }
  add_people(item, out);
  return out;
}

FeedContext read_rss_context(const pugi::xml_node& root, std::string_view feed_url) {
  const pugi::xml_node channel = child(root, "channel");
  std::string language = child_text(channel, "language");
  if (language.empty()) language = std::string(attribute(root, "xml:lang"));
  return {std::string(feed_url), language};
}

}  // namespace horizon::crawler
