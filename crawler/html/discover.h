// Here is a page: where are its feeds?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace horizon::crawler {

enum class FeedEvidence : std::uint8_t {
  kDeclared,  // <link rel="alternate" type="application/rss+xml"> and the like
  kLinked,    // an <a> or <area> whose address, text or type looks like a feed's
  kGuessed    // where sites mostly have them: nothing on the page says so
};

struct FoundFeed {
  std::string url = {};    // absolute where the page's address is known
  std::string title = {};  // as the page names it; empty if it does not
  std::string type = {};   // media type as declared, in lower case; empty if none
  FeedEvidence evidence = FeedEvidence::kGuessed;
  int score = 0;  // 0 to 100; for comparing the feeds of one page only
};

inline constexpr std::size_t kMaxFoundFeeds = 50;

// The likeliest first; each address once. The feeds of comments, of single categories and of other
// sites come behind the site's own. `html` is UTF-8; `base_url` is the page's own address, which
// <base href> changes for its links.
std::vector<FoundFeed> discover_feeds(std::string_view html, std::string_view base_url);

}  // namespace horizon::crawler
