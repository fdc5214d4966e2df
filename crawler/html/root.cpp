#include "crawler/html/root.h"

#include <algorithm>
#include <array>
#include <optional>

namespace horizon::crawler {
namespace {

// Prose counts for an element, links and snippets against it, so that the sum is greatest where
// the text is whole and little else is with it.
double score_of(const Block& block) {
  if (is_prose(block)) return 1.0 * block.units - 2.0 * block.link_units;
  if (block.link_density() > 0.5) return -(8.0 + 0.3 * std::min(block.link_units, 200U));
  if (heading_level(block.tag) != 0) return 0.0;
  const bool in_list = block.tag == Tag::kLi || block.tag == Tag::kTd || block.tag == Tag::kDd ||
                       block.tag == Tag::kDt || block.tag == Tag::kTh || block.tag == Tag::kPre;
  return in_list ? 0.0 : -6.0;
}

class RootFinder {
 public:
  RootFinder(const HtmlTree& tree, const std::vector<NameEvidence>& names,
             const std::vector<Block>& blocks)
      : tree_(tree), names_(names) {
    score_ = sum_by_node(tree, blocks, score_of);
    prose_ = sum_by_node(tree, blocks, [](const Block& block) {
      return is_prose(block) ? 1.0 * (block.units - block.link_units) : 0.0;
    });
    std::size_t titles = 0;
    for (const Block& block : blocks) {
      if (heading_level(block.tag) == 1 && block.container != title_) {
        title_ = block.container;
        ++titles;
      }
    }
    if (titles != 1) title_ = 0;
    before_.assign(tree.nodes().size() + 1, 0.0);
    for (const Block& block : blocks) {
      if (is_prose(block)) before_[block.first + 1] += block.units - block.link_units;
    }
    for (std::size_t i = 1; i < before_.size(); ++i) before_[i] += before_[i - 1];
  }

  NodeIndex find() const {
    if (prose_[0] <= 0.0) return 0;
    const NodeIndex best = best_by_score();
    if (const auto titled = best_titled()) return narrow(*titled);
    static constexpr std::array<double, 4> kEnough = {0.0, 0.7, 0.55, 0.5};
    for (std::uint8_t level = 3; level >= 1; --level) {
      const auto named = best_named(level);
      if (!named || score_[*named] < kEnough[level] * score_[best]) continue;
      return narrow(to_title(widen(*named, level, best)));
    }
    return narrow(to_title(best));
  }

 private:
  NodeIndex best_by_score() const {
    // The last of equals is the innermost.
    NodeIndex best = 0;
    for (NodeIndex i = 1; i < score_.size(); ++i) {
      if (score_[i] >= score_[best]) best = i;
    }
    return best;
  }

  // The <article> around the page's only heading of the first rank, if it has a text of some
  // length: then everything else is not the article, however much there is of it.
  std::optional<NodeIndex> best_titled() const {
    if (title_ == 0) return std::nullopt;
    for (NodeIndex i = tree_.node(title_).parent; i != 0; i = tree_.node(i).parent) {
      if (names_[i].affection != 2 || prose_[i] < 200.0) continue;
      const auto text = best_named(3);
      // A text that is named as such, elsewhere and longer, speaks against it.
      if (text && !is_within(*text, i) && score_[*text] > score_[i]) return std::nullopt;
      if (text && is_within(*text, i) && score_[*text] > 0.5 * score_[i]) return std::nullopt;
      return score_[i] > 0.15 * score_[best_by_score()] ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
  }

  // The part of `root` with the page's heading, where that has much of the text and what follows
  // has no headings of its own: notes and small print.
  NodeIndex to_title(NodeIndex root) const {
    if (title_ == 0 || title_ == root || !is_within(title_, root)) return root;
    NodeIndex part = title_;
    while (tree_.node(part).parent != root) {
      part = tree_.node(part).parent;
      if (prose_[part] >= 0.97 * prose_[root]) return root;  // narrow() will find it
    }
    if (prose_[part] < 0.5 * prose_[root] || before_[part] > before_[root]) return root;
    for (NodeIndex i = tree_.node(part).end; i < tree_.node(root).end; ++i) {
      if (tree_.node(i).tag == Tag::kH2 || tree_.node(i).tag == Tag::kH3) return root;
    }
    return part;
  }

  std::optional<NodeIndex> best_named(std::uint8_t level) const {
    std::optional<NodeIndex> best;
    for (NodeIndex i = 1; i < score_.size(); ++i) {
      if (names_[i].affection != level || score_[i] <= 0.0) continue;
      if (!best || score_[i] > score_[*best]) best = i;
    }
    return best;
  }

  // A text in several parts of the same name is all of them: the element around them, unless that
  // holds much else (a list of articles counts as one text only where none of them stands out).
  NodeIndex widen(NodeIndex root, std::uint8_t level, NodeIndex best) const {
    // Where the article has the page's heading in it, others are its neighbours.
    if (level != 3 && title_ != 0 && is_within(title_, root)) return root;
    const double comparable = level == 3 ? 0.1 : 0.25;
    double outside = 0.0;
    NodeIndex around = root;
    for (NodeIndex i = 1; i < score_.size(); ++i) {
      if (names_[i].affection != level || score_[i] < comparable * score_[root]) continue;
      if (is_within(i, root) || is_within(root, i)) continue;
      outside += score_[i];
      around = common_ancestor(around, i);
    }
    const double least = level == 3 ? 0.15 : 0.6;
    if (outside < least * score_[root]) return root;
    // The same beside an article of full length.
    if (level != 3 && score_[root] > 1500.0 && outside < 2.0 * score_[root]) return root;
    return is_within(around, best) || score_[around] >= 0.7 * (score_[root] + outside) ? around
                                                                                       : root;
  }

  // Down to a part that has nearly everything, if there is one. What stands behind it may be more
  // than what stands before it: sidebars and notes come last, but the beginning of a text is text.
  NodeIndex narrow(NodeIndex root) const {
    for (NodeIndex i = root + 1; i < tree_.node(root).end; ++i) {
      if (!is_block(tree_.node(i).tag)) continue;
      const bool marked = names_[i].affection >= 2 || (title_ != 0 && is_within(title_, i));
      if (prose_[i] < (marked ? 0.85 : 0.95) * prose_[root]) continue;
      const double before = before_[i] - before_[root];
      if (before <= 0.0 || (before < 0.03 * prose_[root] && score_[i] > score_[root])) root = i;
    }
    return root;
  }

  bool is_within(NodeIndex inner, NodeIndex outer) const {
    return inner >= outer && inner < tree_.node(outer).end;
  }

  NodeIndex common_ancestor(NodeIndex one, NodeIndex other) const {
    while (!is_within(other, one)) one = tree_.node(one).parent;
    return one;
  }

  const HtmlTree& tree_;
  const std::vector<NameEvidence>& names_;
  std::vector<double> score_, prose_;
  std::vector<double> before_;  // prose that stands before a node
  NodeIndex title_ = 0;         // the page's only <h1>; 0 if there are none or several
};

}  // namespace

NodeIndex find_root(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                    const std::vector<Block>& blocks) {
  return RootFinder(tree, names, blocks).find();
}

std::vector<Block> lead_blocks(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                               const std::vector<Block>& blocks, NodeIndex root) {
  NodeIndex around = root;
  while (around != 0 && names[around].affection != 2) around = tree.node(around).parent;
  std::vector<Block> leads;
  if (around == root || around == 0) return leads;
  for (const Block& block : blocks) {
    if (block.first >= root) break;
    if (block.first < around) continue;
    if (heading_level(block.tag) == 1) leads.clear();
    bool lead = false;
    for (NodeIndex i = block.container; i != around && i != 0; i = tree.node(i).parent) {
      lead = lead || names[i].lead || tree.node(i).tag == Tag::kHeader;
    }
    if (lead && is_prose(block)) leads.push_back(block);
  }
  return leads;
}

}  // namespace horizon::crawler
