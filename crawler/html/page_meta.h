// What a page says of itself: title, people, dates, language, identifiers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "crawler/html/html_tree.h"
#include "crawler/html/json_ld.h"

namespace horizon::crawler {

struct PageMeta {
  std::string title = {};        // without the site's name
  std::string description = {};  // of the page, for readers of lists
  std::string site_name = {};
  std::string canonical = {};  // absolute where the page's own address is known; empty if untold
  std::string language = {};   // BCP 47 primary tag in lower case; empty if untold
  std::string published = {};  // as written, by the most reliable of its places
  std::string modified = {};
  std::vector<std::string> authors = {};
  std::string type = {};      // schema.org type, or og:type
  std::string doi = {};       // "10.1000/x"
  std::string venue = {};     // journal or proceedings
  std::string abstract = {};  // of a paper
  bool paper = false;         // it describes itself as a scholarly article
  LinkedData linked = {};
};

// `url` is where the page came from; empty if unknown.
PageMeta read_page_meta(const HtmlTree& tree, std::string_view url);

// `title` without the site's name before or behind it.
std::string strip_site_name(std::string_view title, std::string_view site_name,
                            std::string_view heading);

}  // namespace horizon::crawler
