// Feeds of any format as records: RSS 0.90 to 2.0, Atom 0.3 and 1.0, CDF, JSON Feed.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/error.h"
#include "crawler/feed/feed_read.h"
#include "crawler/feed/feed_xml.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

// Reads a feed as sent (read_feed) and makes a document of each entry (document_of). Damage costs
// the entry it is in: what a reader could still see of it is read. Quarantined with its byte
// offset is an entry with neither title nor text, and the last one of a feed that is cut off.
//
// A document has: title and abstract as plain text; keys; the day as written, unknown if absent or
// impossible; `language` of the entry, the feed or the source, empty if none says.
// RawRecord.bytes are the entry's own markup in UTF-8.
//
// kCorrupt: not a feed (the message shows how it begins); kLimit: larger than kMaxFeedBytes.
Result<Records> parse_feed(std::string_view body, const Source& source,
                           const Provenance& provenance);

// read_feed() of what was fetched as a feed: kCorrupt for markup that is none.
Result<Feed> fetched_feed(std::string_view body, const Provenance& provenance);

// The records of a feed that was read already.
Records records_of(Feed feed, const Source& source, const Provenance& provenance);

}  // namespace horizon::crawler
