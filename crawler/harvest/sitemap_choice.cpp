#include "crawler/harvest/sitemap_choice.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

// Pages without a date that are considered in one harvest: fewer than are remembered, or a large
// site without dates would be fetched again and again.
constexpr std::size_t kMaxUndated = kMaxSeenPages / 2;
// Dates may be those of a day, and pages may be listed later than they are dated.
constexpr std::int64_t kOverlap = 2 * 86'400;
constexpr std::size_t kMaxUrlBytes = 2'000;

std::int64_t seconds_of(const std::optional<TextDate>& date) {
  return date ? date->instant.time_since_epoch().count() : 0;
}

std::int64_t date_of(const SitemapUrl& url) {
  const std::int64_t lastmod = seconds_of(url.lastmod);
  return lastmod == 0 && url.news ? seconds_of(url.news->published) : lastmod;
}

struct Candidate {
  const SitemapUrl* url = nullptr;
  std::int64_t date = 0;  // 0: none
};

PendingPage pending_page(const SitemapUrl& url) {
  PendingPage page;
  page.url = url.loc;
  if (!url.news) return page;
  page.title = truncate_utf8(url.news->title, 500);
  page.language = truncate_utf8(url.news->language, 20);
  if (url.news->published) page.published = format_instant(url.news->published->instant);
  return page;
}

// Dated pages by date, so that the mark can follow them; those without behind, as they were sent.
std::vector<Candidate> candidates_of(const SitemapChoice& choice, const Sitemap& sitemap,
                                     std::size_t& foreign) {
  const auto mark = choice.place.mark_of(choice.map.url);
  const std::int64_t from = mark ? *mark - kOverlap : choice.since.time_since_epoch().count();
  const std::int64_t latest = choice.now.time_since_epoch().count();
  std::vector<Candidate> candidates;
  for (const SitemapUrl& url : sitemap.urls) {
    if (url.loc.size() > kMaxUrlBytes || host_of(url.loc).empty()) continue;
    if (!is_of_sites(choice.place.sites, url.loc)) {
      ++foreign;
      continue;
    }
    // A date in the future would hide everything that comes before it.
    const std::int64_t date = std::min(date_of(url), latest);
    if (date != 0 && date < from) continue;
    if (date == 0 && choice.place.undated++ >= kMaxUndated) continue;
    candidates.push_back({&url, date});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return (a.date == 0 ? INT64_MAX : a.date) < (b.date == 0 ? INT64_MAX : b.date);
                   });
  return candidates;
}

}  // namespace

std::string site_of(std::string_view url) {
  std::string host = host_of(url);
  return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_of_sites(const std::vector<std::string>& sites, std::string_view url) {
  const std::string site = site_of(url);
  return std::any_of(sites.begin(), sites.end(), [&](const std::string& own) {
    return site == own ||
           (site.size() > own.size() && site.ends_with(own) &&
            site[site.size() - own.size() - 1] == '.' && own.find('.') != std::string::npos);
  });
}

std::size_t add_maps(const SitemapChoice& choice, const Sitemap& index, int max_depth) {
  std::size_t foreign = 0;
  const int depth = choice.map.depth + 1;
  // An index may stand on another host, if the site's robots.txt named it there: so may its maps.
  std::vector<std::string> hosts = choice.place.sites;
  hosts.push_back(site_of(choice.map.url));
  std::vector<PendingMap> maps;
  for (const SitemapUrl& url : index.urls) {
    if (depth > max_depth || url.loc.size() > kMaxUrlBytes || url.loc == choice.map.url) continue;
    if (!is_of_sites(hosts, url.loc)) {
      ++foreign;
      continue;
    }
    const std::int64_t lastmod = seconds_of(url.lastmod);
    const auto mark = choice.place.mark_of(url.loc);
    const std::int64_t from = mark ? *mark : choice.since.time_since_epoch().count();
    if (lastmod != 0 && lastmod < from - (mark ? kOverlap : 0)) continue;
    const auto read = choice.place.mark_of(read_key(url.loc));
    if (lastmod != 0 && read && lastmod <= *read) continue;
    maps.push_back({url.loc, SitemapRole::kChild, depth, 0, lastmod});
  }
  // The freshest first: should there be more than one harvest can read, they matter most.
  std::stable_sort(maps.begin(), maps.end(), [](const PendingMap& one, const PendingMap& two) {
    return one.lastmod > two.lastmod;
  });
  for (PendingMap& map : maps) {
    if (choice.place.maps.size() >= kMaxPendingMaps) break;
    choice.place.maps.push_back(std::move(map));
  }
  return foreign;
}

std::size_t add_pages(const SitemapChoice& choice, const Sitemap& sitemap, std::size_t max_pages) {
  std::size_t foreign = 0;
  std::int64_t reached = 0;
  bool whole = sitemap.complete;
  for (const Candidate& candidate : candidates_of(choice, sitemap, foreign)) {
    if (choice.place.taken >= max_pages) {
      whole = false;
      break;
    }
    if (!choice.place.see(candidate.url->loc, candidate.date)) {
      choice.place.pages.push_back(pending_page(*candidate.url));
      ++choice.place.taken;
    }
    reached = std::max(reached, candidate.date);
  }
  if (reached != 0) choice.place.mark(choice.map.url, reached);
  // What changed lately may change again on the same day, under the same date.
  const bool settled = choice.map.lastmod < choice.now.time_since_epoch().count() - kOverlap;
  if (whole && settled && choice.map.lastmod != 0) {
    choice.place.mark(read_key(choice.map.url), choice.map.lastmod);
  }
  return foreign;
}

}  // namespace horizon::crawler
