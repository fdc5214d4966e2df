#include "crawler/xml/well_formed.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/bytes/charset.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

bool is_wide(std::string_view encoding) {
  const std::string lower = ascii_lower(encoding.substr(0, 8));
  return lower.starts_with("utf-16") || lower.starts_with("utf-32") ||
         lower.starts_with("iso-2022");
}

// By the BOM, the HTTP header, the XML declaration, else UTF-8 (RFC 7303, 3; XML 1.0, 4.3.3).
bool is_misencoded(std::string_view bytes, std::string_view content_type, const Decoded& decoded) {
  if (is_wide(decoded.encoding)) return decoded.repaired;
  std::string label = charset_parameter(content_type);
  if (label.empty()) label = xml_declared_encoding(bytes);
  const bool utf8 =
      label.empty() || label == "utf-8" || label == "utf8" || bytes.starts_with("\xEF\xBB\xBF");
  return utf8 ? !is_valid_utf8(bytes) : decoded.repaired;
}

// Of encodings whose ASCII is one byte a character.
bool has_control(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
  });
}

}  // namespace

std::string xml_problem(std::string_view bytes, std::string_view content_type) {
  Decoded decoded = decode_to_utf8(bytes, content_type);
  if (is_misencoded(bytes, content_type, decoded)) return "bytes that are not in its encoding";
  if (!is_wide(decoded.encoding) && has_control(bytes)) return "control characters";
  const XmlTree tree = XmlTree::parse(std::move(decoded.text));
  return tree.root() ? tree.problem() : "no element";
}

}  // namespace horizon::crawler
