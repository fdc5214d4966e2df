// What RSS and Atom have in common: one item, and the document made of it. A further feed format
// adds one reader that fills a FeedItem.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/record.h"
#include "crawler/source.h"

namespace pugi {
class xml_node;
}

namespace horizon::crawler {

struct FeedItem {
  std::string title;                     // plain text, one line
  std::string abstract;                  // plain text
  std::string link;                      // as sent, may be relative
  std::string base;                      // xml:base of the item, resolved; empty: the feed's
  std::string guid;                      // as sent
  std::string published, updated;        // as sent
  std::string language;                  // as sent
  std::vector<std::string> identifiers;  // DOIs, URNs, other ids, as sent
  std::vector<std::string> authors, organisations, categories;
};

// What the feed says for all its items.
struct FeedContext {
  std::string url;       // base of relative links
  std::string language;  // as sent
};

// One reader per format: from a record's element, and from the root without its records.
FeedItem read_rss_item(const pugi::xml_node& item);
FeedContext read_rss_context(const pugi::xml_node& root, std::string_view feed_url);
FeedItem read_atom_entry(const pugi::xml_node& entry, const FeedContext& context);
FeedContext read_atom_context(const pugi::xml_node& root, std::string_view feed_url);

// The model's document. An item that names nothing that identifies it gets its content_key().
// "id:<source>:<hash of title, abstract and date>".
std::string content_key(const Document& document);

Document document_of(const FeedItem& item, const FeedContext& context, const Source& source);

}  // namespace horizon::crawler
