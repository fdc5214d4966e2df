// Atom 1.0 (RFC 4287) and 0.3, with arXiv's extension elements.
#include <pugixml.hpp>

#include "core/text.h"
#include "crawler/feed/feed_item.h"
#include "crawler/text/html_text.h"
#include "crawler/text/url.h"
#include "crawler/xml/xml.h"

namespace horizon::crawler {
namespace {

// RFC 4287, 3.1: a text construct is text, escaped HTML or XHTML. Atom 0.3 has MIME types and
// mode="escaped" instead.
std::string text_construct(const pugi::xml_node& node) {
  const std::string type = ascii_lower(attribute(node, "type"));
  if (first_element(node)) return html_to_text(inner_markup(node));
  std::string text = text_of(node);
  const bool html = type == "html" || type == "text/html" || type == "xhtml" ||
                    type == "application/xhtml+xml" || attribute(node, "mode") == "escaped";
  return html ? html_to_text(text) : std::string(trim(sanitise_utf8(decode_entities(text))));
}

std::string abstract_of(const pugi::xml_node& entry) {
  for (const std::string_view name : {"summary", "content", "description"}) {
    for (const pugi::xml_node& node : children(entry, name)) {
      // Content by reference or of another media type (RFC 4287, 4.1.3) is no text.
      const std::string_view type = attribute(node, "type");
      if (type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/")) {
        continue;
      }
      if (std::string text = text_construct(node); !text.empty()) return text;
    }
  }
  return {};
}

// RFC 4287, 4.2.7.2: without rel it is the alternate.
std::string link_of(const pugi::xml_node& entry, FeedItem& out) {
  std::string link;
  for (const pugi::xml_node& node : children(entry, "link")) {
    const std::string_view relation = attribute(node, "rel");
    const std::string href(attribute(node, "href"));
    if (attribute(node, "title") == "doi" || relation == "related") out.identifiers.push_back(href);
    if (!link.empty() || (!relation.empty() && relation != "alternate")) continue;
    link = href.empty() ? text_of(node) : href;
    // xml:base holds where the link stands (RFC 4287, 2).
    if (const std::string_view base = attribute(node, "xml:base"); !base.empty()) {
      link = resolve_url(resolve_url(out.base, base), link);
    }
  }
  return link;
}

void add_people(const pugi::xml_node& entry, FeedItem& out) {
  for (const pugi::xml_node& author : children(entry, "author")) {
    const pugi::xml_node name = child(author, "name");
    std::string text = collapse_whitespace(text_of(name ? name : author));
    if (!text.empty()) out.authors.push_back(std::move(text));
    for (const pugi::xml_node& affiliation : children(author, "affiliation")) {
      out.organisations.push_back(collapse_whitespace(text_of(affiliation)));
    }
  }
  if (!out.authors.empty()) return;
  for (const pugi::xml_node& creator : children(entry, "creator")) {
    out.authors.push_back(collapse_whitespace(text_of(creator)));
  }
}

std::string first_of(const pugi::xml_node& entry, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (std::string text = child_text(entry, name); !text.empty()) return text;
  }
  return {};
}

}  // namespace

FeedItem read_atom_entry(const pugi::xml_node& entry, const FeedContext& context) {
  FeedItem out;
  out.base = context.url;
  if (const std::string_view base = attribute(entry, "xml:base"); !base.empty()) {
    out.base = resolve_url(context.url, base);
  }
  out.title = collapse_whitespace(text_construct(child(entry, "title")));
  out.abstract = abstract_of(entry);
  out.link = link_of(entry, out);
  out.guid = child_text(entry, "id");
  out.updated = first_of(entry, {"updated", "modified"});
  out.published = first_of(entry, {"published", "issued", "created", "date", "publicationDate"});
  // Most news feeds give only "updated" (required, RFC 4287, 4.2.15), and set it once.
  if (out.published.empty()) out.published = out.updated;
  out.language = std::string(attribute(entry, "xml:lang"));
  for (const std::string_view name : {"doi", "identifier"}) {
    for (const pugi::xml_node& node : children(entry, name)) {
      out.identifiers.push_back(text_of(node));
    }
  }
  for (const std::string_view name : {"primary_category", "category"}) {
    for (const pugi::xml_node& node : children(entry, name)) {
      out.categories.emplace_back(attribute(node, "term"));
    }
  }
  add_people(entry, out);
  return out;
}

FeedContext read_atom_context(const pugi::xml_node& root, std::string_view feed_url) {
  FeedContext context{std::string(feed_url), std::string(attribute(root, "xml:lang"))};
  if (const std::string_view base = attribute(root, "xml:base"); !base.empty()) {
    context.url = resolve_url(feed_url, base);
  }
  return context;
}

}  // namespace horizon::crawler
