#include "crawler/html/discover.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace horizon::crawler {
namespace {

std::vector<std::string> urls(std::string_view html, bool guesses = false) {
  std::vector<std::string> list;
  for (const FoundFeed& feed : discover_feeds(html, "https://site.example/blog/a.html")) {
    if (guesses || feed.evidence != FeedEvidence::kGuessed) list.push_back(feed.url);
  }
  return list;
}

TEST(DiscoverFeeds, DeclaredLinkedAndOrdered) {
  struct Case {
    const char* html;
    std::vector<std::string> expected;
  };
  const Case cases[] = {
      {"", {}},
      {"<link rel=alternate type=application/rss+xml href=/feed>", {"https://site.example/feed"}},
      {"<LINK REL='Alternate' TYPE='Application/Atom+XML' HREF='atom.xml?a=1&amp;b=2'>",
       {"https://site.example/blog/atom.xml?a=1&b=2"}},
      {"<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed/'>"
       "<link rel='alternate' type='application/rss+xml' title='Posts' href='/feed/'>",
       {"https://site.example/feed/", "https://site.example/comments/feed/"}},
      {"<link rel=alternate hreflang=de href=/de/><link rel='alternate stylesheet' type=text/css "
       "href=x.css><link rel=icon type=image/png href=/rss.png>",
       {}},
      {"<a href='/rss.xml'>RSS</a> <a href='/about/rss'>how to subscribe</a> <a href='/news'>n</a>",
       {"https://site.example/rss.xml", "https://site.example/about/rss"}},
      {"<base href='https://cdn.example/x/'><link rel=feed href=f.xml>",
       {"https://cdn.example/x/f.xml"}},
      {"<a href='feed:https://site.example/f.rss'>subscribe</a>", {"https://site.example/f.rss"}},
      {"<link rel=alternate type=application/feed+json href=/feed.json><a href=/feed.json>JSON</a>",
       {"https://site.example/feed.json"}},
      {"<a href='javascript:rss()'>RSS</a><a href='#rss'>RSS</a>", {}},
      {"<link rel=alternate type=application/json+oembed href=/oembed?url=x>", {}},
  };
  for (const Case& c : cases) EXPECT_EQ(urls(c.html), c.expected) << c.html;
}

TEST(DiscoverFeeds, GuessesComeLast) {
  const auto feeds = discover_feeds("<link rel=alternate type=application/rss+xml href=/x/y>",
                                    "https://a.example/");
  ASSERT_GT(feeds.size(), 4U);
  EXPECT_EQ(feeds[0].evidence, FeedEvidence::kDeclared);
  EXPECT_EQ(feeds[1].evidence, FeedEvidence::kGuessed);
  EXPECT_EQ(feeds[1].url, "https://a.example/feed");
  EXPECT_TRUE(std::is_sorted(feeds.begin(), feeds.end(), [](const auto& one, const auto& two) {
    return one.score > two.score;
  }));
  EXPECT_TRUE(discover_feeds("<p>no address known", "").empty());
}

TEST(DiscoverFeeds, ManyLinksStayBounded) {
  std::string html;
  for (int i = 0; i < 100'000; ++i) html += "<a href=/feed/" + std::to_string(i) + ".rss>x</a>";
  EXPECT_EQ(discover_feeds(html, "https://a.example/").size(), kMaxFoundFeeds);
}

}  // namespace
}  // namespace horizon::crawler
