#include "crawler/xml/xml_tree.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/xml/xml_storage.h"

namespace horizon::crawler {
namespace {

bool same(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() && starts_with_ignoring_case(a, lower);
}

std::string_view local_part(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Drawings and formulas in HTML say so.
bool is_foreign(std::string_view uri) {
  return uri == "http://www.w3.org/2000/svg" || uri == "http://www.w3.org/1998/Math/MathML";
}

}  // namespace

XmlTree::XmlTree(std::unique_ptr<const XmlStorage> storage) : storage_(std::move(storage)) {}
XmlTree::XmlTree(XmlTree&&) noexcept = default;
XmlTree& XmlTree::operator=(XmlTree&&) noexcept = default;
XmlTree::~XmlTree() = default;

XmlNode XmlTree::top() const { return {storage_.get(), 0}; }
XmlNode XmlTree::root() const { return top().first_element(); }
std::string_view XmlTree::text() const { return storage_->text; }
const std::string& XmlTree::problem() const { return storage_->problem; }

bool XmlTree::root_closed() const {
  const XmlNode first = root();
  return first && first.closed();
}

bool XmlNode::is_element() const { return storage_->nodes[index_].element; }

std::string_view XmlNode::name() const {
  const auto& node = storage_->nodes[index_];
  return node.element ? node.name : std::string_view();
}

std::string_view XmlNode::local() const { return local_part(name()); }

std::string_view XmlNode::prefix() const {
  const std::string_view whole = name();
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? std::string_view() : whole.substr(0, colon);
}

std::string_view XmlNode::uri() const { return storage_->nodes[index_].uri; }
bool XmlNode::is_declared() const { return storage_->nodes[index_].declared; }

std::string_view XmlNode::value() const {
  const auto& node = storage_->nodes[index_];
  return node.element ? std::string_view() : node.name;
}

XmlNode XmlNode::parent() const {
  return index_ == 0 ? XmlNode() : XmlNode(storage_, storage_->nodes[index_].parent);
}

XmlNode XmlNode::first_child() const {
  if (storage_ == nullptr) return {};
  const std::uint32_t child = storage_->nodes[index_].first_child;
  return child == kNoNode ? XmlNode() : XmlNode(storage_, child);
}

XmlNode XmlNode::next() const {
  const std::uint32_t sibling = storage_->nodes[index_].next;
  return sibling == kNoNode ? XmlNode() : XmlNode(storage_, sibling);
}

XmlNode XmlNode::first_element() const {
  XmlNode node = first_child();
  while (node && !node.is_element()) node = node.next();
  return node;
}

XmlNode XmlNode::next_element() const {
  XmlNode node = next();
  while (node && !node.is_element()) node = node.next();
  return node;
}

std::string_view XmlNode::attribute(std::string_view qualified) const {
  if (storage_ == nullptr) return {};
  const auto& node = storage_->nodes[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    const auto& attribute = storage_->attributes[node.attributes + i];
    if (same(attribute.name, qualified)) return attribute.value;
  }
  return {};
}

std::string_view XmlNode::any_attribute(std::string_view local) const {
  if (storage_ == nullptr) return {};
  if (const std::string_view exact = attribute(local); !exact.empty()) return exact;
  const auto& node = storage_->nodes[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    const auto& attribute = storage_->attributes[node.attributes + i];
    if (same(local_part(attribute.name), local)) return attribute.value;
  }
  return {};
}

bool XmlNode::has_attribute(std::string_view qualified) const {
  const auto& node = storage_->nodes[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    if (same(storage_->attributes[node.attributes + i].name, qualified)) return true;
  }
  return false;
}

std::string XmlNode::text() const {
  std::string out;
  if (storage_ == nullptr) return out;
  XmlNode node = first_child();
  while (node) {
    if (!node.is_element()) out += node.value();
    XmlNode following = node.first_child();
    while (!following && node != *this) {
      following = node.next();
      if (!following) node = node.parent();
    }
    if (node == *this) break;
    node = following;
  }
  return out;
}

std::string XmlNode::inner_markup() const {
  std::string out;
  XmlNode node = first_child();
  while (node) {
    if (!node.is_element()) {
      append_escaped(out, node.value(), false);
    } else {
      out.append("<").append(node.local());
      const auto& stored = storage_->nodes[node.index_];
      const bool foreign = is_foreign(stored.uri);
      if (foreign && stored.uri != storage_->nodes[stored.parent].uri) {
        out.append(" xmlns=\"").append(stored.uri).append("\"");
      }
      for (std::uint32_t i = 0; i < stored.attribute_count; ++i) {
        const auto& attribute = storage_->attributes[stored.attributes + i];
        if (attribute.name.starts_with("xmlns")) continue;
        out.append(" ").append(attribute.name).append("=\"");
        append_escaped(out, attribute.value, true);
        out += '"';
      }
      out += node.first_child() ? ">" : " />";
    }
    XmlNode following = node.first_child();
    while (!following && node != *this) {
      following = node.next();
      if (following) break;
      node = node.parent();
      if (node != *this) out.append("</").append(node.local()).append(">");
    }
    if (node == *this) break;
    node = following;
  }
  return out;
}

std::size_t XmlNode::begin() const { return storage_->nodes[index_].begin; }
std::size_t XmlNode::end() const { return storage_->nodes[index_].end; }
bool XmlNode::closed() const { return storage_->nodes[index_].closed; }

}  // namespace horizon::crawler
