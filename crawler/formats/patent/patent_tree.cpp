#include "crawler/formats/patent/patent_tree.h"

#include <fmt/format.h>

#include <pugixml.hpp>

#include "core/text.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {

std::string canonical_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  std::string out;
  out.reserve(name.size());
  for (const char c : name.substr(0, 64)) {
    if (c == '-' || c == '_') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string parse_patent_xml(pugi::xml_document& document, std::string_view markup) {
  constexpr unsigned kOptions =
      (pugi::parse_default & ~pugi::parse_escapes) | pugi::parse_ws_pcdata | pugi::parse_fragment;
  const pugi::xml_parse_result result =
      document.load_buffer(markup.data(), markup.size(), kOptions, pugi::encoding_utf8);
  if (result.status == pugi::status_ok) return {};
  return fmt::format("{} at byte {}", result.description(), result.offset);
}

std::string attribute_of(const pugi::xml_node& node, std::string_view canonical) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    if (canonical_name(attribute.name()) != canonical) continue;
    return collapse_whitespace(sanitise_utf8(decode_entities(attribute.value())));
  }
  return {};
}

pugi::xml_node next_node(const pugi::xml_node& top, pugi::xml_node node, bool descend) {
  if (descend) {
    if (const pugi::xml_node below = node.first_child()) return below;
  }
  while (node && node != top) {
    if (const pugi::xml_node sibling = node.next_sibling()) return sibling;
    node = node.parent();
  }
  return {};
}

}  // namespace horizon::crawler
