#include "crawler/harvest/sitemap_harvest.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/harvest/reply.h"
#include "crawler/harvest/sitemap_choice.h"
#include "crawler/harvest/sitemap_place.h"
#include "crawler/html/page_document.h"
#include "crawler/robots/robots.h"
#include "crawler/sitemap/sitemap.h"
#include "crawler/text/date_text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr int kMaxTries = 3;
constexpr int kMaxMissed = 5;  // in a row: then it is the site, not the page
constexpr int kMaxDepth = 3;
constexpr auto kDefaultPast = std::chrono::days(30);

bool is_web_page(std::string_view content_type) {
  const std::string type = ascii_lower(content_type);
  return type.empty() || type.find("html") != std::string::npos || type.starts_with("text/plain");
}

class SitemapHarvest final : public Harvest {
 public:
  SitemapHarvest(Source source, SitemapPlace place, Instant since)
      : source_(std::move(source)), place_(std::move(place)), since_(since) {}

  std::optional<Request> next() override {
    Request request;
    request.robots = source_.obey_robots ? Robots::kObey : Robots::kExempt;
    if (reads_map()) {
      request.url = place_.maps.front().url;
      request.headers.emplace_back("Accept", "application/xml, text/xml, text/plain, */*;q=0.5");
    } else {
      request.url = place_.pages.front().url;
      request.headers.emplace_back("Accept", "text/html, application/xhtml+xml, */*;q=0.5");
      request.limits.max_bytes = kMaxPageBytes;
    }
    return request;
  }

  Result<Page> take(const Response& response, Instant now) override {
    const bool busy = response.status == 429 || !response.retry_after.empty();
    if (busy) {
      if (auto page = postponed_by(response, text(), now)) return *std::move(page);
    }
    if (postponed_by(response, text(), now)) {
      return missed(status_error(response, next()->url), now);
    }
    place_.missed = 0;
    Page page;
    if (reads_map()) {
      HORIZON_TRY(take_map(response, now, page));
    } else {
      take_page(response, now, page);
    }
    return finish(std::move(page));
  }

  Result<Page> missed(const Error& error, Instant now) override {
    if (reads_map() && place_.maps.front().role != SitemapRole::kChild) return fail(error);
    const bool hopeless = error.code == ErrorCode::kUsage || error.code == ErrorCode::kLimit;
    if (!hopeless && ++place_.missed > kMaxMissed) return fail(error);
    Page page;
    const std::string url = next()->url;
    const bool map = reads_map();
    const int tries = map ? rotate(place_.maps) : rotate(place_.pages);
    if (hopeless || tries >= kMaxTries) {
      map ? place_.maps.pop_back() : place_.pages.pop_back();
      quarantine(url, error.message, now, page);
    }
    return finish(std::move(page));
  }

 private:
  bool reads_map() const { return !place_.maps.empty() && place_.taken < kMaxPagesPerHarvest; }

  std::string text() const { return place_.to_text(source_.url); }

  // The first one becomes the last; how often that has happened to it.
  template <typename Pending>
  static int rotate(std::deque<Pending>& pending) {
    Pending first = std::move(pending.front());
    pending.pop_front();
    pending.push_back(std::move(first));
    return ++pending.back().tries;
  }

  Page finish(Page page) {
    // Maps that are left when the harvest has its fill come first the next time: their marks stand.
    page.more = reads_map() || !place_.pages.empty();
    if (!page.more) {
      place_.running = false;
      place_.maps.clear();
    }
    page.cursor_state = text();
    return page;
  }

  void quarantine(const std::string& url, std::string reason, Instant now, Page& page) const {
    page.quarantined.push_back({source_.id, url, std::move(reason), "", now});
  }

  Status take_map(const Response& response, Instant now, Page& page) {
    const PendingMap map = place_.maps.front();
    if (response.status != 200) {
      const Error error = status_error(response, map.url);
      // Without a robots.txt there may be a sitemap all the same.
      const bool optional = map.role == SitemapRole::kGuess || map.role == SitemapRole::kRobots;
      const bool last = place_.maps.size() == 1 && place_.pages.empty() && place_.taken == 0;
      if (map.role == SitemapRole::kMap || (map.role == SitemapRole::kGuess && last)) {
        return fail(error);
      }
      place_.maps.pop_front();
      if (map.role == SitemapRole::kRobots) guess_maps(map.url);
      if (!optional) quarantine(map.url, error.message, now, page);
      return {};
    }
    if (map.role == SitemapRole::kRobots) {
      place_.maps.pop_front();
      take_robots(map, response);
      return {};
    }
    auto sitemap = parse_sitemap(response.body, response.final_url, response.content_type);
    if (!sitemap) {
      if (map.role == SitemapRole::kMap) return fail(sitemap.error());
      place_.maps.pop_front();
      quarantine(map.url, sitemap.error().message, now, page);
      return {};
    }
    place_.maps.pop_front();
    read_map(map, *sitemap, now, page);
    return {};
  }

  void take_robots(const PendingMap& map, const Response& response) {
    const RobotsFile robots = parse_robots(response.body);
    for (const std::string& line : robots.sitemaps()) {
      const std::string url = resolve_url(map.url, line);
      if (!is_web_url(url) || place_.maps.size() >= kMaxPendingMaps) continue;
      // Named here, a sitemap elsewhere may list this site's pages (sitemaps.org, "Sitemaps &
      // Cross Submits").
      place_.maps.push_back({url, SitemapRole::kChild, 0, 0, 0});
    }
    if (place_.maps.empty()) guess_maps(map.url);
  }

  void guess_maps(const std::string& robots_url) {
    for (const char* const path : {"/sitemap.xml", "/sitemap_index.xml"}) {
      place_.maps.push_back({resolve_url(robots_url, path), SitemapRole::kGuess, 0, 0, 0});
    }
  }

  void read_map(const PendingMap& map, const Sitemap& sitemap, Instant now, Page& page) {
    // One guess that is right is enough.
    if (map.role == SitemapRole::kGuess) {
      std::erase_if(place_.maps,
                    [](const PendingMap& other) { return other.role == SitemapRole::kGuess; });
    }
    const SitemapChoice choice{place_, map, since_, now};
    const std::size_t foreign = sitemap.kind == SitemapKind::kIndex
                                    ? add_maps(choice, sitemap, kMaxDepth)
                                    : add_pages(choice, sitemap, kMaxPagesPerHarvest);
    if (foreign > 0) {
      quarantine(map.url, fmt::format("{} addresses of other sites were not taken", foreign), now,
                 page);
    }
    if (!sitemap.complete) {
      quarantine(map.url, "the sitemap is damaged or cut off: only its beginning was read", now,
                 page);
    }
  }

  void take_page(const Response& response, Instant now, Page& page) {
    const PendingPage pending = std::move(place_.pages.front());
    place_.pages.pop_front();
    if (response.status == 404 || response.status == 410) return;  // gone since it was listed
    if (response.status != 200) {
      return quarantine(pending.url, status_error(response, pending.url).message, now, page);
    }
    const std::string& reached = response.final_url.empty() ? pending.url : response.final_url;
    // Where a redirect leads to an address with a token, the page is known by the one that is
    // public.
    const std::string& url = redact_url(reached) == reached ? reached : pending.url;
    if (!is_web_page(response.content_type)) {
      return quarantine(url, "is no web page but " + response.content_type, now, page);
    }
    if (!is_of_sites(place_.sites, reached)) {
      return quarantine(pending.url, "leads to another site: " + redact_url(reached), now, page);
    }
    Parsed parsed =
        read_page(response.body, source_, {url, response.content_type, now},
                  {pending.title, pending.language, parse_date_text(pending.published)});
    if (auto* const record = std::get_if<ParsedRecord>(&parsed)) {
      page.records.push_back(std::move(*record));
    } else {
      page.quarantined.push_back(std::get<QuarantinedRecord>(std::move(parsed)));
    }
  }

  Source source_;
  SitemapPlace place_;
  Instant since_;
};

// Where a new harvest begins.
void begin(const Source& source, SitemapPlace& place) {
  place.running = true;
  place.maps.clear();
  place.pages.clear();
  place.taken = place.undated = 0;
  place.missed = 0;
  place.sites = {site_of(source.url)};
  const std::string_view path = parse_url(source.url).path;
  const bool root = path.empty() || path == "/";
  if (root) {
    place.maps.push_back({resolve_url(source.url, "/robots.txt"), SitemapRole::kRobots, 0, 0, 0});
  } else {
    const bool robots = path.ends_with("/robots.txt");
    place.maps.push_back({source.url, robots ? SitemapRole::kRobots : SitemapRole::kMap, 0, 0, 0});
  }
}

}  // namespace

Result<std::unique_ptr<Harvest>> open_sitemap_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context) {
  if (host_of(source.url).empty()) {
    return fail(ErrorCode::kUsage,
                fmt::format("source {}: '{}' is no address of a site", source.id, source.url));
  }
  SitemapPlace place;
  if (state && !context.restart) {
    auto stored = SitemapPlace::from_text(*state, source.url);
    if (!stored) {
      return fail(stored.error().code,
                  fmt::format("source {}: {}", source.id, stored.error().message));
    }
    place = std::move(*stored);
  }
  if (!place.running || (place.maps.empty() && place.pages.empty())) begin(source, place);
  const Instant since = source.since ? Instant(*source.since) : context.now - kDefaultPast;
  return std::make_unique<SitemapHarvest>(source, std::move(place), since);
}

}  // namespace horizon::crawler
