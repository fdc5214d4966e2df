// The tree of an HTML page, as far as a reader of its text needs it.
//
// Built in one pass and in bounded memory from whatever bytes come: implied end tags, end tags that
// match nothing, raw text and foreign elements are treated as the HTML Living Standard (13.2) does;
// misnested inline elements simply end with the block around them, because only links among them
// carry meaning here, and those are tracked on their own. Depth is bounded, nodes stand in one
// vector in document order, and nothing recurses, so that hostile nesting costs no more than text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/html/tags.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxPageBytes = std::size_t{16} << 20;  // what is beyond is not read
inline constexpr std::size_t kMaxPageNodes = 1'000'000;
inline constexpr std::size_t kMaxPageDepth = 300;  // deeper elements become siblings

// Attributes that somebody asks for; others are not kept.
enum class AttributeName : std::uint8_t {
  kAriaHidden,
  kCharset,
  kClass,
  kContent,
  kDatetime,
  kDir,
  kHidden,
  kHref,
  kHreflang,
  kHttpEquiv,
  kId,
  kItemprop,
  kItemtype,
  kLang,
  kName,
  kProperty,
  kPubdate,
  kRel,
  kRole,
  kSrc,
  kStyle,
  kTitle,
  kType
};

using NodeIndex = std::uint32_t;

struct HtmlNode {
  Tag tag = Tag::kOther;
  bool in_link = false;  // of a text: it is the text of a link
  NodeIndex parent = 0;
  NodeIndex end = 0;  // behind the last node below this one: descendants are [index + 1, end)
  // Of a text: where it is in the page. Of an element: its attributes in attributes().
  std::uint32_t begin = 0, size = 0;
};

struct HtmlAttribute {
  AttributeName name;
  std::uint32_t begin = 0, size = 0;  // of the value in the page, entities not decoded
};

class HtmlTree {
 public:
  // `page` is UTF-8.
  static HtmlTree parse(std::string page);

  // Node 0 is the document. Parents stand before their children.
  std::span<const HtmlNode> nodes() const { return nodes_; }
  const HtmlNode& node(NodeIndex index) const { return nodes_[index]; }
  std::string_view page() const { return page_; }

  // As written.
  std::string_view raw_text(NodeIndex text) const;
  // The raw value; empty if absent.
  std::string_view attribute(NodeIndex element, AttributeName name) const;
  bool has_attribute(NodeIndex element, AttributeName name) const;
  // The value with entities decoded, trimmed.
  std::string attribute_text(NodeIndex element, AttributeName name) const;
  // All text below, entities decoded (but those of scripts), white space collapsed; at most
  // max_bytes.
  std::string text_of(NodeIndex index, std::size_t max_bytes = std::size_t{64} << 10) const;

 private:
  friend class HtmlTreeBuilder;
  std::string page_;
  std::vector<HtmlNode> nodes_;
  std::vector<HtmlAttribute> attributes_;
};

}  // namespace horizon::crawler
