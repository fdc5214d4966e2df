// Here is a page: what is its article?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/html/page_meta.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {

struct Article {
  std::string title = {};
  std::string text = {};  // paragraphs separated by line breaks
  std::optional<TextDate> published = {};
  std::string published_text = {};  // the date as the page writes it
  std::vector<std::string> authors = {};
  std::string language = {};  // BCP 47 primary tag; empty if the page does not tell
  PageMeta meta = {};
};

// `page` is UTF-8. `url` is where it came from; empty if unknown. Never fails: a page without an
// article has what text it has. Linear in the page.
Article extract_article(std::string page, std::string_view url);

// The same of a reply's bytes: encoding by BOM, `content_type`, <meta charset>, detection.
Article read_article(std::string_view bytes, std::string_view content_type, std::string_view url);

// `content_type` with the charset that an HTML page declares in its first bytes, where it has none
// itself (HTML Living Standard, 13.2.3.2).
std::string content_type_of_page(std::string_view bytes, std::string_view content_type);

}  // namespace horizon::crawler
