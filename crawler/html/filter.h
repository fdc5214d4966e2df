// Which blocks of an article's element are the article.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/html/blocks.h"

namespace horizon::crawler {

// The blocks of `root` that are text of the article, in their order. `title` is the page's, which
// is not repeated in its text.
std::vector<Block> filter_blocks(const HtmlTree& tree, NodeIndex root, std::vector<Block> blocks,
                                 std::string_view title);

// Paragraphs separated by line breaks; the cells of a table's row by " | ".
std::string join_blocks(const HtmlTree& tree, const std::vector<Block>& blocks);

}  // namespace horizon::crawler
