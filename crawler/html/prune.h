// What of a page is beside its text: by its element, because it is hidden, or by its name.
#pragma once

#include <vector>

#include "crawler/html/blocks.h"
#include "crawler/html/html_tree.h"
#include "crawler/html/names.h"

namespace horizon::crawler {

// Elements that never hold the text of an article: scripts, forms' controls, navigation, ...
Removed remove_elements(const HtmlTree& tree);

// The evidence of all elements' names, by node.
std::vector<NameEvidence> all_names(const HtmlTree& tree);

// What else is beside the text, added to `removed`. A part that holds most of what a page has to
// say stays whatever its name is: names lie, and pages are built from parts that are called
// anything.
void remove_by_name(const HtmlTree& tree, const std::vector<NameEvidence>& names, Removed& removed);

}  // namespace horizon::crawler
