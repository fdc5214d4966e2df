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
  if (encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32") ||
      encoding.starts_with("ISO-2022") || encoding.starts_with("HZ")) {
    return false;
  }
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
  });
}

// Bytes that are not in the encoding that the feed says they are in: by its BOM, its HTTP header,
// its XML declaration, else UTF-8 (RFC 7303, 3; XML 1.0, 4.3.3).
bool is_misencoded(std::string_view bytes, std::string_view content_type, const Decoded& decoded) {
  if (decoded.encoding.starts_with("utf-16") || decoded.encoding.starts_with("utf-32")) {
    return decoded.repaired;
  }
  std::string label = charset_parameter(content_type);
  if (label.empty()) label = xml_declared_encoding(bytes);
  const bool utf8 =
      label.empty() || label == "utf-8" || label == "utf8" || bytes.starts_with("\xEF\xBB\xBF");
  return utf8 ? !is_valid_utf8(bytes) : decoded.repaired;
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
  if (feed.problem.empty() && is_misencoded(body, content_type, decoded)) {
    feed.problem = "bytes that are not in its encoding";
  }
  if (feed.problem.empty() && has_control(body, decoded.encoding)) {
    feed.problem = "control characters";
  }
  return feed;
}

}  // namespace horizon::crawler
