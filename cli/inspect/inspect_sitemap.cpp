#include "cli/inspect/inspect.h"
#include "core/date.h"
#include "crawler/sitemap/sitemap.h"

namespace horizon::cli {
namespace {

Json entry_json(const crawler::SitemapUrl& url) {
  Json row = {{"loc", url.loc}};
  if (url.lastmod) row["lastmod"] = format_instant(url.lastmod->instant);
  put(row, "changefreq", url.changefreq);
  if (url.priority) row["priority"] = *url.priority;
  if (!url.news) return row;
  put(row, "news_title", url.news->title);
  put(row, "news_name", url.news->publication);
  put(row, "news_language", url.news->language);
  if (url.news->published) {
    row["news_publication_date"] = format_instant(url.news->published->instant);
  }
  put(row, "news_keywords", url.news->keywords);
  return row;
}

}  // namespace

Result<Json> inspect_sitemap(const InspectInput& input) {
  const auto sitemap = crawler::parse_sitemap(input.bytes, input.base_url, input.content_type);
  if (!sitemap) return fail(sitemap.error());
  Json object = {
      {"kind", to_string(sitemap->kind)}, {"count", sitemap->urls.size()}, {"urls", Json::array()}};
  for (const crawler::SitemapUrl& url : sitemap->urls) object["urls"].push_back(entry_json(url));
  if (!sitemap->complete) object["complete"] = false;
  return object;
}

}  // namespace horizon::cli
