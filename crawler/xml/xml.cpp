#include "crawler/xml/xml.h"

#include <fmt/format.h>

#include <pugixml.hpp>

#include "core/text.h"

namespace horizon::crawler {
namespace {

class StringWriter final : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override {
    text_.append(static_cast<const char*>(data), size);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// Depth first without recursion.
pugi::xml_node next_below(const pugi::xml_node& top, pugi::xml_node node) {
  if (const pugi::xml_node below = node.first_child()) return below;
  while (node && node != top) {
    if (const pugi::xml_node sibling = node.next_sibling()) return sibling;
    node = node.parent();
  }
  return {};
}

}  // namespace

std::string parse_xml(pugi::xml_document& document, std::string_view markup) {
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_fragment;
  const pugi::xml_parse_result result =
      document.load_buffer(markup.data(), markup.size(), kOptions, pugi::encoding_utf8);
  if (result.status == pugi::status_ok) return {};
  return fmt::format("{} at byte {}", result.description(), result.offset);
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view local) {
  pugi::xml_node prefixed;
  for (const pugi::xml_node node : parent.children()) {
    if (local == node.name()) return node;
    if (!prefixed && local_name(node) == local) prefixed = node;
  }
  return prefixed;
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  for (const pugi::xml_node node : parent.children()) {
    if (node.type() == pugi::node_element) return node;
  }
  return {};
}

std::vector<pugi::xml_node> children(const pugi::xml_node& parent, std::string_view local) {
  std::vector<pugi::xml_node> found, prefixed;
  for (const pugi::xml_node node : parent.children()) {
    if (local_name(node) == local) (local == node.name() ? found : prefixed).push_back(node);
  }
  found.insert(found.end(), prefixed.begin(), prefixed.end());
  return found;
}

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (pugi::xml_node below = next_below(node, node); below; below = next_below(node, below)) {
    if (below.type() == pugi::node_pcdata || below.type() == pugi::node_cdata) {
      text += below.value();
    }
  }
  return std::string(trim(text));
}

std::string child_text(const pugi::xml_node& parent, std::string_view local) {
  return text_of(child(parent, local));
}

std::string inner_markup(const pugi::xml_node& node) {
  StringWriter writer;
  for (const pugi::xml_node below : node.children()) {
    below.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
  }
  return writer.take();
}

std::string_view attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).value();
}

}  // namespace horizon::crawler
