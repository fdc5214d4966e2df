// Feeds that are broken, or written otherwise than their specifications say.
#include <gtest/gtest.h>

#include <string>

#include "tests/crawler/feed_support.h"

namespace horizon::crawler {
namespace {

TEST(ReadFeed, JsonFeed_DamagedGivesWhatStandsBeforeTheDamage) {
  const std::string whole =
      R"({"version": "https://jsonfeed.org/version/1", "title": "T", "items": [
          {"id": "1", "title": "a", "tags": ["x", {"y": [1, 2.5, true, null]}]},
          {"id": "2", "title": "b"}]})";
  EXPECT_TRUE(read(whole).problem.empty());
  for (std::size_t size = 60; size < whole.size(); ++size) {
    const auto feed = read_feed(whole.substr(0, size), "", "");
    ASSERT_TRUE(feed.has_value()) << size;
    EXPECT_FALSE(feed->problem.empty()) << size;
    EXPECT_FALSE(feed->complete) << size;
  }
  const Feed cut = read(whole.substr(0, whole.size() - 4));
  ASSERT_EQ(cut.entries.size(), 2u);
  EXPECT_EQ(cut.entries[0].title, "a");
  EXPECT_FALSE(cut.entries[1].closed);
}

TEST(ReadFeed, DamagedFeedsGiveWhatCanBeSeen) {
  struct Case {
    const char* text;
    Strings titles;
  };
  const Case cases[] = {
      {"<rss><channel><item><title>a</item><item><title>b</title></item></channel></rss>",
       {"a", "b"}},
      {"<rss><channel><item><title>a</title><item><title>b</title></channel></rss>", {"a", "b"}},
      {"<rss><channel><item><title>a</title></item><item><title>b</ti", {"a", "b"}},
      {"<rss><channel><copyright>c<item><title>a</title></item></channel></rss>", {"a"}},
      {"<rss><channel><title>x<x><item><title>a</title></item></channel></rss>", {"a"}},
      {"<rss><channel></rss><item><title>a</title></item>", {"a"}},
      {"PHP warning <b>x</b><rss><channel><item><title>a</title></item></channel></rss>", {"a"}},
      {"<rss a=\"b><channel><item><title>a</title></item></channel></rss>", {"a"}},
      {"<rss><channel><item><title>a & b &eacute;c</title><dc:x/></item></channel></rss>",
       {"a & b éc"}},
      {"<rss><channel><item><title><![CDATA[a</title><link>https://x.org/</link></item></channel>"
       "</rss>",
       {"a"}},
      {"\n <?xml version='1.0'?><feed><entry><title>a</title></entry></feed>", {"a"}},
      {"<channel><item><title>a</title></item></channel>", {"a"}},
  };
  for (const Case& c : cases) {
    const Feed feed = read(c.text);
    Strings titles;
    for (const FeedEntry& entry : feed.entries) titles.push_back(entry.title);
    EXPECT_EQ(titles, c.titles) << c.text;
  }
}

TEST(ReadFeed, WellFormednessIsThatOfTheBytes) {
  struct Case {
    std::string bytes;
    const char* type;
    bool well_formed;
  };
  const Case cases[] = {
      {"<rss><channel><title>caf\xC3\xA9</title></channel></rss>", "", true},
      {"<rss><channel><title>caf\xE9</title></channel></rss>", "", false},
      {"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>caf\xE9</title></channel>"
       "</rss>",
       "", true},
      {"<rss><channel><title>a\x0B</title></channel></rss>", "", false},
      {"<rss><channel><title>a</title></channel>", "", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read(c.bytes, "", c.type).problem.empty(), c.well_formed) << c.bytes;
  }
}

TEST(ReadFeed, AddressesAndIdsAsTheyWereMeant) {
  EXPECT_EQ(rss_item("<link>http://e.org/?a=1&amp;amp;b=2</link>").link, "http://e.org/?a=1&b=2");
  EXPECT_EQ(rss_item("<link>http://e.org/a\nb</link>").link, "http://e.org/ab");
  const Feed about = read(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
      "<item "
      "rdf:about='http://e.org/1'><dc:identifier>doi:10.1/x</dc:identifier></item></rdf:RDF>");
  EXPECT_EQ(about.entries.at(0).id, "http://e.org/1");
  for (const char* base : {"urn:x", "mailto:a@b", "http://[bad"}) {
    const Feed feed =
        read(atom("<entry xml:base='" + std::string(base) + "'><link href='y'/></entry>"),
             "http://e.org/feed");
    EXPECT_EQ(feed.entries.at(0).link, "http://e.org/y") << base;
  }
}

TEST(ReadFeed, WordsBehindALessThanSignAreText) {
  EXPECT_EQ(rss_item("<title>if x<y then z</title>").title, "if x<y then z");
  EXPECT_EQ(rss_item("<title>a<b 与 c</title>").title, "a<b 与 c");
}

TEST(ReadFeed, ALineBreakInAStringOfJsonCostsNothingElse) {
  const Feed feed = read(
      "{\"version\": \"https://jsonfeed.org/version/1\", \"title\": \"a\nb\", "
      "\"items\": [{\"id\": \"1\", \"content_text\": \"x\ty\"}]}");
  EXPECT_EQ(feed.title, "a b");
  EXPECT_EQ(feed.entries.size(), 1u);
  EXPECT_FALSE(feed.problem.empty());
}

TEST(ReadFeed, AFeedInsideOtherMarkupHasItsEntries) {
  const Feed feed =
      read("<html><body><pre>" + rss("<item><title>I</title></item>") + "</pre></body></html>");
  EXPECT_EQ(feed.entries.size(), 1u);
}

}  // namespace
}  // namespace horizon::crawler
