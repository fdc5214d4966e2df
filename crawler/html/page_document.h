// A web page as a document.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "crawler/html/article.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

// What a sitemap or feed has said of a page, for what the page does not say itself.
struct PageHints {
  std::string title = {};
  std::string language = {};
  std::optional<TextDate> published = {};
};

// kPaper for pages that describe themselves as scholarly (citation_* tags of publishers, JSON-LD
// ScholarlyArticle), whose abstract is theirs; otherwise what the source says, with the article's
// text as the abstract. Keys: doi:, url: (the canonical address, where that is of the same site).
// Quarantined if it has neither title nor text.
Parsed read_page(std::string_view bytes, const Source& source, const Provenance& provenance,
                 const PageHints& hints);

}  // namespace horizon::crawler
