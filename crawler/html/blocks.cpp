#include "crawler/html/blocks.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/text/html_text.h"

namespace horizon::crawler {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 || c == 0x3000 ||
         c == 0x200B || c == 0xFEFF;
}

std::uint32_t units_of(char32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
  }
  if (c >= 0xAC00 && c <= 0xD7A3) return 2;
  if (is_han(c) || (c >= 0x3041 && c <= 0x30FF)) return 3;
  const bool sign = c < 0xC0 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
                    (c >= 0xFE00 && c <= 0xFFEF) || c >= 0x1F000;
  return sign ? 0 : 1;
}

bool is_wide_end(char32_t c) { return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E; }
bool is_narrow_end(char32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }
bool is_comma(char32_t c) { return c == ',' || c == 0xFF0C || c == 0x3001 || c == 0xFF1B; }

class BlockBuilder {
 public:
  BlockBuilder(const HtmlTree& tree, NodeIndex root, const Removed& removed)
      : tree_(tree), root_(root), removed_(removed) {}

  std::vector<Block> build() {
    containers_.push_back(root_);
    const NodeIndex end = tree_.node(root_).end;
    for (NodeIndex i = root_; i < end;) {
      leave(i);
      const HtmlNode& node = tree_.node(i);
      if (removed_[i]) {
        if (is_block(node.tag)) flush();
        i = node.end;
        continue;
      }
      visit(i, node);
      ++i;
    }
    flush();
    return std::move(blocks_);
  }

 private:
  void leave(NodeIndex index) {
    while (containers_.size() > 1 && tree_.node(containers_.back()).end <= index) {
      flush();
      if (tree_.node(containers_.back()).tag == Tag::kPre) --pre_;
      containers_.pop_back();
    }
  }

  void visit(NodeIndex index, const HtmlNode& node) {
    if (node.tag == Tag::kText) return take_text(index, node);
    if (node.tag == Tag::kBr) return take_break();
    if (!is_block(node.tag)) return;
    flush();
    if (node.tag == Tag::kHr) return;
    if (node.tag == Tag::kPre) ++pre_;
    containers_.push_back(index);
  }

  // One <br> is a line break, several in a row end a paragraph.
  void take_break() {
    if (pre_ == 0 && !block_.text.empty()) ++breaks_;
  }

  void put_break() {
    count_narrow_end();
    while (!block_.text.empty() && block_.text.back() == ' ') block_.text.pop_back();
    if (!block_.text.empty()) block_.text += '\n';
    space_ = false;
    breaks_ = 0;
  }

  void take_text(NodeIndex index, const HtmlNode& node) {
    const std::string_view text = tree_.raw_text(index);
    for (std::size_t pos = 0; pos < text.size();) {
      const char32_t c = take_character(text, pos);
      if (is_space(c)) {
        if (pre_ > 0 && c == '\n') put_break();
        space_ = true;
        continue;
      }
      if (breaks_ > 1) flush();
      if (breaks_ == 1) put_break();
      if (block_.text.empty()) block_.first = index;
      put(c, node.in_link);
    }
  }

  char32_t take_character(std::string_view text, std::size_t& pos) {
    if (text[pos] == '&') {
      if (const auto entity = decode_entity(text, pos)) return *entity;
    }
    return decode_utf8(text, pos);
  }

  void put(char32_t c, bool link) {
    if (space_) {
      count_narrow_end();
      if (!block_.text.empty() && block_.text.back() != '\n') block_.text += ' ';
      space_ = false;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return;
    append_utf8(block_.text, c);
    const std::uint32_t units = units_of(c);
    block_.units += units;
    if (link) block_.link_units += units;
    if (is_wide_end(c)) ++block_.sentences;
    if (is_comma(c)) ++block_.commas;
    if (units > 0 || is_narrow_end(c) || is_comma(c)) last_ = c;  // quotes and brackets may follow
  }

  // "e.g." and "3.5" end no sentence; what stands before white space or the end does.
  void count_narrow_end() {
    if (is_narrow_end(std::exchange(last_, U' '))) ++block_.sentences;
  }

  void flush() {
    count_narrow_end();
    while (!block_.text.empty() && (block_.text.back() == '\n' || block_.text.back() == ' ')) {
      block_.text.pop_back();
    }
    if (block_.units > 0) {
      block_.container = containers_.back();
      block_.tag = role_of(block_.container);
      blocks_.push_back(std::move(block_));
    }
    block_ = {};
    space_ = false;
    breaks_ = 0;
  }

  // A paragraph that is all of a list item or cell counts as that.
  Tag role_of(NodeIndex container) const {
    const Tag own = tree_.node(container).tag;
    if (own != Tag::kP && own != Tag::kDiv) return own;
    for (NodeIndex i = container; i > root_; i = tree_.node(i).parent) {
      const Tag tag = tree_.node(i).tag;
      if (tag == Tag::kLi || tag == Tag::kBlockquote || tag == Tag::kFigcaption) return tag;
      if (tag != Tag::kP && tag != Tag::kDiv && is_block(tag)) break;
    }
    return own;
  }

  const HtmlTree& tree_;
  NodeIndex root_;
  const Removed& removed_;
  std::vector<Block> blocks_;
  Block block_;
  std::vector<NodeIndex> containers_;
  int pre_ = 0;
  bool space_ = false;
  int breaks_ = 0;  // <br> since the last character
  char32_t last_ = U' ';
};

}  // namespace

bool is_prose(const Block& block) {
  if (block.link_density() > 0.4) return false;
  if (block.units >= 120) return true;
  const std::uint32_t least = block.tag == Tag::kP ? 25 : 40;
  return block.units >= least && block.sentences > 0;
}

std::vector<Block> blocks_of(const HtmlTree& tree, NodeIndex root, const Removed& removed) {
  return BlockBuilder(tree, root, removed).build();
}

}  // namespace horizon::crawler
