// Sitemaps (sitemaps.org protocol 0.9, Google's news extension): which pages a site offers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {

// The protocol allows 50,000 addresses and 50 MiB; sites exceed both. Beyond these, reading stops.
inline constexpr std::size_t kMaxSitemapUrls = 200'000;
inline constexpr std::size_t kMaxSitemapBytes = std::size_t{256} << 20;  // decompressed

enum class SitemapKind : std::uint8_t {
  kUrlSet,
  kIndex,  // its addresses are sitemaps
  kText,   // one address a line
  kFeed    // RSS or Atom, which the protocol allows in a sitemap's place
};

std::string_view to_string(SitemapKind kind);  // "urlset" "index" "text" "feed"

// Google's news extension.
struct SitemapNews {
  std::string title = {};
  std::string publication = {};
  std::string language = {};  // as sent
  std::optional<TextDate> published = {};
  std::string keywords = {};  // as sent, between commas
};

struct SitemapUrl {
  std::string loc = {};  // absolute if it was, or if the sitemap's own address is known
  std::optional<TextDate> lastmod = {};
  std::string changefreq = {};          // one of the protocol's seven words, or empty
  std::optional<double> priority = {};  // 0 to 1
  std::optional<SitemapNews> news = {};
};

struct Sitemap {
  SitemapKind kind = SitemapKind::kUrlSet;
  std::vector<SitemapUrl> urls = {};  // in the order in which they were sent
  std::size_t dropped = 0;            // entries without an address
  // False: the file was damaged, cut off or beyond the limits; what came before is in urls.
  bool complete = true;
};

// Plain or gzip. Namespaces may be wrong or missing, as they often are; a damaged entry costs no
// other one. `base_url` is where the sitemap came from, or empty. kCorrupt for what is neither
// sitemap nor feed nor a list of addresses.
Result<Sitemap> parse_sitemap(std::string_view bytes, std::string_view base_url,
                              std::string_view content_type = {});

}  // namespace horizon::crawler
