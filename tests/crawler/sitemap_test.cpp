#include "crawler/sitemap/sitemap.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/gzip.h"

namespace horizon::crawler {
namespace {

constexpr const char* kUrlSet = R"(<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc> https://x.org/a?b=1&amp;c=2
 </loc><lastmod>2026-11-22T07:00:00+08:00</lastmod><changefreq>Daily</changefreq>
  <priority>0.8</priority><image:image><image:loc>https://x.org/i.png</image:loc></image:image></url>
 <url><loc><![CDATA[/relative]]></loc><lastmod>2026-11</lastmod><priority>7</priority>
  <news:news><news:publication><news:name>新闻</news:name><news:language>zh</news:language>
  </news:publication><news:publication_date>2026-11-21</news:publication_date>
  <news:title>A &lt;b&gt; &#38; C</news:title><news:keywords>a, b</news:keywords></news:news></url>
 <url><lastmod>2026-11-22</lastmod></url>
</urlset>)";

TEST(ParseSitemap, SitemapsOrg_UrlSetWithNews) {
  const auto sitemap = parse_sitemap(kUrlSet, "https://x.org/sitemap.xml");
  ASSERT_TRUE(sitemap.has_value()) << sitemap.error().message;
  EXPECT_EQ(sitemap->kind, SitemapKind::kUrlSet);
  EXPECT_TRUE(sitemap->complete);
  EXPECT_EQ(sitemap->dropped, 1U);
  ASSERT_EQ(sitemap->urls.size(), 2U);
  const SitemapUrl &first = sitemap->urls[0], &second = sitemap->urls[1];
  EXPECT_EQ(first.loc, "https://x.org/a?b=1&c=2");
  EXPECT_EQ(format_instant(first.lastmod->instant), "2026-11-21T23:00:00Z");
  EXPECT_EQ(first.changefreq, "daily");
  EXPECT_EQ(first.priority, 0.8);
  EXPECT_EQ(second.loc, "https://x.org/relative");
  EXPECT_FALSE(second.priority.has_value());
  ASSERT_TRUE(second.news.has_value());
  EXPECT_EQ(second.news->title, "A <b> & C");
  EXPECT_EQ(second.news->publication, "新闻");
  EXPECT_EQ(second.news->language, "zh");
  EXPECT_EQ(format_instant(second.news->published->instant), "2026-11-21T00:00:00Z");
  EXPECT_EQ(second.news->keywords, "a, b");
}

struct Case {
  std::string bytes;
  const char* kind;  // "" for none
  std::size_t count;
  bool complete;
};

TEST(ParseSitemap, WhatSitesSend) {
  const std::string entry = "<url><loc>https://x.org/a</loc></url>";
  const Case cases[] = {
      {"<urlset></urlset>", "urlset", 0, true},
      {"<urlset/>", "urlset", 0, true},
      {"<urlset>" + entry + entry + "</urlset>", "urlset", 2, true},
      {test::gzip("<urlset>" + entry + "</urlset>"), "urlset", 1, true},
      {"\n\n <?xml version='1.0'?><urlset xmlns='http://wrong'>" + entry + "</urlset>", "urlset", 1,
       true},
      {"<s:urlset xmlns:s='x'><s:url><s:loc>https://x.org/a</s:loc></s:url></s:urlset>", "urlset",
       1, true},
      {"<sitemapindex><sitemap><loc>https://x.org/a.xml.gz</loc></sitemap></sitemapindex>", "index",
       1, true},
      {"<sitemapindex/>", "index", 0, true},
      {"<urlset>" + entry + "<url><loc>https://x.org/b</l", "urlset", 2, false},
      {"<urlset>" + entry + "<url><loc>https://x.org/b?a&b</loc><x></url>" + entry + "</urlset>",
       "urlset", 3, true},
      {"\xEF\xBB\xBFhttps://x.org/a\r\nhttps://x.org/b\r\n\r\nnothing\n", "text", 2, true},
      {"<rss><channel><link>https://x.org/</link><item><link>https://x.org/a</link>"
       "<pubDate>Sun, 22 Nov 2026 07:00:00 GMT</pubDate></item></channel></rss>",
       "feed", 1, true},
      {"<feed><entry><link rel='self' href='https://x.org/s'/><link href='https://x.org/a'/>"
       "</entry></feed>",
       "feed", 1, true},
      {"<!DOCTYPE html><html><body>404</body></html>", "", 0, false},
      {"Not found", "", 0, false},
      {"", "", 0, false},
  };
  for (const Case& c : cases) {
    const auto sitemap = parse_sitemap(c.bytes, "");
    ASSERT_EQ(sitemap.has_value(), *c.kind != '\0') << c.bytes;
    if (!sitemap) continue;
    EXPECT_EQ(to_string(sitemap->kind), c.kind) << c.bytes;
    EXPECT_EQ(sitemap->urls.size(), c.count) << c.bytes;
    EXPECT_EQ(sitemap->complete, c.complete) << c.bytes;
    for (const SitemapUrl& url : sitemap->urls) {
      EXPECT_TRUE(url.loc.starts_with("https://x.org/")) << url.loc;
    }
  }
}

TEST(ParseSitemap, DamagedGzipGivesWhatCameBefore) {
  std::string text = "<urlset>";
  for (int i = 0; i < 20'000; ++i) {
    text += "<url><loc>https://x.org/" + std::to_string(i * 7919 % 20011) + "</loc></url>";
  }
  const std::string bytes = test::gzip(text + "</urlset>");
  const auto sitemap = parse_sitemap(std::string_view(bytes).substr(0, bytes.size() / 2), "");
  ASSERT_TRUE(sitemap.has_value()) << sitemap.error().message;
  EXPECT_FALSE(sitemap->complete);
  EXPECT_GT(sitemap->urls.size(), 1000U);
}

TEST(ParseSitemap, MoreThanTheLimitIsCut) {
  std::string text = "<urlset>";
  for (std::size_t i = 0; i <= kMaxSitemapUrls; ++i) text += "<url><loc>http://x.org/</loc></url>";
  const auto sitemap = parse_sitemap(text + "</urlset>", "");
  ASSERT_TRUE(sitemap.has_value());
  EXPECT_EQ(sitemap->urls.size(), kMaxSitemapUrls);
  EXPECT_FALSE(sitemap->complete);
}

}  // namespace
}  // namespace horizon::crawler
