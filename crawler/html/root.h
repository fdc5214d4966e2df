// Which element of a page holds its article.
#pragma once

#include <vector>

#include "crawler/html/blocks.h"
#include "crawler/html/names.h"

namespace horizon::crawler {

// The smallest element that has the page's prose without what is around it. The document itself
// where there is no prose.
NodeIndex find_root(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                    const std::vector<Block>& blocks);

// Prose that introduces the article but stands before its root: in the header of the same
// <article>, or under a name such as "standfirst".
std::vector<Block> lead_blocks(const HtmlTree& tree, const std::vector<NameEvidence>& names,
                               const std::vector<Block>& blocks, NodeIndex root);

}  // namespace horizon::crawler
