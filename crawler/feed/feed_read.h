// Bytes of a feed, in whatever state, as the model.
#pragma once

#include <string_view>

#include "core/error.h"
#include "crawler/feed/feed_model.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxFeedBytes = std::size_t{64} << 20;

// Encoding by BOM, HTTP charset, XML declaration, UTF-8 validity, detection, in this order. What
// is not well-formed is read as far as a reader could, and `problem` says so. No DTD is fetched,
// and no entity is expanded but HTML's, XML's and short ones of plain text.
// `base` is where the bytes came from; empty if unknown. Markup that is no feed gives a feed
// without version and entries.
//
// kCorrupt: neither markup nor JSON Feed (the message shows how it begins); kLimit: larger than
// kMaxFeedBytes.
Result<Feed> read_feed(std::string_view body, std::string_view content_type, std::string_view base);

}  // namespace horizon::crawler
