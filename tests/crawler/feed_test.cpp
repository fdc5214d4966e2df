#include "crawler/feed/feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io.h"
#include "core/text.h"

namespace horizon::crawler {
namespace {

const Provenance kProvenance{"https://news.example.org/feeds/all.xml", "", Instant{}};

Source news() {
  Source source;
  source.id = "news";
  return source;
}

Records parse(const std::string& body, const Provenance& provenance = kProvenance) {
  auto records = parse_feed(body, news(), provenance);
  EXPECT_TRUE(records.has_value()) << (records ? "" : records.error().message);
  return records ? *std::move(records) : Records{};
}

std::string rss(const std::string& items, const std::string& head = "") {
  return "<rss version='2.0' "
         "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>t</title>" +
         head + items + "</channel></rss>";
}

Document only(const std::string& body) {
  const Records records = parse(body);
  EXPECT_EQ(records.records.size(), 1u) << body;
  return records.records.empty() ? Document{} : records.records[0].document;
}

using Strings = std::vector<std::string>;

TEST(ParseFeed, Rss20_ItemBecomesADocument) {
  const std::string item =
      "<item><title>AT&amp;amp;T "
      "&lt;b&gt;bold&lt;/b&gt;</title><link>../a?utm_source=rss&amp;id=1#x</link>"
      "<guid isPermaLink='false'>g-1</guid><pubDate>Mon, 23 Nov 2026 07:00:00 +0800</pubDate>"
      "<description><![CDATA[<p>One &amp; two.</p><script>x()</script><p>Three</p>]]></description>"
      "<dc:creator>Ann One</dc:creator><author>a@b.org (Ann One)</author>"
      "<category>cs.RO</category><category>Robots</category></item>";
  const Records records = parse(rss(item, "<language>zh-CN</language>"));
  ASSERT_EQ(records.records.size(), 1u);
  const Document& document = records.records[0].document;
  EXPECT_EQ(document.title, "AT&T bold");
  EXPECT_EQ(document.abstract, "One & two.\nThree");
  EXPECT_EQ(document.url, "https://news.example.org/a?utm_source=rss&id=1#x");
  EXPECT_EQ(document.keys, (Strings{"url:https://news.example.org/a?id=1", "id:news:g-1"}));
  EXPECT_EQ(document.id, document.keys[0]);
  EXPECT_EQ(document.language, "zh");
  EXPECT_EQ(document.kind, Kind::kNews);
  EXPECT_EQ(names_of(document.authors), (Strings{"Ann One"}));
  ASSERT_TRUE(document.published.has_value());
  // The day as written: it is still 22 November in UTC.
  EXPECT_EQ(format_date(*document.published), "2026-11-23");
  ASSERT_EQ(document.codes.size(), 2u);
  EXPECT_EQ(document.codes[0].scheme, CodeScheme::kArxiv);
  EXPECT_EQ(document.codes[1].scheme, CodeScheme::kOther);
  EXPECT_EQ(records.records[0].raw.bytes, item);
  EXPECT_EQ(records.records[0].raw.source, "news");
}

TEST(ParseFeed, Rss20_MissingAndImpossibleDatesStayUnknown) {
  EXPECT_FALSE(only(rss("<item><title>a</title></item>")).published.has_value());
  EXPECT_FALSE(only(rss("<item><title>a</title><pubDate>31 Feb 2026</pubDate></item>"))
                   .published.has_value());
  EXPECT_FALSE(
      only(rss("<item><title>a</title><pubDate>soon</pubDate></item>")).published.has_value());
}

TEST(ParseFeed, Rss10_RdfItemsStandBesideTheChannel) {
  const Document document = only(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns='http://purl.org/rss/1.0/' xmlns:dc='d' xmlns:prism='p'><channel><items/></channel>"
      "<item rdf:about='https://x.org/1'><title>T</title><link>https://x.org/1</link>"
      "<dc:date>2026-11</dc:date><prism:doi>10.1000/ABC</prism:doi></item></rdf:RDF>");
  EXPECT_EQ(document.keys[0], "doi:10.1000/abc");
  EXPECT_EQ(document.kind, Kind::kPaper);
  EXPECT_EQ(format_date(*document.published), "2026-11");
}

TEST(ParseFeed, ArxivRssItemIsThePaper) {
  const Document document = only(rss(
      "<item><title>T</title><link>https://arxiv.org/abs/2609.39403</link>"
      "<description>arXiv:2609.39403v1 Announce Type: new \nAbstract: We show.</description>"
      "<guid "
      "isPermaLink='false'>oai:arXiv.org:2609.39403v1</guid><category>cs.AI</category></item>"));
  EXPECT_EQ(document.keys, (Strings{"arxiv:2609.39403", "id:news:oai:arXiv.org:2609.39403v1"}));
  EXPECT_EQ(document.abstract, "We show.");
  EXPECT_EQ(document.kind, Kind::kPaper);
}

TEST(ParseFeed, Rfc4287_TextConstructsLinksAndDates) {
  const Document document = only(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://x.org/a/' xml:lang='en-GB'>"
      "<title>f</title><entry xml:base='b/'><title type='html'>&lt;i&gt;x&lt;/i&gt; &amp;amp; "
      "y</title>"
      "<link rel='self' href='self'/><link href='c.html'/><id>urn:1</id>"
      "<updated>2026-11-22T01:00:00+08:00</updated><author><name>A</name></author>"
      "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>p "
      "<b>q</b></p>r</div></content>"
      "</entry></feed>");
  EXPECT_EQ(document.title, "x & y");
  EXPECT_EQ(document.abstract, "p q\nr");
  EXPECT_EQ(document.url, "https://x.org/a/b/c.html");
  EXPECT_EQ(document.language, "en");
  EXPECT_EQ(format_date(*document.published), "2026-11-22");
  EXPECT_EQ(names_of(document.authors), (Strings{"A"}));
}

TEST(ParseFeed, Rfc4287_3_1_1_PlainTextIsNotMarkup) {
  const Document document =
      only("<feed><entry><title>1 &lt; 2 &lt;b&gt;</title><id>i</id></entry></feed>");
  EXPECT_EQ(document.title, "1 < 2 <b>");
}

TEST(ParseFeed, ModulesDoNotHideTheItemsOwnElements) {
  const Document document =
      only(rss("<item><media:title>no</media:title><media:description>no</media:description>"
               "<atom:link rel='self' href='https://x.org/self'/><title>yes</title>"
               "<description>yes</description><link>https://x.org/1</link></item>"));
  EXPECT_EQ(document.title, "yes");
  EXPECT_EQ(document.abstract, "yes");
  EXPECT_EQ(document.url, "https://x.org/1");
}

TEST(ParseFeed, AddressSharedByAllItemsIdentifiesNone) {
  const Records records =
      parse(rss("<item><title>a</title><link>https://x.org/</link></item>"
                "<item><title>b</title><link>https://x.org/</link><guid "
                "isPermaLink='false'>2</guid></item>"));
  ASSERT_EQ(records.records.size(), 2u);
  EXPECT_TRUE(records.records[0].document.id.starts_with("id:news:"));
  EXPECT_EQ(records.records[1].document.id, "id:news:2");
  EXPECT_EQ(records.records[0].document.url, "https://x.org/");
}

TEST(ParseFeed, DamageCostsTheItemItIsIn) {
  const std::string body =
      rss("<item><title>one</title></item><item><title>two</titel></item><item></item>"
          "<item><title>four &copy; R&D</title></item>");
  const Records records = parse(body);
  ASSERT_EQ(records.records.size(), 3u);
  EXPECT_EQ(records.records[1].document.title, "two");
  EXPECT_EQ(records.records[1].raw.bytes, "<item><title>two</titel></item>");
  EXPECT_EQ(records.records[2].document.title, "four © R&D");
  ASSERT_EQ(records.quarantined.size(), 1u);
  EXPECT_EQ(records.quarantined[0].bytes, "<item></item>");
  EXPECT_EQ(records.quarantined[0].origin,
            kProvenance.origin + "#" + std::to_string(body.find("<item></item>")));
  EXPECT_EQ(records.quarantined[0].reason, "neither title nor description");
  EXPECT_TRUE(records.complete);
}

TEST(ParseFeed, CutOffKeepsWhatCameBefore) {
  std::string body = rss("<item><title>one</title></item><item><title>two</title></item>");
  body.resize(body.find("two") + 2);
  const Records records = parse(body);
  EXPECT_EQ(records.records.size(), 1u);
  EXPECT_EQ(records.quarantined.size(), 2u);
  EXPECT_FALSE(records.complete);
}

TEST(ParseFeed, Hostile_EntityBombIsNotExpanded) {
  std::string dtd = "<!DOCTYPE rss [<!ENTITY lol 'lol'>";
  for (int i = 1; i < 10; ++i) {
    dtd += "<!ENTITY lol" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) dtd += "&lol" + (i == 1 ? "" : std::to_string(i - 1)) + ";";
    dtd += "'>";
  }
  dtd += "<!ENTITY file SYSTEM 'file:///etc/passwd'>]>";
  const Document document = only(dtd + rss("<item><title>x&lol9;&file;</title></item>"));
  EXPECT_EQ(document.title, "x&lol9;&file;");
}

TEST(ParseFeed, Hostile_DeepNestingAndNulBytes) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "<div>";
  const Records records = parse(rss("<item><title>a" + std::string("\0b", 2) +
                                    "</title></item><item><title>x</title><description>" + deep +
                                    "</description></item><item><title>c</title></item>"));
  ASSERT_EQ(records.records.size(), 3u);
  EXPECT_EQ(records.records[0].document.title, "a b");
  EXPECT_EQ(records.records[1].document.title, "x");
  EXPECT_TRUE(records.quarantined.empty());
}

TEST(ParseFeed, NoFeedIsAnError) {
  for (const char* const body :
       {"", "hello", "<html><body>503</body></html>", "{\"a\":1}", "<rs"}) {
    const auto records = parse_feed(body, news(), kProvenance);
    ASSERT_FALSE(records.has_value()) << body;
    EXPECT_EQ(records.error().code, ErrorCode::kCorrupt) << body;
    EXPECT_NE(records.error().message.find(kProvenance.origin), std::string::npos);
  }
}

std::filesystem::path test_data() {
  const char* const folder = std::getenv("HORIZON_TEST_DATA");
  return folder == nullptr ? std::filesystem::path() : std::filesystem::path(folder);
}

TEST(ParseFeed, Recorded_ChineseEncodingsGiveTheSameFeed) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const auto folder = test_data() / "protocol/feeds/derived_cjk_encodings";
  Records reference;
  for (const char* const name : {"juya_utf-16.xml", "juya_gb18030.xml", "juya_gbk.xml",
                                 "juya_gb2312.xml", "juya_big5.xml"}) {
    const auto body = read_file(folder / name, kMaxFeedBytes);
    ASSERT_TRUE(body.has_value()) << name;
    const Records records = parse(*body);
    EXPECT_FALSE(records.records.empty()) << name;
    EXPECT_TRUE(records.quarantined.empty()) << name << ": " << records.quarantined[0].reason;
    if (reference.records.empty()) reference = records;
    ASSERT_EQ(records.records.size(), reference.records.size()) << name;
    for (std::size_t i = 0; i < records.records.size(); ++i) {
      const Document& document = records.records[i].document;
      EXPECT_EQ(document.keys, reference.records[i].document.keys) << name;
      EXPECT_EQ(document.published, reference.records[i].document.published) << name;
      EXPECT_TRUE(document.published.has_value()) << name;
      EXPECT_EQ(document.title, reference.records[i].document.title) << name;
    }
  }
}

TEST(ParseFeed, Recorded_EveryFeedOfTheCollection) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  int feeds = 0, documents = 0, others = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(test_data() / "protocol/feeds/rome")) {
    if (!entry.is_regular_file()) continue;
    const auto body = read_file(entry.path(), kMaxFeedBytes);
    ASSERT_TRUE(body.has_value()) << entry.path();
    const auto records = parse_feed(*body, news(), kProvenance);
    if (!records) {
      ++others;  // OPML and logging configuration
      EXPECT_EQ(body->find("<item>"), std::string::npos) << entry.path() << records.error().message;
      EXPECT_EQ(body->find("<entry>"), std::string::npos) << entry.path();
      continue;
    }
    ++feeds;
    documents += static_cast<int>(records->records.size());
    for (const ParsedRecord& record : records->records) {
      EXPECT_FALSE(record.document.keys.empty()) << entry.path();
      EXPECT_TRUE(is_valid_utf8(record.document.title + record.document.abstract)) << entry.path();
    }
  }
  EXPECT_GT(feeds, 100);
  EXPECT_GT(documents, 300);
  EXPECT_LT(others, 15);
}

TEST(ParseFeed, Recorded_XmlBaseOfAtom) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const auto body = read_file(
      test_data() / "protocol/feeds/rome/rome/src/test/resources/atom_1.0_b.xml", kMaxFeedBytes);
  ASSERT_TRUE(body.has_value());
  const Records records = parse(*body);
  ASSERT_GT(records.records.size(), 10u);
  for (const ParsedRecord& record : records.records) {
    EXPECT_EQ(record.document.url, "http://example.org/tests/base/result.html")
        << record.document.title;
  }
}

TEST(ParseFeed, Recorded_ArxivQueryReply) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const auto body =
      read_file(test_data() / "protocol/arxiv_api/ewan-m_search_all_science.xml", kMaxFeedBytes);
  ASSERT_TRUE(body.has_value());
  const Records records = parse(*body);
  ASSERT_EQ(records.records.size(), 10u);
  const Document& document = records.records[0].document;
  EXPECT_EQ(document.title, "Defining Data Science");
  EXPECT_EQ(document.keys[0], "arxiv:1501.05039");
  EXPECT_EQ(document.kind, Kind::kPaper);
  EXPECT_EQ(names_of(document.authors), (Strings{"Yangyong Zhu", "Yun Xiong"}));
  EXPECT_EQ(format_date(*document.published), "2015-01-21");
  EXPECT_FALSE(document.codes.empty());
}

}  // namespace
}  // namespace horizon::crawler
