// RSS, Atom and CDF into the model.
#pragma once

#include "crawler/feed/feed_model.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxFeedRecords = 100'000;

// `base` is the feed's address, empty if unknown. Entries are found wherever they stand: in the
// channel, beside it (RSS 1.0), in a wrapper, behind the end of a damaged root.
Feed read_xml_feed(const XmlTree& tree, std::string_view base);

}  // namespace horizon::crawler
