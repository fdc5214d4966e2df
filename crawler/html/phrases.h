// What pages write around their articles, in the languages in which it is most often met.
#pragma once

#include <string_view>

#include "crawler/html/blocks.h"

namespace horizon::crawler {

// True for a short block such as "Share this", "Advertisement", "Read more: ...", "责任编辑：...".
bool is_boilerplate(const Block& block);

// True for a byline, a date line, "5 min read" and the like, as they stand above an article.
bool is_byline(const Block& block);

// True for what heads a part that is not the article: "Related stories", "3 comments",
// "About the author", "相关阅读".
bool ends_article(const Block& block);

}  // namespace horizon::crawler
