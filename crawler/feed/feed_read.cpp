#include "crawler/feed/feed_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/bytes/encoding.h"
#include "crawler/feed/feed_json.h"
#include "crawler/feed/feed_vocabulary.h"
#include "crawler/feed/feed_xml.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_code_page.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

bool is_wide(std::string_view encoding) {
  return encoding.starts_with("utf-16") || encoding.starts_with("utf-32");
}

// Controls that XML forbids, which decoding removes. Encodings of one byte a character only, and
// UTF-16 and UTF-32, whose units are controls where all bytes of one are.
bool has_control(std::string_view bytes, std::string_view encoding) {
  if (is_wide(encoding) || encoding.starts_with("iso-2022") || encoding.starts_with("hz")) {
    return false;
  }
  if (encoding == "utf-8" && (bytes.find("\xEF\xBF\xBE") != std::string_view::npos ||
                              bytes.find("\xEF\xBF\xBF") != std::string_view::npos)) {
    return true;
  }
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
  });
}

// By its HTTP header, else its XML declaration (RFC 7303, 3); empty if neither says.
std::string declared_label(std::string_view bytes, std::string_view content_type) {
  std::string label = charset_parameter(content_type);
  const bool known = !encoding_of_label(label).empty();
  return known ? label : xml_declared_encoding(bytes);
}

// The label, where it names the encoding that was used.
std::string shown_encoding(const std::string& label, const std::string& used) {
  return ascii_lower(encoding_of_label(label)) == used ? label : used;
}

// Bytes that are not in the encoding that the feed says they are in: by its BOM, its label, else
// UTF-8 (XML 1.0, 4.3.3).
bool is_misencoded(std::string_view bytes, const std::string& label, const Decoded& decoded) {
  if (is_wide(decoded.encoding)) return decoded.repaired;
  if (label.empty() || bytes.starts_with("\xEF\xBB\xBF")) return !is_valid_utf8(bytes);
  const std::string_view meant = encoding_of_label(label);
  if (meant.starts_with("UTF-16")) return true;  // it is in bytes
  if (ascii_lower(label) == "us-ascii") {
    return std::any_of(bytes.begin(), bytes.end(), is_high);
  }
  if (meant == "UTF-8") return !is_valid_utf8(bytes);
  if (ascii_lower(meant) == decoded.encoding) return decoded.repaired;
  const auto decoding = decode_as(bytes, meant);
  return !decoding || decoding->malformed > 0;
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
  auto code_page = decode_code_page(body, content_type);
  const bool known = code_page.has_value();
  Decoded decoded = known ? *std::move(code_page) : decode_to_utf8(body, content_type);
  decoded.encoding = ascii_lower(decoded.encoding);
  const std::string_view start = trim(decoded.text);
  if (start.starts_with('{') || start.starts_with('[')) {
    auto feed = read_json_feed(start, base);
    if (feed) feed->encoding = std::move(decoded.encoding);
    return feed;
  }
  if (!start.empty() && start.find('<') == std::string_view::npos) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("not a feed; it begins with: {}", beginning_of(start)));
  }
  const XmlTree tree = XmlTree::parse(std::move(decoded.text), feed_recovery());
  Feed feed = read_xml_feed(tree, base);
  feed.problem = tree.problem();
  const std::string label = declared_label(body, content_type);
  feed.encoding = known ? decoded.encoding : shown_encoding(label, decoded.encoding);
  if (known || !feed.problem.empty()) return feed;
  if (is_misencoded(body, label, decoded)) {
    feed.problem = "bytes that are not in its encoding";
  } else if (has_control(body, decoded.encoding)) {
    feed.problem = "control characters";
  }
  return feed;
}

}  // namespace horizon::crawler
