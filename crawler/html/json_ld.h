// What a page says of itself in schema.org's words (JSON-LD in scripts).
#pragma once

#include <string>
#include <vector>

#include "crawler/html/html_tree.h"

namespace horizon::crawler {

// Texts are plain and on one line, but for the body; empty where the page does not tell.
struct LinkedData {
  std::string type = {};  // "NewsArticle", "ScholarlyArticle", "WebPage", ...
  std::string headline = {};
  std::string body = {};  // articleBody, as written
  std::string description = {};
  std::string published = {};  // as written
  std::string modified = {};
  std::vector<std::string> authors = {};
  std::string publisher = {};
  std::string language = {};
  std::string url = {};
  std::vector<std::string> identifiers = {};  // "10.1000/x", "doi:10.1000/x", ...
};

// Of the object that describes the article best; empty if there is none. Damaged JSON is mended
// where that is common (line breaks in strings, a comment or CDATA around it), otherwise ignored.
LinkedData read_json_ld(const HtmlTree& tree);

}  // namespace horizon::crawler
