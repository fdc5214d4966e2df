// Which blocks of an article's element are the article.
#pragma once

#include <string>
#include <vector>

#include "crawler/html/blocks.h"
#include "crawler/html/page_meta.h"

namespace horizon::crawler {

// The blocks of `root` that are text of the article, in their order: without the page's title, and
// without what is said of its authors at the end.
std::vector<Block> filter_blocks(const HtmlTree& tree, NodeIndex root, std::vector<Block> blocks,
                                 const PageMeta& meta);

// Paragraphs separated by line breaks; the cells of a table's row by " | ".
std::string join_blocks(const HtmlTree& tree, const std::vector<Block>& blocks);

}  // namespace horizon::crawler
