// Any bytes as a sitemap and as OPML; what OPML gives survives being written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/opml/opml.h"
#include "crawler/sitemap/sitemap.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace crawler = horizon::crawler;
  namespace fuzz = horizon::fuzz;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto sitemap = crawler::parse_sitemap(bytes, "https://fuzz.example.org/s.xml")) {
    for (const crawler::SitemapUrl& url : sitemap->urls) {
      fuzz::require(!url.loc.empty(), "an entry has an address");
      fuzz::require_clean(url.loc);
      if (url.news) fuzz::require_clean(url.news->title + url.news->publication);
    }
  }
  if (const auto opml = crawler::parse_opml(bytes)) {
    const auto again = crawler::parse_opml(crawler::write_opml(*opml));
    fuzz::require(again && again->complete, "what is written is valid");
    fuzz::require(again->feeds.size() == opml->feeds.size(), "no feed is lost");
  }
  return 0;
}
