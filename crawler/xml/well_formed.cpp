#include "crawler/xml/well_formed.h"

#include <algorithm>
#include <utility>

#include "crawler/bytes/charset.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

// Of encodings whose ASCII is one byte a character.
bool has_control(std::string_view bytes, std::string_view encoding) {
  if (encoding.starts_with("utf-16") || encoding.starts_with("utf-32") ||
      encoding.starts_with("UTF-16") || encoding.starts_with("iso-2022")) {
    return false;
  }
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
  });
}

}  // namespace

std::string xml_problem(std::string_view bytes, std::string_view content_type) {
  Decoded decoded = decode_to_utf8(bytes, content_type);
  if (decoded.repaired) return "bytes that are not in its encoding";
  if (has_control(bytes, decoded.encoding)) return "control characters";
  const XmlTree tree = XmlTree::parse(std::move(decoded.text));
  return tree.root() ? tree.problem() : "no element";
}

}  // namespace horizon::crawler
