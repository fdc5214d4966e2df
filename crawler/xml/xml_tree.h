// A document as a tree, whether it is well-formed or not: unclosed and mis-nested elements, stray
// ends, broken attributes and a missing tail cost what they damage and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

struct XmlStorage;

// What the vocabulary tells about damaged documents. Names are local, in lower case.
struct XmlRecovery {
  // Elements that hold text only: one that was never closed ends at its first child element.
  bool (*holds_text)(std::string_view local) = [](std::string_view) { return false; };
  // Elements that never hold one of their own kind: a second one begins where the first one,
  // unclosed, ends.
  bool (*is_record)(std::string_view local) = [](std::string_view) { return false; };
};

// A place in a tree; null is no place. Valid as long as the tree.
class XmlNode {
 public:
  XmlNode() = default;
  explicit operator bool() const { return storage_ != nullptr; }
  bool operator==(const XmlNode& other) const = default;

  bool is_element() const;
  std::string_view name() const;    // qualified, as sent; empty for text
  std::string_view local() const;   // without prefix
  std::string_view prefix() const;  // as sent; empty if there is none
  // The name space; empty if there is none or its prefix was never declared.
  std::string_view uri() const;
  bool is_declared() const;        // the prefix is bound, or there is none
  std::string_view value() const;  // of a text: decoded

  XmlNode parent() const;
  XmlNode first_child() const;
  XmlNode next() const;           // the next sibling
  XmlNode first_element() const;  // the first child that is an element
  XmlNode next_element() const;   // the next sibling that is one

  // The value of an attribute by its qualified name, without regard to case ("xml:lang"); empty if
  // it is absent. The second form by local name, whatever the prefix.
  std::string_view attribute(std::string_view qualified) const;
  std::string_view any_attribute(std::string_view local) const;
  bool has_attribute(std::string_view qualified) const;

  std::string text() const;          // all character data below, as it stands
  std::string inner_markup() const;  // everything below as markup with local names
  // Its place in the text: from '<' of its start tag to behind its end tag.
  std::size_t begin() const;
  std::size_t end() const;
  bool closed() const;  // its end tag was found

 private:
  friend class XmlTree;
  XmlNode(const XmlStorage* storage, std::uint32_t index) : storage_(storage), index_(index) {}
  const XmlStorage* storage_ = nullptr;
  std::uint32_t index_ = 0;
};

// Elements nested deeper are read as if their tags were not there.
inline constexpr std::size_t kMaxTreeDepth = 256;

class XmlTree {
 public:
  // `text` is UTF-8. Linear, without recursion.
  static XmlTree parse(std::string text, const XmlRecovery& recovery = {});
  XmlTree(XmlTree&&) noexcept;
  XmlTree& operator=(XmlTree&&) noexcept;
  ~XmlTree();

  XmlNode top() const;   // the parent of the root element and of whatever stands beside it
  XmlNode root() const;  // the first element; null if there is none
  std::string_view text() const;
  bool root_closed() const;  // false where the tail is missing
  // The first violation of XML 1.0 or Namespaces in XML; empty for a well-formed document.
  const std::string& problem() const;

 private:
  explicit XmlTree(std::unique_ptr<const XmlStorage> storage);
  std::unique_ptr<const XmlStorage> storage_;
};

}  // namespace horizon::crawler
