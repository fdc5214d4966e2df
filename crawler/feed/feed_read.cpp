#include "crawler/feed/feed_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/feed/feed_json.h"
#include "crawler/feed/feed_vocabulary.h"
#include "crawler/feed/feed_xml.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

// Controls that XML forbids, which decoding removes. Encodings of one byte a character only, and
// UTF-16 and UTF-32, whose units are controls where all bytes of one are.
bool has_control(std::string_view bytes, std::string_view encoding) {
  if (encoding.starts_with("utf-16") || encoding.starts_with("utf-32") ||
      encoding.starts_with("iso-2022") || encoding == "hz") {
    return false;
  }
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
  });
}

std::string beginning_of(std::string_view text) {
  return collapse_whitespace(truncate_utf8(trim(text), 60));
}

}  // namespace

Result<Feed> read_feed(std::string_view body, std::string_view content_type,
                       std::string_view base) {
  if (body.size() > kMaxFeedBytes) {
    return fail(ErrorCode::kLimit, fmt::format("a feed of {} bytes exceeds the limit of {} MB",
                                               body.size(), kMaxFeedBytes >> 20));
  }
  Decoded decoded = decode_to_utf8(body, content_type);
  const std::string_view start = trim(decoded.text);
  if (start.starts_with('{') || start.starts_with('[')) {
    auto feed = read_json_feed(start, base);
    if (feed) feed->encoding = decoded.encoding;
    return feed;
  }
  if (!start.empty() && start.find('<') == std::string_view::npos) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("not a feed; it begins with: {}", beginning_of(start)));
  }
  const XmlTree tree = XmlTree::parse(std::move(decoded.text), feed_recovery());
  Feed feed = read_xml_feed(tree, base);
  feed.encoding = decoded.encoding;
  feed.problem = tree.problem();
  if (feed.problem.empty() && decoded.repaired) feed.problem = "bytes that are not in its encoding";
  if (feed.problem.empty() && has_control(body, decoded.encoding)) {
    feed.problem = "control characters";
  }
  return feed;
}

}  // namespace horizon::crawler
