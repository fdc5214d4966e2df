#include "crawler/html/filter.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/html/phrases.h"

namespace horizon::crawler {
namespace {

enum class Verdict : std::uint8_t { kGood, kShort, kBad };

bool is_cell(Tag tag) { return tag == Tag::kTd || tag == Tag::kTh; }

class Filter {
 public:
  Filter(const HtmlTree& tree, NodeIndex root, std::vector<Block> blocks, const PageMeta& meta)
      : tree_(tree),
        root_(root),
        blocks_(std::move(blocks)),
        title_(ascii_lower(meta.title)),
        authors_(meta.authors) {}

  std::vector<Block> filter() {
    judge();
    drop_what_follows();
    trim_beginning();
    trim_end();
    drop_lone_headings();
    std::vector<Block> kept;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (verdicts_[i] != Verdict::kBad) kept.push_back(std::move(blocks_[i]));
    }
    return kept;
  }

 private:
  // A list or table as a whole: its share of links tells navigation from content.
  struct Group {
    std::uint32_t units = 0, link_units = 0, items = 0;
  };

  void judge() {
    std::unordered_map<NodeIndex, Group> groups;
    std::vector<NodeIndex> group_of(blocks_.size(), 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      group_of[i] = group(blocks_[i]);
      Group& group = groups[group_of[i]];
      group.units += blocks_[i].units;
      group.link_units += blocks_[i].link_units;
      ++group.items;
    }
    verdicts_.reserve(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const Group& group = groups[group_of[i]];
      const bool linked =
          group_of[i] != 0 && group.items > 1 && group.link_units * 5 > group.units * 3;
      verdicts_.push_back(linked && !is_prose(blocks_[i]) ? Verdict::kBad : judge(blocks_[i]));
    }
  }

  // The list or table nearest around a block; 0: none.
  NodeIndex group(const Block& block) const {
    for (NodeIndex i = block.container; i > root_; i = tree_.node(i).parent) {
      const Tag tag = tree_.node(i).tag;
      if (tag == Tag::kUl || tag == Tag::kOl || tag == Tag::kDl || tag == Tag::kTable) return i;
    }
    return 0;
  }

  Verdict judge(const Block& block) const {
    if (is_title(block) || is_boilerplate(block)) return Verdict::kBad;
    const double links = block.link_density();
    const bool sentences = block.units >= 80 && block.sentences > 0 && links < 0.7;
    if (links > 0.5 && !sentences) {
      // A link that is a word or name of a list or table is its content, and a heading that is one
      // heads what stands below it.
      if (heading_level(block.tag) > 1) return Verdict::kShort;
      const bool item = block.tag == Tag::kLi || block.tag == Tag::kDd || is_cell(block.tag);
      return item && block.units < 60 && group(block) != 0 ? Verdict::kShort : Verdict::kBad;
    }
    if (is_prose(block) || sentences) return Verdict::kGood;
    const bool loose = block.tag != Tag::kP && block.tag != Tag::kLi && block.tag != Tag::kPre &&
                       block.tag != Tag::kBlockquote && block.tag != Tag::kDd &&
                       block.tag != Tag::kDt && !is_cell(block.tag) &&
                       heading_level(block.tag) == 0;
    if (loose && block.units < 16 && block.sentences == 0) return Verdict::kBad;
    return loose && is_byline(block) ? Verdict::kBad : Verdict::kShort;
  }

  bool is_title(const Block& block) const {
    return !title_.empty() && block.text.size() <= title_.size() + 8 &&
           ascii_lower(collapse_whitespace(block.text)) == title_;
  }

  // A heading such as "Related stories" ends the article, up to a heading of its rank or above, or
  // to the end of the part it stands in.
  void drop_what_follows() {
    const double total = prose_in(0, blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!ends_article(blocks_[i])) continue;
      const int level = heading_level(blocks_[i].tag);
      verdicts_[i] = Verdict::kBad;
      std::size_t end = i + 1;
      if (level != 0) {
        end = end_of_section(i, level);
      } else {
        while (end < blocks_.size() && verdicts_[end] != Verdict::kGood &&
               heading_level(blocks_[end].tag) == 0) {
          ++end;
        }
      }
      // Not where that would be most of the page: then the heading meant something else.
      if (prose_in(i, end) > 0.4 * total) continue;
      for (std::size_t j = i; j < end; ++j) verdicts_[j] = Verdict::kBad;
    }
  }

  std::size_t end_of_section(std::size_t heading, int level) const {
    const NodeIndex around = tree_.node(blocks_[heading].container).parent;
    std::size_t end = heading + 1;
    while (end < blocks_.size() && blocks_[end].first < tree_.node(around).end) {
      const int other = heading_level(blocks_[end].tag);
      if (other != 0 && other <= level) break;
      ++end;
    }
    return end;
  }

  double prose_in(std::size_t begin, std::size_t end) const {
    double units = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
      if (verdicts_[i] == Verdict::kGood) units += blocks_[i].units;
    }
    return units;
  }

  void trim_beginning() {
    const std::size_t first = static_cast<std::size_t>(
        std::find(verdicts_.begin(), verdicts_.end(), Verdict::kGood) - verdicts_.begin());
    if (first == blocks_.size()) return;  // nothing but short blocks: they are the text
    for (std::size_t i = 0; i < first; ++i) {
      const Block& block = blocks_[i];
      const bool heading = heading_level(block.tag) > 1 && i + 1 == first;
      const bool text = (block.tag == Tag::kP || block.tag == Tag::kLi ||
                         block.tag == Tag::kBlockquote || is_cell(block.tag)) &&
                        !is_byline(block) && (block.sentences > 0 || i + 1 == first);
      if (!heading && !text) verdicts_[i] = Verdict::kBad;
    }
    // Bylines and dates may stand behind an introduction.
    int good = 0;
    for (std::size_t i = first; i < blocks_.size() && good < 2 && i < first + 8; ++i) {
      if (verdicts_[i] == Verdict::kGood) ++good;
      const bool short_text = verdicts_[i] == Verdict::kShort && heading_level(blocks_[i].tag) == 0;
      if (short_text && good < 2 && is_byline(blocks_[i])) verdicts_[i] = Verdict::kBad;
    }
  }

  // "Ann Weber is a reporter who covers ports."
  bool is_author_note(const Block& block) const {
    if (block.units > 350 || heading_level(block.tag) != 0) return false;
    return std::any_of(authors_.begin(), authors_.end(), [&](const std::string& author) {
      return author.size() >= 6 && block.text.starts_with(author) &&
             block.text.find(" said") == std::string::npos;
    });
  }

  void trim_end() {
    for (std::size_t i = blocks_.size(); i-- > 0 && i + 4 > blocks_.size();) {
      if (i > 0 && is_author_note(blocks_[i])) verdicts_[i] = Verdict::kBad;
    }
    std::size_t last = blocks_.size();
    while (last > 0 && verdicts_[last - 1] != Verdict::kGood) --last;
    if (last == 0) return;
    const NodeIndex around = parent_of(blocks_[last - 1]);
    bool open = true;  // nothing bad since the last good block
    for (std::size_t i = last; i < blocks_.size(); ++i) {
      if (verdicts_[i] == Verdict::kBad) open = false;
      if (!open || !may_be_last(blocks_[i], around)) verdicts_[i] = Verdict::kBad;
    }
  }

  NodeIndex parent_of(const Block& block) const { return tree_.node(block.container).parent; }

  // Lists, signatures and the like end a text, but not loose words.
  bool may_be_last(const Block& block, NodeIndex around) const {
    if (heading_level(block.tag) != 0 || is_cell(block.tag)) return true;
    switch (block.tag) {
      case Tag::kLi:
      case Tag::kPre:
      case Tag::kDd:
      case Tag::kDt:
        return true;
      case Tag::kP:
      case Tag::kBlockquote:
        return block.sentences > 0 || parent_of(block) == around;
      default:
        return false;
    }
  }

  // A heading without a text below it heads nothing.
  void drop_lone_headings() {
    int lowest = 7;  // the rank of the heading behind this place, if nothing stands between
    bool text = false;
    for (std::size_t i = blocks_.size(); i-- > 0;) {
      if (verdicts_[i] == Verdict::kBad) continue;
      const int level = heading_level(blocks_[i].tag);
      if (level == 0) {
        text = true;
        lowest = 7;
        continue;
      }
      if (!text && lowest <= level) verdicts_[i] = Verdict::kBad;
      if (!text && lowest == 7) verdicts_[i] = Verdict::kBad;
      if (verdicts_[i] != Verdict::kBad) lowest = std::min(lowest, level);
      text = false;
    }
  }

  const HtmlTree& tree_;
  NodeIndex root_;
  std::vector<Block> blocks_;
  std::string title_;
  std::vector<std::string> authors_;
  std::vector<Verdict> verdicts_;
};

NodeIndex row_of(const HtmlTree& tree, const Block& block) {
  NodeIndex i = block.container;
  for (int up = 0; up < 6 && i > 0; ++up, i = tree.node(i).parent) {
    if (tree.node(i).tag == Tag::kTr) return i;
  }
  return 0;
}

}  // namespace

std::vector<Block> filter_blocks(const HtmlTree& tree, NodeIndex root, std::vector<Block> blocks,
                                 const PageMeta& meta) {
  return Filter(tree, root, std::move(blocks), meta).filter();
}

std::string join_blocks(const HtmlTree& tree, const std::vector<Block>& blocks) {
  std::string text;
  NodeIndex row = 0;
  for (const Block& block : blocks) {
    const NodeIndex own = is_cell(block.tag) ? row_of(tree, block) : 0;
    if (!text.empty()) text += own != 0 && own == row ? " | " : "\n";
    row = own;
    text += block.text;
  }
  return text;
}

}  // namespace horizon::crawler
