// What of a sitemap is to be fetched.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "crawler/harvest/sitemap_place.h"
#include "crawler/sitemap/sitemap.h"

namespace horizon::crawler {

struct SitemapChoice {
  SitemapPlace& place;
  const PendingMap& map;  // the one that was read
  Instant since;          // of a first harvest
  Instant now;
};

// The host of a site without "www."; its subdomains belong to it.
std::string site_of(std::string_view url);
bool is_of_sites(const std::vector<std::string>& sites, std::string_view url);

// Queues the sitemaps of an index that have changed, and marks them. The number of those that were
// refused because they belong to another site.
std::size_t add_maps(const SitemapChoice& choice, const Sitemap& index, int max_depth);

// Queues the new pages of a sitemap as long as there are fewer than max_pages of this harvest, and
// marks how far it was read. The number of those refused.
std::size_t add_pages(const SitemapChoice& choice, const Sitemap& sitemap, std::size_t max_pages);

}  // namespace horizon::crawler
