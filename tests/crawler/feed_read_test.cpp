#include "crawler/feed/feed_read.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/text.h"
#include "tests/crawler/feed_support.h"

namespace horizon::crawler {
namespace {

TEST(ReadFeed, VersionByRootAndNameSpace) {
  struct Case {
    const char* text;
    const char* version;
  };
  static constexpr Case kCases[] = {
      {"<rss version='0.91'/>", "rss091"},
      {"<rss version='0.92'/>", "rss092"},
      {"<rss version='2.0'/>", "rss20"},
      {"<RSS VERSION='2.0'/>", "rss20"},
      {"<rss/>", "rss"},
      {"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
       "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/></r:RDF>",
       "rss090"},
      {"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
       "xmlns='http://purl.org/rss/1.0/'><channel/></r:RDF>",
       "rss10"},
      {"<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>", "atom03"},
      {"<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom10"},
      {"<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", "atom10"},
      {"<CHANNEL HREF='https://x.org/'/>", "cdf"},
      {R"({"version": "https://jsonfeed.org/version/1.1", "items": []})", "json11"},
      {R"({"version": "https://jsonfeed.org/version/1", "items": []})", "json10"},
      {"<html><body/></html>", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(read(c.text).version, c.version) << c.text;
}

TEST(ReadFeed, Rss_HeadWithoutWhatStandsInOthersPlaces) {
  const Feed feed = read(
      rss("<image><title>no</title><link>https://no/</link></image><textInput><title>no</title>"
          "<description>no</description></textInput><title>T &amp;amp; t</title>"
          "<link>https://x.org/</link><description>&lt;i>D&lt;/i></description>"
          "<language>zh_CN</language><managingEditor>e@x.org (Ed)</managingEditor>"
          "<copyright>C</copyright><generator>G</generator>"
          "<lastBuildDate>Mon, 23 Nov 2026 07:00:00 +0800</lastBuildDate>"));
  EXPECT_EQ(feed.title, "T & t");
  EXPECT_EQ(feed.link, "https://x.org/");
  EXPECT_EQ(feed.summary, "D");
  EXPECT_EQ(feed.language, "zh-CN");
  ASSERT_EQ(feed.authors.size(), 1u);
  EXPECT_EQ(feed.authors[0], (FeedPerson{"Ed", "e@x.org"}));
  EXPECT_EQ(feed.rights, "C");
  EXPECT_EQ(feed.generator, "G");
  ASSERT_TRUE(feed.updated.has_value());
  EXPECT_EQ(format_instant(feed.updated->instant), "2026-11-22T23:00:00Z");
  EXPECT_TRUE(feed.problem.empty()) << feed.problem;
}

TEST(ReadFeed, PlainElementsGoBeforeModules) {
  for (const char* const item :
       {"<media:title>m</media:title><dc:title>d</dc:title><title>t</title>",
        "<title>t</title><dc:title>d</dc:title><media:title>m</media:title>"}) {
    EXPECT_EQ(rss_item(item).title, "t") << item;
  }
  EXPECT_EQ(rss_item("<media:group><media:title>m</media:title></media:group>").title, "m");
  EXPECT_EQ(rss_item("<itunes:summary>i</itunes:summary><description>d</description>").summary,
            "d");
}

TEST(ReadFeed, Rss_TextAndWholeText) {
  const FeedEntry both = rss_item(
      "<description>short</description>"
      "<content:encoded><![CDATA[<p>long <script>x</script><b>text</b></p>]]></content:encoded>");
  EXPECT_EQ(both.summary, "short");
  EXPECT_EQ(both.content, "<p>long <b>text</b></p>");
  EXPECT_EQ(rss_item("<content:encoded>&lt;p>a&lt;/p></content:encoded>").summary, "a");
  EXPECT_EQ(rss_item("<description>1</description><description>2</description>").content, "2");
  EXPECT_EQ(rss_item("<body xmlns='http://www.w3.org/1999/xhtml'><p>a</p></body>").content,
            "<p>a</p>");
  EXPECT_EQ(rss_item("<description>a<br/>b <i>c</i></description>").summary, "a\nb c");
}

TEST(ReadFeed, Rss_TitleIsPlainUnlessItLooksLikeHtml) {
  struct Case {
    const char* sent;
    const char* title;
  };
  static constexpr Case kCases[] = {
      {"a &lt;b&gt;c&lt;/b&gt;", "a c"},
      {"AT&amp;amp;T", "AT&T"},
      {"vector&lt;T&gt;", "vector<T>"},
      {"1 &lt; 2", "1 < 2"},
      {"<![CDATA[a <i>b</i>]]>", "a b"},
      {"  a \n b ", "a b"},
      {"a <b>c</b>", "a c"},
      {"&lt;script>x&lt;/script>", "<script>x</script>"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(rss_item("<title>" + std::string(c.sent) + "</title>").title, c.title) << c.sent;
  }
}

TEST(ReadFeed, Rss_GuidAndLinks) {
  EXPECT_EQ(rss_item("<guid>https://x.org/1</guid>").link, "https://x.org/1");
  EXPECT_EQ(rss_item("<guid isPermaLink='false'>https://x.org/1</guid>").link, "");
  EXPECT_EQ(rss_item("<guid>https://x.org/1</guid><link>https://x.org/2</link>").link,
            "https://x.org/2");
  const FeedEntry entry = rss_item(
      "<link xmlns='http://www.w3.org/2005/Atom' rel='self' href='https://x.org/self'/>"
      "<link>https://x.org/1</link><enclosure url='https://x.org/a.mp3' type='audio/mpeg' "
      "length='7'/>");
  EXPECT_EQ(entry.link, "https://x.org/1");
  ASSERT_EQ(entry.links.size(), 3u);
  EXPECT_EQ(entry.links[2].rel, "enclosure");
  EXPECT_EQ(entry.links[2].length, "7");
}

TEST(ReadFeed, Rfc4287_TextConstructs) {
  struct Case {
    const char* element;
    const char* title;
  };
  static constexpr Case kCases[] = {
      {"<title>a &lt;b&gt;</title>", "a <b>"},
      {"<title type='text'>AT&amp;amp;T</title>", "AT&amp;T"},
      {"<title type='html'>a &lt;b&gt;c&lt;/b&gt; &amp;amp;</title>", "a c &"},
      {"<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>c</b> &lt;d></div>"
       "</title>",
       "a c <d>"},
      {"<title type='text/html' mode='escaped'>&lt;i>a&lt;/i></title>", "a"},
      {"<title type='text/html' mode='base64'>PGk+YTwvaT4=</title>", "a"},
      {"<title type='application/octet-stream' mode='base64'>YWJj</title>", "abc"},
  };
  for (const Case& c : kCases) EXPECT_EQ(atom_entry(c.element).title, c.title) << c.element;
}

TEST(ReadFeed, Rfc4287_ContentIsSanitisedHtml) {
  EXPECT_EQ(atom_entry("<content type='html' xml:base='https://x.org/a/'>&lt;a href='b' "
                       "onclick='x'>c&lt;/a></content>")
                .content,
            "<a href=\"https://x.org/a/b\">c</a>");
  EXPECT_EQ(atom_entry("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                       "<p>a</p><script>x</script></div></content>")
                .content,
            "<p>a</p>");
  EXPECT_EQ(atom_entry("<content>1 &lt; 2</content>").content, "1 &lt; 2");
  EXPECT_EQ(atom_entry("<content src='https://x.org/a'/>").content, "");
}

TEST(ReadFeed, Rfc4287_LinksByRelationAndType) {
  const FeedEntry entry = atom_entry(
      "<link rel='self' href='https://x.org/s'/><link rel='alternate' type='application/pdf' "
      "href='https://x.org/p'/><link href='https://x.org/1'/>"
      "<link rel='license' href='https://x.org/l'/>");
  EXPECT_EQ(entry.link, "https://x.org/1");
  EXPECT_EQ(entry.license, "https://x.org/l");
  EXPECT_EQ(entry.links.size(), 4u);
}

TEST(ReadFeed, Rfc4287_SourceKeepsToItself) {
  const FeedEntry entry = atom_entry(
      "<source><title>S</title><id>s</id><author><name>A</name></author></source>"
      "<title>T</title><id>i</id>");
  EXPECT_EQ(entry.title, "T");
  EXPECT_EQ(entry.id, "i");
  EXPECT_TRUE(entry.authors.empty());
  ASSERT_EQ(entry.source_authors.size(), 1u);
  EXPECT_EQ(entry.source_authors[0].name, "A");
}

TEST(ReadFeed, PeopleInEveryForm) {
  struct Case {
    const char* element;
    const char* name;
    const char* email;
  };
  static constexpr Case kCases[] = {
      {"<author>a@x.org (Ann One)</author>", "Ann One", "a@x.org"},
      {"<author>Ann One &lt;a@x.org></author>", "Ann One", "a@x.org"},
      {"<author>Ann One (a@x.org)</author>", "Ann One", "a@x.org"},
      {"<author>a@x.org</author>", "", "a@x.org"},
      {"<author>王小明</author>", "王小明", ""},
      {"<author><name>Ann</name><email>a@x.org</email></author>", "Ann", "a@x.org"},
      {"<dc:creator>Ann</dc:creator>", "Ann", ""},
      {"<itunes:author>Ann &amp; Co</itunes:author>", "Ann & Co", ""},
  };
  for (const Case& c : kCases) {
    const FeedEntry entry = rss_item(c.element);
    ASSERT_EQ(entry.authors.size(), 1u) << c.element;
    EXPECT_EQ(entry.authors[0], (FeedPerson{c.name, c.email})) << c.element;
  }
  EXPECT_TRUE(rss_item("<author/><dc:publisher>P</dc:publisher>").authors.empty());
}

TEST(ReadFeed, LanguageOfTheNearest) {
  const Feed feed = read(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>t</title><entry/>"
      "<entry xml:lang='fr'/><entry><title xml:lang='de'>x</title></entry></feed>");
  EXPECT_EQ(feed.language, "en");
  ASSERT_EQ(feed.entries.size(), 3u);
  EXPECT_EQ(feed.entries[0].language, "en");
  EXPECT_EQ(feed.entries[1].language, "fr");
  EXPECT_EQ(feed.entries[2].language, "de");
}

TEST(ReadFeed, AddressesAreResolvedAgainstTheFeed) {
  const Feed feed = read(rss("<link>/</link><item><link>a</link><guid>b</guid>"
                             "<content:encoded>&lt;img src='i.png'></content:encoded></item>"),
                         "https://x.org/dir/feed.xml");
  EXPECT_EQ(feed.link, "https://x.org/");
  ASSERT_EQ(feed.entries.size(), 1u);
  EXPECT_EQ(feed.entries[0].link, "https://x.org/dir/a");
  EXPECT_EQ(feed.entries[0].id, "https://x.org/dir/b");
  EXPECT_EQ(feed.entries[0].guid, "b");
  EXPECT_EQ(feed.entries[0].content, "<img src=\"https://x.org/dir/i.png\" />");
  EXPECT_EQ(rss_item("<link>javascript:x()</link>").link, "");
}

TEST(ReadFeed, Cdf) {
  const Feed feed = read(
      "<CHANNEL HREF='https://x.org/' LASTMOD='2026-11-22T10:00'><TITLE>T</TITLE>"
      "<ITEM HREF='https://x.org/1' LASTMOD='2026-11-21'><TITLE>I</TITLE><ABSTRACT>A</ABSTRACT>"
      "</ITEM></CHANNEL>");
  EXPECT_EQ(feed.title, "T");
  EXPECT_EQ(feed.link, "https://x.org/");
  ASSERT_EQ(feed.entries.size(), 1u);
  EXPECT_EQ(feed.entries[0].link, "https://x.org/1");
  EXPECT_EQ(feed.entries[0].summary, "A");
  ASSERT_TRUE(feed.entries[0].updated.has_value());
  EXPECT_EQ(format_day(feed.entries[0].updated->written.day), "2026-11-21");
}

TEST(ReadFeed, JsonFeed) {
  const Feed feed = read(
      R"({"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "en",
          "home_page_url": "https://x.org/", "next_url": "https://x.org/2",
          "items": [{"id": 1, "url": "/1", "content_html": "<p>a<script>x</script></p>",
                     "date_published": "2026-11-22T10:00:00+08:00", "tags": ["t"],
                     "authors": [{"name": "Ann"}],
                     "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}]},
                    {"id": "2", "external_url": "https://y.org/", "content_text": "1 < 2"},
                    7]})",
      "https://x.org/feed.json");
  EXPECT_EQ(feed.title, "T");
  EXPECT_EQ(feed.schedule.next, "https://x.org/2");
  ASSERT_EQ(feed.entries.size(), 2u);
  const FeedEntry& first = feed.entries[0];
  EXPECT_EQ(first.id, "1");
  EXPECT_EQ(first.link, "https://x.org/1");
  EXPECT_EQ(first.content, "<p>a</p>");
  EXPECT_EQ(first.summary, "a");
  EXPECT_EQ(first.language, "en");
  EXPECT_EQ(format_instant(first.published->instant), "2026-11-22T02:00:00Z");
  EXPECT_EQ(first.categories[0].term, "t");
  EXPECT_EQ(first.authors[0].name, "Ann");
  EXPECT_EQ(first.links.back().href, "https://x.org/a.mp3");
  EXPECT_EQ(feed.entries[1].content, "1 &lt; 2");
  EXPECT_EQ(feed.entries[1].link, "https://y.org/");
}

TEST(ReadFeed, EncodingAsDeclaredWhereThatIsRight) {
  struct Case {
    std::string bytes;
    const char* type;
    const char* encoding;
    const char* title;
    bool well_formed;
  };
  const auto text = [](const std::string& declaration, const std::string& title) {
    return "<?xml version='1.0'" + declaration + "?><rss><channel><title>" + title +
           "</title></channel></rss>";
  };
  const Case cases[] = {
      {text("", "caf\xC3\xA9"), "", "utf-8", "café", true},
      {text(" encoding='ISO-8859-1'", "caf\xE9"), "", "iso-8859-1", "café", true},
      {text(" encoding='utf-8'", "caf\xE9"), "text/xml; charset=iso-8859-1", "iso-8859-1", "café",
       true},
      {text(" encoding='utf-8'", "caf\xE9"), "text/xml; charset=nonsense", "", "", false},
      {text(" encoding='cp437'", "caf\x82"), "", "cp437", "café", true},
      {text(" encoding='gb2312'", "\xD6\xD0\xB9\xFA"), "", "gb2312", "中国", true},
      {text(" encoding='nonsense'", "a"), "", "utf-8", "a", false},
  };
  for (const Case& c : cases) {
    const Feed feed = read(c.bytes, "", c.type);
    const bool sure = *c.encoding != '\0';
    EXPECT_TRUE(!sure || feed.encoding == c.encoding) << c.bytes << feed.encoding;
    EXPECT_TRUE(!sure || feed.title == c.title) << c.bytes << feed.title;
    EXPECT_EQ(feed.problem.empty(), c.well_formed) << c.bytes << feed.problem;
  }
}

TEST(ReadFeed, Schedule) {
  const Feed feed = read(
      rss("<ttl>90</ttl><sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
          "hourly</sy:updatePeriod><skipHours><hour>0</hour><hour>23</hour></skipHours>"
          "<skipDays><day>Saturday</day><day>Sunday</day></skipDays>"
          "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.org/'/>"));
  EXPECT_EQ(feed.schedule.interval, std::chrono::minutes(90));
  EXPECT_EQ(feed.schedule.hub, "https://hub.org/");
  const auto at = [](const char* day, int hour) {
    return Instant(parse_iso_date(day)->day) + std::chrono::hours(hour);
  };
  EXPECT_TRUE(feed.schedule.is_skipped(at("2026-11-23", 0)));  // a Monday
  EXPECT_FALSE(feed.schedule.is_skipped(at("2026-11-23", 1)));
  EXPECT_TRUE(feed.schedule.is_skipped(at("2026-11-22", 12)));  // a Sunday
  EXPECT_EQ(feed.schedule.first_allowed(at("2026-11-21", 5)), at("2026-11-23", 1));
  FeedSchedule none;
  add_period("daily", "0", none);
  add_ttl("-5", none);
  add_ttl("x", none);
  add_skipped_hour("24", none);
  EXPECT_EQ(none.interval, std::chrono::hours(24));
  EXPECT_TRUE(none.skipped_hours[0]);
  for (int hour = 0; hour < 24; ++hour) add_skipped_hour(std::to_string(hour), none);
  EXPECT_EQ(none.first_allowed(at("2026-11-22", 3)), at("2026-11-22", 3));
}

TEST(ReadFeed, EncodingsThatOnlyPythonNames) {
  struct Case {
    const char* label;
    const char* title;
  };
  for (const auto& [label, title] :
       {Case{"macgreek", "Ä"}, Case{"ptcp154", "Җ"}, Case{"koi8-t", "қ"}, Case{"ruscii", "А"}}) {
    const std::string head = std::string("<?xml version='1.0' encoding='") + label + "'?>";
    const Feed feed = read(head + rss("<title>\x80</title>"));
    EXPECT_EQ(feed.title, title) << label;
    EXPECT_EQ(feed.encoding, label);
  }
}

}  // namespace
}  // namespace horizon::crawler
