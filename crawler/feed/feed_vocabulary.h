// Names of elements in feeds: one name for one thing, whatever prefix a feed binds to it.
#pragma once

#include <string>
#include <string_view>

#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

// "title" for the feed formats' own elements (RSS, RSS 1.0, Atom, CDF and what stands in no name
// space), "dc:title", "content:encoded", "itunes:author", ... for modules, by their name space; by
// the prefix itself where that is unknown or was never declared. Lower case.
std::string element_key(const XmlNode& element);

// How damaged feeds are read (XmlTree::parse).
XmlRecovery feed_recovery();

// "rss20", "atom10", ...: the format by its root element and that one's child (RSS 1.0); empty for
// what is no feed.
std::string feed_version(const XmlNode& root);

}  // namespace horizon::crawler
