// A site's articles by its sitemaps: index, sitemaps, and each page that is new since the last
// time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

inline constexpr std::size_t kMaxPagesPerHarvest = 500;

// The source's URL is a sitemap, an index of them, a robots.txt, or the root of a site, whose
// robots.txt is asked first and /sitemap.xml after that.
//
// One request a step: first the sitemaps, then the pages, each of which is a document of its own.
// New is a page whose date (lastmod, or the news extension's) is later than what was taken of its
// sitemap before, and one without a date that is not among the latest seen; a first harvest begins
// at source.since, or 30 days ago. Beyond kMaxPagesPerHarvest, the rest waits for the next harvest,
// the oldest going first. Sitemaps may list pages of their own site only, unless robots.txt of
// those pages' site names the sitemap.
//
// A page that cannot be fetched is tried three times, the others first, and then given up; one that
// robots.txt forbids or that is no page is given up at once. Either is quarantined with its reason.
Result<std::unique_ptr<Harvest>> open_sitemap_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context);

}  // namespace horizon::crawler
