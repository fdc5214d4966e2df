#include "crawler/opml/opml.h"

#include <gtest/gtest.h>

#include <string>

namespace horizon::crawler {
namespace {

TEST(ParseOpml, Opml2_OutlinesInFolders) {
  const auto opml = parse_opml(R"(<?xml version="1.0"?><opml version="2.0">
 <head><title>Feeds &amp; more</title></head><body>
 <outline text="科技"><outline text="AI">
  <outline type="rss" text="Ada" title="Ada's" XMLURL="https://a.org/f?x=1&amp;y=2"
   htmlUrl="https://a.org/" language="en"/></outline>
  <outline text="B" xmlUrl="https://b.org/rss"/></outline>
 <outline type="rss" text="C" url="https://c.org/rss" category="/Science/Physics,/News"/>
 <outline text="a note"/></body></opml>)");
  ASSERT_TRUE(opml.has_value()) << opml.error().message;
  EXPECT_EQ(opml->title, "Feeds & more");
  EXPECT_TRUE(opml->complete);
  ASSERT_EQ(opml->feeds.size(), 3U);
  EXPECT_EQ(
      opml->feeds[0],
      (OpmlFeed{"Ada's", "https://a.org/f?x=1&y=2", "https://a.org/", {"科技", "AI"}, "en", ""}));
  EXPECT_EQ(opml->feeds[1].category, std::vector<std::string>{"科技"});
  EXPECT_EQ(opml->feeds[2].category, (std::vector<std::string>{"Science", "Physics"}));
}

TEST(ParseOpml, DamagedOrNone) {
  const auto cut = parse_opml("<opml><body><outline text='a' xmlUrl='http://a.org/'/><outline te");
  ASSERT_TRUE(cut.has_value());
  EXPECT_FALSE(cut->complete);
  EXPECT_EQ(cut->feeds.size(), 1U);
  for (const char* const text : {"", "<html/>", "<rss/>", "opml"}) {
    EXPECT_FALSE(parse_opml(text).has_value()) << text;
  }
  std::string deep = "<opml><body>";
  for (int i = 0; i < 100'000; ++i) deep += "<outline text='x'>";
  EXPECT_FALSE(parse_opml(deep).has_value());
}

TEST(WriteOpml, IsReadAgain) {
  Opml opml;
  opml.title = "A <b> & \"c\"";
  opml.feeds = {{"plain", "https://p.org/", "", {}, "", ""},
                {"'quoted' & <marked>",
                 "https://a.org/?a=1&b=2",
                 "https://a.org/",
                 {"x&y", "z"},
                 "zh",
                 "a \"description\""},
                {"second", "https://b.org/", "", {"x&y", "z"}, "", ""},
                {"third", "https://c.org/", "", {"x&y", "zz"}, "", ""}};
  const std::string text = write_opml(opml);
  const auto again = parse_opml(text);
  ASSERT_TRUE(again.has_value()) << text;
  EXPECT_EQ(*again, opml) << text;
}

}  // namespace
}  // namespace horizon::crawler
