// RSS 0.90 to 2.0 and Atom 0.3 and 1.0.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/error.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxFeedBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxFeedRecords = 100'000;

// Reads a feed as sent. Encoding by BOM, HTTP charset, XML declaration, UTF-8 validity, detection,
// in this order. Every item is parsed for itself, so that damage costs the item it is in and not
// its neighbours; what cannot be read is quarantined with its byte offset. No entity other than
// HTML's and XML's own is expanded and no DTD is read.
//
// A document has: title and abstract as plain text; keys "doi:", "arxiv:", "url:", "id:<source>:
// <guid>" as far as known; the date as feed_date.h reads it, unknown if absent or impossible;
// `language` of the item, the feed or the source, empty if none says. RawRecord.bytes are the
// item's own markup in UTF-8.
//
// kCorrupt: not a feed (the message shows how it begins); kLimit: larger than kMaxFeedBytes.
Result<Records> parse_feed(std::string_view body, const Source& source,
                           const Provenance& provenance);

}  // namespace horizon::crawler
