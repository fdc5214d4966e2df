#include "pipeline/source_probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "crawler/formats/feed_format.h"
#include "crawler/formats/oai_format.h"
#include "crawler/html/discover.h"
#include "crawler/sitemap/sitemap.h"
#include "crawler/text/url.h"

namespace horizon::pipeline {
namespace {

using crawler::SourceKind;

constexpr int kMaxSteps = 12;
constexpr std::size_t kMaxFeedsTried = 8;
constexpr std::size_t kMaxIdLength = 40;

crawler::Source source_at(SourceKind kind, const std::string& url) {
  crawler::Source source;
  source.kind = kind;
  source.url = url;
  source.id = suggest_id(url);
  return source;
}

// Adds the source if it can be harvested; says why not otherwise.
Status try_source(crawler::Source source, std::string title, crawler::Fetcher& fetcher,
                  const crawler::HarvestContext& context, std::vector<FoundSource>& found) {
  auto page = sample_source(source, fetcher, context);
  if (!page) return fail(page.error());
  found.push_back({std::move(source), std::move(title), std::move(*page)});
  return {};
}

bool is_sitemap(std::string_view body) {
  return body.find("<urlset") < 4096 || body.find("<sitemapindex") < 4096;
}

// A base URL without a verb answers with an error in OAI-PMH's own words.
bool speaks_oai(const std::string& url, crawler::Fetcher& fetcher) {
  const char separator = url.find('?') == std::string::npos ? '?' : '&';
  crawler::Request request;
  request.url = fmt::format("{}{}verb=Identify", url, separator);
  const auto response = fetch_now(fetcher, std::move(request));
  return response && response->status == 200 && crawler::is_oai({response->body, url});
}

}  // namespace

Result<crawler::Page> sample_source(const crawler::Source& source, crawler::Fetcher& fetcher,
                                    const crawler::HarvestContext& context) {
  auto harvest = crawler::open_harvest(source, std::nullopt, context);
  if (!harvest) return fail(harvest.error());
  for (int step = 1;; ++step) {
    crawler::Response response;
    if (auto request = (*harvest)->next()) {
      auto fetched = fetch_now(fetcher, *std::move(request));
      if (!fetched) return fail(fetched.error());
      response = *std::move(fetched);
    }
    auto page = (*harvest)->take(response, context.now);
    if (!page) return fail(page.error());
    if (page->retry_after) return fail(ErrorCode::kUnavailable, page->retry_reason);
    if (!page->records.empty() || !page->more || step == kMaxSteps) return page;
  }
}

Result<std::vector<FoundSource>> find_sources(const std::string& url, crawler::Fetcher& fetcher,
                                              const crawler::HarvestContext& context) {
  crawler::Request request;
  request.url = url;
  request.robots = crawler::Robots::kObey;
  const auto response = fetch_now(fetcher, std::move(request));
  if (!response) return fail(response.error());
  const std::string& body = response->body;
  std::vector<FoundSource> found;
  if (crawler::is_oai({body, url}) || speaks_oai(url, fetcher)) {
    HORIZON_TRY(try_source(source_at(SourceKind::kOaiPmh, url), "", fetcher, context, found));
    return found;
  }
  if (response->status != 200) {
    return fail(ErrorCode::kNotFound,
                fmt::format("{} answered with status {}", url, response->status));
  }
  if (is_sitemap(body)) {
    HORIZON_TRY(try_source(source_at(SourceKind::kSitemap, url), "", fetcher, context, found));
    return found;
  }
  if (try_source(source_at(SourceKind::kFeed, url), "", fetcher, context, found)) return found;
  std::string reasons;
  std::size_t tried = 0;
  for (const crawler::FoundFeed& feed : crawler::discover_feeds(body, response->final_url)) {
    if (++tried > kMaxFeedsTried) break;
    const Status status =
        try_source(source_at(SourceKind::kFeed, feed.url), feed.title, fetcher, context, found);
    if (!status && reasons.size() < 400) reasons += "; " + status.error().message;
  }
  if (!found.empty()) return found;
  return fail(ErrorCode::kUsage,
              fmt::format("{} is no feed, OAI-PMH repository or sitemap, and names no feed that "
                          "can be read{}",
                          url, reasons));
}

std::string suggest_id(std::string_view url) {
  std::string host = crawler::host_of(url);
  if (host.starts_with("www.")) host.erase(0, 4);
  std::string text = host + "/" + std::string(crawler::parse_url(url).path);
  std::string id;
  for (const char c : ascii_lower(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  for (const std::string_view ending : {"-xml", "-rss", "-feed", "-atom", "-index"}) {
    while (id.ends_with('-')) id.pop_back();
    if (id.size() > ending.size() && id.ends_with(ending)) id.resize(id.size() - ending.size());
  }
  id.resize(std::min(id.size(), kMaxIdLength));
  while (id.ends_with('-')) id.pop_back();
  return id.empty() ? "source" : id;
}

}  // namespace horizon::pipeline
