#include "crawler/html/html_tree.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text.h"
#include "crawler/html/html_tokens.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

constexpr auto kAttributeNames = std::to_array<std::string_view>(
    {"aria-hidden", "charset",    "class", "content",  "datetime", "dir",   "hidden", "href",
     "hreflang",    "http-equiv", "id",    "itemprop", "itemtype", "lang",  "name",   "property",
     "pubdate",     "rel",        "role",  "src",      "style",    "title", "type"});

std::optional<AttributeName> attribute_name(std::string_view name) {
  if (name.size() > 11) return std::nullopt;
  const std::string lower = ascii_lower(name);
  const auto* const found =
      std::lower_bound(kAttributeNames.begin(), kAttributeNames.end(), std::string_view(lower));
  if (found == kAttributeNames.end() || *found != lower) {
    if (lower == "xml:lang") return AttributeName::kLang;
    return std::nullopt;
  }
  return static_cast<AttributeName>(found - kAttributeNames.begin());
}

bool has(Tag tag, TagFlag flag) { return (flags_of(tag) & flag) != 0; }

// Which open elements a start tag ends, and where the search for them stops. Parts of a table name
// only the latter: they end whatever is open below it.
struct Implied {
  std::array<Tag, 4> ends;
  std::array<Tag, 4> stops;
};

constexpr Tag kNone = Tag::kDocument;

std::optional<Implied> implied_ends(Tag tag) {
  using enum Tag;
  switch (tag) {
    case kLi:
      return Implied{{kLi, kNone, kNone, kNone}, {kUl, kOl, kMenu, kDir}};
    case kDt:
    case kDd:
      return Implied{{kDt, kDd, kNone, kNone}, {kDl, kNone, kNone, kNone}};
    case kOption:
    case kOptgroup:
      return Implied{{kOption, kNone, kNone, kNone}, {kSelect, kNone, kNone, kNone}};
    case kTd:
    case kTh:
      return Implied{{kNone, kNone, kNone, kNone}, {kTr, kTable, kNone, kNone}};
    case kTr:
      return Implied{{kNone, kNone, kNone, kNone}, {kTbody, kThead, kTfoot, kTable}};
    case kTbody:
    case kThead:
    case kTfoot:
      return Implied{{kNone, kNone, kNone, kNone}, {kTable, kNone, kNone, kNone}};
    default:
      return std::nullopt;
  }
}

bool contains(const std::array<Tag, 4>& tags, Tag tag) {
  return tag != kNone && std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool is_table_part(Tag tag) {
  using enum Tag;
  return tag == kTable || tag == kTr || tag == kTd || tag == kTh || tag == kTbody ||
         tag == kThead || tag == kTfoot || tag == kCaption;
}

}  // namespace

class HtmlTreeBuilder {
 public:
  explicit HtmlTreeBuilder(HtmlTree& tree) : tree_(tree), tokens_(tree.page_) {
    tree_.nodes_.push_back({Tag::kDocument, false, 0, 0, 0, 0});
    open_.emplace_back();
  }

  void build() {
    HtmlToken token;
    while (tree_.nodes_.size() < kMaxPageNodes && tokens_.next(token)) {
      switch (token.kind) {
        case HtmlToken::Kind::kText:
          take_text(token.text);
          break;
        case HtmlToken::Kind::kStart:
          take_start(token);
          break;
        case HtmlToken::Kind::kEnd:
          take_end(find_tag(token.name), token.name);
          break;
      }
    }
    while (!open_.empty()) pop();
  }

 private:
  struct Open {
    NodeIndex node = 0;
    Tag tag = Tag::kDocument;
    std::uint64_t name = 0;  // hash of the name of an element without a Tag of its own
  };

  NodeIndex add(Tag tag) {
    HtmlNode node;
    node.tag = tag;
    node.parent = open_.back().node;
    tree_.nodes_.push_back(node);
    const auto index = static_cast<NodeIndex>(tree_.nodes_.size() - 1);
    tree_.nodes_.back().end = index + 1;
    return index;
  }

  std::uint32_t offset_of(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - tree_.page_.data());
  }

  void take_text(std::string_view text) {
    if (text.empty()) return;
    if (in_head() && !trim(text).empty()) pop_to(head_depth_);
    HtmlNode& node = tree_.nodes_[add(Tag::kText)];
    node.in_link = link_ != 0;
    node.begin = offset_of(text);
    node.size = static_cast<std::uint32_t>(text.size());
  }

  bool in_head() const { return head_depth_ != 0; }

  void take_start(const HtmlToken& token) {
    const Tag tag = find_tag(token.name);
    if (tag == Tag::kHtml || tag == Tag::kBody || tag == Tag::kHead) {
      if (seen_[static_cast<std::size_t>(tag)]) return;
      seen_[static_cast<std::size_t>(tag)] = true;
    }
    if (in_head() && !has(tag, kHeadTag) && foreign_ == 0) pop_to(head_depth_);
    if (foreign_ == 0) close_implied(tag);
    const NodeIndex index = add(tag);
    add_attributes(index, token);
    if (has(tag, kRawTag) || has(tag, kRcdataTag)) {
      if (foreign_ == 0 || tag != Tag::kTitle) return take_raw(index, token.name);
    }
    const bool empty = has(tag, kVoidTag) || (token.self_closing && is_foreign(tag));
    if (!empty) push({index, tag, tag == Tag::kOther ? stable_hash(token.name) : 0});
  }

  // Elements of SVG and MathML may close themselves; so do custom elements where a page was written
  // as XML.
  bool is_foreign(Tag tag) const {
    return foreign_ != 0 || tag == Tag::kSvg || tag == Tag::kMath || tag == Tag::kOther;
  }

  void take_raw(NodeIndex index, const std::string& name) {
    const std::string_view text = tokens_.take_raw(name);
    if (text.empty()) return;
    open_.push_back({index, tree_.nodes_[index].tag, 0});
    HtmlNode& node = tree_.nodes_[add(Tag::kText)];
    node.begin = offset_of(text);
    node.size = static_cast<std::uint32_t>(text.size());
    tree_.nodes_[index].end = static_cast<NodeIndex>(tree_.nodes_.size());
    open_.pop_back();
  }

  void push(const Open& open) {
    if (open_.size() >= kMaxPageDepth) {
      ++too_deep_;
      return;
    }
    open_.push_back(open);
    ++open_count_[static_cast<std::size_t>(open.tag)];
    if (open.tag == Tag::kHead) head_depth_ = open_.size() - 1;
    if (open.tag == Tag::kSvg || open.tag == Tag::kMath) ++foreign_;
    if (open.tag == Tag::kA && tree_.has_attribute(open.node, AttributeName::kHref)) {
      link_ = open.node;
    }
  }

  void pop() {
    const Open open = open_.back();
    open_.pop_back();
    tree_.nodes_[open.node].end = static_cast<NodeIndex>(tree_.nodes_.size());
    --open_count_[static_cast<std::size_t>(open.tag)];
    if (open.tag == Tag::kHead) head_depth_ = 0;
    if (open.tag == Tag::kSvg || open.tag == Tag::kMath) --foreign_;
    if (open.node == link_) link_ = 0;
  }

  void pop_to(std::size_t depth) {
    while (open_.size() > depth) pop();
  }

  bool is_open(Tag tag) const { return open_count_[static_cast<std::size_t>(tag)] > 0; }

  void close_implied(Tag tag) {
    if (has(tag, kClosesP) && is_open(Tag::kP)) close_paragraph();
    if (heading_level(tag) != 0 && heading_level(open_.back().tag) != 0) pop();
    if (tag == Tag::kA && is_open(Tag::kA)) close_link();
    const auto implied = implied_ends(tag);
    if (!implied) return;
    for (std::size_t i = open_.size(); i-- > 1;) {
      if (contains(implied->ends, open_[i].tag)) return pop_to(i);
      if (contains(implied->stops, open_[i].tag)) {
        // Parts of a table end everything in it up to where they belong.
        if (is_table_part(tag)) pop_to(i + 1);
        return;
      }
      const bool wall = has(open_[i].tag, kScopeTag) && !is_table_part(open_[i].tag);
      if (wall || (has(open_[i].tag, kScopeTag) && !is_table_part(tag))) return;
    }
  }

  void close_paragraph() {
    for (std::size_t i = open_.size(); i-- > 1;) {
      if (open_[i].tag == Tag::kP) return pop_to(i);
      if (has(open_[i].tag, kScopeTag) || open_[i].tag == Tag::kButton) return;
    }
  }

  // A link ends at the next link or its own end tag, even where blocks inside are still open.
  void close_link() {
    link_ = 0;
    for (std::size_t i = open_.size(); i-- > 1;) {
      if (open_[i].tag == Tag::kA) return pop_to(i);
      if (has(open_[i].tag, kSpecialTag)) return;
    }
  }

  void take_end(Tag tag, const std::string& name) {
    if (tag == Tag::kBody || tag == Tag::kHtml) return;  // what follows still belongs to them
    if (tag == Tag::kBr) {
      add(Tag::kBr);
      return;
    }
    if (too_deep_ > 0 && !has(tag, kVoidTag)) {
      --too_deep_;
      return;
    }
    if (tag == Tag::kA) return close_link();
    if (tag != Tag::kOther && !is_open(tag) && heading_level(tag) == 0) return;
    const bool special = has(tag, kSpecialTag) || tag == Tag::kHead;
    const std::uint64_t hash = tag == Tag::kOther ? stable_hash(name) : 0;
    for (std::size_t i = open_.size(); i-- > 1;) {
      const Tag at = open_[i].tag;
      if (matches(open_[i], tag, hash)) return pop_to(i);
      if (has(at, kScopeTag) && !(is_table_part(tag) && is_table_part(at) && at != Tag::kTable)) {
        return;
      }
      if (!special && has(at, kSpecialTag)) return;
    }
  }

  // Any heading's end tag ends any heading. Elements that have no Tag are told apart by their
  // names.
  static bool matches(const Open& open, Tag tag, std::uint64_t name) {
    if (heading_level(tag) != 0) return heading_level(open.tag) != 0;
    return open.tag == tag && open.name == name;
  }

  void add_attributes(NodeIndex index, const HtmlToken& token) {
    const auto begin = static_cast<std::uint32_t>(tree_.attributes_.size());
    for (const HtmlToken::Attribute& attribute : token.attributes) {
      if (const auto name = attribute_name(attribute.name)) {
        const std::uint32_t at = attribute.value.empty() ? 0 : offset_of(attribute.value);
        tree_.attributes_.push_back(
            {*name, at, static_cast<std::uint32_t>(attribute.value.size())});
      }
    }
    tree_.nodes_[index].begin = begin;
    tree_.nodes_[index].size = static_cast<std::uint32_t>(tree_.attributes_.size()) - begin;
  }

  HtmlTree& tree_;
  HtmlTokens tokens_;
  std::vector<Open> open_;
  std::array<std::uint32_t, 256> open_count_{};
  std::array<bool, 256> seen_{};
  std::size_t head_depth_ = 0;
  std::size_t too_deep_ = 0;  // elements that were not opened because of their depth
  int foreign_ = 0;           // open svg and math elements
  NodeIndex link_ = 0;        // the link that text is in
};

HtmlTree HtmlTree::parse(std::string page) {
  HtmlTree tree;
  if (page.size() > kMaxPageBytes) page.resize(truncate_utf8(page, kMaxPageBytes).size());
  tree.page_ = std::move(page);
  tree.nodes_.reserve(tree.page_.size() / 24 + 16);
  HtmlTreeBuilder(tree).build();
  return tree;
}

std::string_view HtmlTree::raw_text(NodeIndex text) const {
  const HtmlNode& node = nodes_[text];
  if (node.tag != Tag::kText) return {};
  return std::string_view(page_).substr(node.begin, node.size);
}

std::string_view HtmlTree::attribute(NodeIndex element, AttributeName name) const {
  const HtmlNode& node = nodes_[element];
  if (node.tag == Tag::kText) return {};
  for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) {
    const HtmlAttribute& attribute = attributes_[i];
    if (attribute.name == name) {
      return std::string_view(page_).substr(attribute.begin, attribute.size);
    }
  }
  return {};
}

bool HtmlTree::has_attribute(NodeIndex element, AttributeName name) const {
  const HtmlNode& node = nodes_[element];
  if (node.tag == Tag::kText) return false;
  const auto begin = attributes_.begin() + node.begin;
  return std::any_of(begin, begin + node.size,
                     [&](const HtmlAttribute& attribute) { return attribute.name == name; });
}

std::string HtmlTree::attribute_text(NodeIndex element, AttributeName name) const {
  return collapse_whitespace(
      sanitise_utf8(decode_entities(attribute(element, name), EntityPlace::kAttribute)));
}

std::string HtmlTree::text_of(NodeIndex index, std::size_t max_bytes) const {
  std::string text;
  for (NodeIndex i = index; i < nodes_[index].end && text.size() < max_bytes;) {
    const HtmlNode& node = nodes_[i];
    if (node.tag == Tag::kScript || node.tag == Tag::kStyle) {
      i = node.end;
      continue;
    }
    if (node.tag == Tag::kText) {
      text += decode_entities(raw_text(i).substr(0, max_bytes));
    } else if (is_block(node.tag)) {
      text += ' ';
    }
    ++i;
  }
  return std::string(truncate_utf8(collapse_whitespace(sanitise_utf8(text)), max_bytes));
}

}  // namespace horizon::crawler
