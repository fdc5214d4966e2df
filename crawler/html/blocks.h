// A page as blocks of text: what stands between two line breaks that matter, with the measures by
// which prose is told from the rest of a page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crawler/html/html_tree.h"

namespace horizon::crawler {

struct Block {
  NodeIndex first = 0;      // the first text in it
  NodeIndex container = 0;  // the nearest block element around it
  Tag tag = Tag::kOther;    // of the container, or of the list item, cell, quotation around that
  std::string text = {};    // entities decoded, white space collapsed; lines as <br> and <pre> say
  // Letters and digits; a Han or kana character counts three, a Hangul syllable two, so that texts
  // of different scripts that say as much are about as long.
  std::uint32_t units = 0;
  std::uint32_t link_units = 0;  // those inside links
  std::uint32_t sentences = 0;   // ends of sentences
  std::uint32_t commas = 0;

  double link_density() const { return units == 0 ? 0.0 : 1.0 * link_units / units; }
};

// True for sentences that are not links.
bool is_prose(const Block& block);

// One flag per node: its subtree is not part of the text.
using Removed = std::vector<bool>;

// The blocks below `root` in document order. Linear.
std::vector<Block> blocks_of(const HtmlTree& tree, NodeIndex root, const Removed& removed);

// For each node, the sum of `value` over the blocks in it (by Block::container).
template <typename Value>
std::vector<double> sum_by_node(const HtmlTree& tree, const std::vector<Block>& blocks,
                                const Value& value) {
  std::vector<double> sums(tree.nodes().size(), 0.0);
  for (const Block& block : blocks) sums[block.container] += value(block);
  for (std::size_t i = sums.size(); i-- > 1;)
    sums[tree.node(static_cast<NodeIndex>(i)).parent] += sums[i];
  return sums;
}

}  // namespace horizon::crawler
