// Any bytes as a sitemap and as OPML; what OPML gives survives being written.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/opml/opml.h"
#include "crawler/sitemap/sitemap.h"
#include "fuzz/check.h"

namespace {

namespace crawler = horizon::crawler;
namespace fuzz = horizon::fuzz;

void check_sitemap(std::string_view bytes) {
  const auto sitemap = crawler::parse_sitemap(bytes, "https://fuzz.example.org/s.xml");
  if (!sitemap) return;
  for (const crawler::SitemapUrl& url : sitemap->urls) {
    fuzz::require(!url.loc.empty(), "an entry has an address");
    fuzz::require_clean(url.loc);
    if (url.news) fuzz::require_clean(url.news->title + url.news->publication);
  }
}

void check_opml(std::string_view bytes) {
  const auto opml = crawler::parse_opml(bytes);
  if (!opml) return;
  const auto again = crawler::parse_opml(crawler::write_opml(*opml));
  fuzz::require(again && again->complete, "what is written is valid");
  fuzz::require(again->feeds.size() == opml->feeds.size(), "no feed is lost");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = horizon::fuzz::mostly_utf8(data, size);
  if (size % 3 == 0) {
    check_opml(bytes);
  } else {
    check_sitemap(bytes);
  }
  return 0;
}
