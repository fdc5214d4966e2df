// How XmlTree keeps its nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {

inline constexpr std::uint32_t kNoNode = 0;  // the top is nobody's child or sibling

struct XmlStorage {
  struct Node {
    std::uint32_t parent = kNoNode, first_child = kNoNode, last_child = kNoNode, next = kNoNode;
    std::uint32_t attributes = 0, attribute_count = 0;
    bool element = false, closed = false, declared = true;
    std::string_view name;  // of an element; text of a text
    std::string_view uri;
    std::size_t begin = 0, end = 0;
  };
  struct Attribute {
    std::string_view name, value;
  };

  std::string text;
  std::string problem;
  std::vector<Node> nodes;  // the first is the top
  std::vector<Attribute> attributes;
  std::deque<std::string> decoded;  // what could not be a view into the text

  std::string_view keep(std::string value) { return decoded.emplace_back(std::move(value)); }
  void append(std::uint32_t parent, std::uint32_t child) {
    Node& above = nodes[parent];
    nodes[child].parent = parent;
    if (above.last_child == kNoNode) {
      above.first_child = child;
    } else {
      nodes[above.last_child].next = child;
    }
    above.last_child = child;
  }
};

}  // namespace horizon::crawler
