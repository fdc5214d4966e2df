#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/xml/xml_char.h"
#include "crawler/xml/xml_scan.h"
#include "crawler/xml/xml_storage.h"
#include "crawler/xml/xml_tree.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxNodes = std::size_t{3} << 20;
constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";

// Elements of HTML that have no content and, in HTML, no end tag.
bool is_void(std::string_view local) {
  static constexpr std::array<std::string_view, 8> kNames = {"area", "br",    "col",   "hr",
                                                             "img",  "input", "param", "wbr"};
  return std::find(kNames.begin(), kNames.end(), local) != kNames.end();
}

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string lower_local(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return ascii_lower(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

bool is_blank(std::string_view text) { return trim(text).empty(); }

// Reads tokens, keeps the open elements.
class XmlTreeBuilder {
 public:
  XmlTreeBuilder(std::string text, const XmlRecovery& recovery)
      : storage_(std::make_unique<XmlStorage>()), recovery_(recovery) {
    storage_->text = std::move(text);
    storage_->nodes.emplace_back().element = true;
    bindings_["xml"].push_back(kXmlUri);
  }

  std::unique_ptr<XmlStorage> build() {
    XmlScanner scanner(storage_->text, problem_);
    XmlToken token;
    while (scanner.next(token) && storage_->nodes.size() < kMaxNodes) take(token, scanner);
    if (storage_->nodes.size() >= kMaxNodes) problem_.note("too many elements", token.begin);
    const std::size_t end = storage_->text.size();
    if (!open_.empty()) problem_.note("elements without an end", end);
    while (!open_.empty()) close_last(end, false);
    if (!rooted_) problem_.note("no root element", end);
    storage_->nodes[0].end = end;
    storage_->problem = problem_.message();
    return std::move(storage_);
  }

 private:
  using Node = XmlStorage::Node;
  struct Open {
    std::string_view name;
    std::uint32_t node = kNoNode;         // kNoNode: deeper than the tree goes
    std::vector<std::string_view> bound;  // prefixes that it declares
  };

  void take(const XmlToken& token, const XmlScanner& scanner) {
    switch (token.kind) {
      case XmlTokenKind::kText:
        return take_text(token);
      case XmlTokenKind::kCData:
        if (open_.empty()) problem_.note("CDATA section outside the root element", token.begin);
        return add_text(token.body, token);
      case XmlTokenKind::kStart:
        return take_start(token, scanner.attributes());
      case XmlTokenKind::kEnd:
        return take_end(token);
      case XmlTokenKind::kDoctype:
        if (rooted_ || doctype_) problem_.note("misplaced document type declaration", token.begin);
        doctype_ = true;
        return entities_.declare(token.body);
      case XmlTokenKind::kComment:
      case XmlTokenKind::kInstruction:
        return;
    }
  }

  void take_text(const XmlToken& token) {
    if (open_.empty() && !is_blank(token.body)) {
      problem_.note("text outside the root element", token.begin);
    }
    if (token.body.find('&') == std::string_view::npos) return add_text(token.body, token);
    add_text(storage_->keep(decode_references(token.body, token.begin, entities_, problem_)),
             token);
  }

  std::uint32_t current() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      if (open->node != kNoNode) return open->node;
      // The names of what is too deep are kept, its place in the tree is the deepest element.
      return open_[kMaxTreeDepth - 1].node;
    }
    return 0;
  }

  void add_text(std::string_view text, const XmlToken& token) {
    if (text.empty()) return;
    Node node;
    node.name = text;
    node.begin = token.begin;
    node.end = token.end;
    add(node);
  }

  std::uint32_t add(const Node& node) {
    const auto index = static_cast<std::uint32_t>(storage_->nodes.size());
    const std::uint32_t parent = current();
    storage_->nodes.push_back(node);
    storage_->append(parent, index);
    return index;
  }

  void take_start(const XmlToken& token, const std::vector<XmlRawAttribute>& attributes) {
    if (open_.empty()) {
      if (rooted_) problem_.note("a second root element", token.begin);
      rooted_ = true;
    }
    end_unclosed_record(token);
    Node node;
    node.element = true;
    node.name = token.name;
    node.begin = token.begin;
    node.end = token.end;
    node.attributes = static_cast<std::uint32_t>(storage_->attributes.size());
    Open open{token.name, kNoNode, {}};
    for (const XmlRawAttribute& attribute : attributes) add_attribute(attribute, node, open);
    node.attribute_count =
        static_cast<std::uint32_t>(storage_->attributes.size()) - node.attributes;
    const auto uri = uri_of(prefix_of(token.name));
    node.declared = uri.has_value();
    node.uri = uri.value_or(std::string_view());
    if (!uri) problem_.note("prefix of an element that was never declared", token.begin);
    check_attributes(node, token.begin);
    node.closed = token.empty;
    if (open_.size() < kMaxTreeDepth) open.node = add(node);
    if (token.empty) return unbind(open);
    open_.push_back(std::move(open));
  }

  // A record inside one of its own kind: the outer one was never closed.
  void end_unclosed_record(const XmlToken& token) {
    if (open_.empty() || !recovery_.is_record(lower_local(token.name))) return;
    for (std::size_t i = std::min(open_.size(), kMaxTreeDepth); i-- > 0;) {
      if (open_[i].name != token.name) continue;
      while (open_.size() > i) close_last(token.begin, false);
      return;
    }
  }

  void add_attribute(const XmlRawAttribute& raw, const Node& node, Open& open) {
    auto& all = storage_->attributes;
    if (all.size() - node.attributes >= kMaxAttributes) return;
    std::string_view value = raw.value;
    if (value.find_first_of("&\t\n") != std::string_view::npos) {
      std::string decoded = decode_references(value, raw.offset, entities_, problem_);
      std::replace_if(decoded.begin(), decoded.end(), is_xml_space, ' ');
      value = storage_->keep(std::move(decoded));
    }
    const auto known = std::find_if(all.begin() + node.attributes, all.end(),
                                    [&](const auto& other) { return other.name == raw.name; });
    if (known != all.end()) return problem_.note("duplicate attribute", raw.offset);
    all.push_back({raw.name, value});
    if (raw.name == "xmlns") {
      bind({}, trim(value), open);
    } else if (raw.name.starts_with("xmlns:")) {
      const std::string_view prefix = raw.name.substr(6);
      const bool reserved = prefix == "xmlns" || (prefix == "xml") != (value == kXmlUri) ||
                            value == kXmlnsUri || value.empty();
      if (reserved) problem_.note("a name space that must not be bound so", raw.offset);
      bind(prefix, trim(value), open);
    }
  }

  void bind(std::string_view prefix, std::string_view uri, Open& open) {
    bindings_[prefix].push_back(uri);
    open.bound.push_back(prefix);
  }

  void unbind(const Open& open) {
    for (const std::string_view prefix : open.bound) bindings_[prefix].pop_back();
  }

  std::optional<std::string_view> uri_of(std::string_view prefix) const {
    const auto found = bindings_.find(prefix);
    if (found != bindings_.end() && !found->second.empty()) return found->second.back();
    return prefix.empty() ? std::optional<std::string_view>("") : std::nullopt;
  }

  void check_attributes(const Node& node, std::size_t offset) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
      const std::string_view name = storage_->attributes[node.attributes + i].name;
      const std::string_view prefix = prefix_of(name);
      if (prefix.empty() || prefix == "xmlns") continue;
      const auto uri = uri_of(prefix);
      if (!uri) {
        problem_.note("prefix of an attribute that was never declared", offset);
      } else if (!seen.insert({*uri, name.substr(prefix.size() + 1)}).second) {
        problem_.note("duplicate attribute", offset);
      }
    }
  }

  void take_end(const XmlToken& token) {
    if (!open_.empty() && open_.back().name == token.name) return close_last(token.end, true);
    problem_.note("end tag that does not match", token.begin);
    // Which open element is meant: the innermost of this name, case apart where it must be.
    const std::size_t lowest = open_.size() > kMaxSearch ? open_.size() - kMaxSearch : 0;
    for (const bool exact : {true, false}) {
      for (std::size_t i = open_.size(); i-- > lowest;) {
        const bool match = exact ? open_[i].name == token.name
                                 : ascii_lower(open_[i].name) == ascii_lower(token.name);
        if (!match) continue;
        while (open_.size() > i + 1) close_last(token.begin, false);
        return close_last(token.end, true);
      }
    }
  }

  void close_last(std::size_t end, bool found) {
    const Open open = std::move(open_.back());
    open_.pop_back();
    unbind(open);
    if (open.node == kNoNode) return;
    Node& node = storage_->nodes[open.node];
    node.closed = found;
    node.end = end;
    if (found) return;
    const std::string local = lower_local(open.name);
    if (is_void(local)) {
      move_out(open.node, kNoNode);
    } else if (recovery_.holds_text(local)) {
      keep_text_only(open.node);
    }
  }

  void keep_text_only(std::uint32_t index) {
    std::uint32_t last_text = kNoNode;
    std::uint32_t child = storage_->nodes[index].first_child;
    while (child != kNoNode && !storage_->nodes[child].element) {
      last_text = child;
      child = storage_->nodes[child].next;
    }
    if (child != kNoNode) move_out(index, last_text);
  }

  // The children behind `last_kept` become the siblings behind their parent, which is the last
  // child of its own parent.
  void move_out(std::uint32_t index, std::uint32_t last_kept) {
    auto& nodes = storage_->nodes;
    const std::uint32_t first =
        last_kept == kNoNode ? nodes[index].first_child : nodes[last_kept].next;
    if (first == kNoNode) return;
    const std::uint32_t last = nodes[index].last_child;
    const std::uint32_t parent = nodes[index].parent;
    nodes[index].end = nodes[first].begin;
    for (std::uint32_t i = first; i != kNoNode; i = nodes[i].next) nodes[i].parent = parent;
    nodes[index].last_child = last_kept;
    if (last_kept == kNoNode) {
      nodes[index].first_child = kNoNode;
    } else {
      nodes[last_kept].next = kNoNode;
    }
    nodes[index].next = first;
    nodes[parent].last_child = last;
  }

  static constexpr std::size_t kMaxAttributes = 256;
  static constexpr std::size_t kMaxSearch = 512;

  std::unique_ptr<XmlStorage> storage_;
  XmlRecovery recovery_;
  XmlProblem problem_;
  XmlEntities entities_;
  std::vector<Open> open_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> bindings_;
  bool rooted_ = false, doctype_ = false;
};

}  // namespace

XmlTree XmlTree::parse(std::string text, const XmlRecovery& recovery) {
  // As it stands first: what the vocabulary says about damage must not touch what has none.
  auto strict = XmlTreeBuilder(std::move(text), XmlRecovery{}).build();
  if (strict->problem.empty()) return XmlTree(std::move(strict));
  std::string problem = std::move(strict->problem);
  auto recovered = XmlTreeBuilder(std::move(strict->text), recovery).build();
  recovered->problem = std::move(problem);
  return XmlTree(std::move(recovered));
}

}  // namespace horizon::crawler
