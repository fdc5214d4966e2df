#include "crawler/oai/oai_pmh.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

const Provenance kProvenance{"https://oai.example.org/oai", "text/xml", Instant{}};

Source repository() {
  Source source;
  source.id = "repo";
  source.kind = SourceKind::kOaiPmh;
  source.url = "https://oai.example.org/oai";
  return source;
}

std::string page(const std::string& content, const std::string& date = "2026-11-22T10:00:00Z") {
  return "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>" + date +
         "</responseDate><request verb='ListRecords'>x</request>" + content + "</OAI-PMH>";
}

std::string record(const std::string& id, const std::string& metadata) {
  return "<record><header><identifier>" + id +
         "</identifier><datestamp>2026-11-20</datestamp></header><metadata>" + metadata +
         "</metadata></record>";
}

OaiReply parse(const std::string& body) {
  auto reply = parse_oai(body, repository(), kProvenance);
  EXPECT_TRUE(reply.has_value()) << (reply ? "" : reply.error().message);
  return reply ? *std::move(reply) : OaiReply{};
}

Day day(const char* text) { return parse_iso_date(text)->day; }

TEST(ParseOai, ArxivFormat) {
  const OaiReply reply = parse(
      page("<ListRecords>" +
           record("oai:arXiv.org:math/0001001",
                  "<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>math/0001001</id>"
                  "<created>2000-01-01</created><updated>2001-02-03</updated><authors><author>"
                  "<keyname>Martin</keyname><forenames>Shaun</forenames><suffix>Jr</suffix>"
                  "<affiliation>Univ. X</affiliation></author></authors>"
                  "<title>Symplectic\n  quotients</title><categories>math.SG hep-th</categories>"
                  "<doi>10.1000/A, 10.1000/B;10.1000/C</doi><abstract>  For $a&lt;b$\n we show. "
                  "</abstract></arXiv>") +
           "<resumptionToken completeListSize='8' cursor='0'> tok|1&amp;2 "
           "</resumptionToken></ListRecords>"));
  ASSERT_EQ(reply.records.records.size(), 1u);
  const Document& document = reply.records.records[0].document;
  EXPECT_EQ(document.id, "arXiv:math/0001001");
  EXPECT_EQ(document.keys, (Strings{"doi:10.1000/a", "doi:10.1000/b", "doi:10.1000/c",
                                    "arxiv:math/0001001", "id:repo:oai:arXiv.org:math/0001001"}));
  EXPECT_EQ(document.title, "Symplectic quotients");
  EXPECT_EQ(document.abstract, "For a<b we show.");
  EXPECT_EQ(names_of(document.authors), (Strings{"Shaun Martin Jr"}));
  EXPECT_EQ(names_of(document.organisations), (Strings{"Univ. X"}));
  EXPECT_EQ(document.codes,
            (std::vector<Code>{{CodeScheme::kArxiv, "math.SG"}, {CodeScheme::kArxiv, "hep-th"}}));
  EXPECT_EQ(format_date(*document.published), "2000-01-01");
  EXPECT_EQ(*document.updated, day("2001-02-03"));
  EXPECT_EQ(document.kind, Kind::kPaper);
  EXPECT_EQ(reply.token, "tok|1&2");
  EXPECT_EQ(reply.response_date, "2026-11-22T10:00:00Z");
}

TEST(ParseOai, ArxivRawFormatHasADatePerVersion) {
  const OaiReply reply =
      parse(page("<ListRecords>" +
                 record("oai:arXiv.org:0704.0001",
                        "<arXivRaw><id>0704.0001</id><version version='v1'><date>Mon, 2 Apr 2007 "
                        "19:18:42 GMT</date></version>"
                        "<version version='v2'><date>Tue, 24 Jul 2007 20:10:27 GMT</date></version>"
                        "<title>T</title><authors>C. Bal\\'azs, E. L. Berger (ANL, Argonne), P. M. "
                        "Nadolsky and C.-P. Yuan</authors>"
                        "<categories>hep-ph</categories><abstract>A</abstract></arXivRaw>") +
                 "</ListRecords>"));
  ASSERT_EQ(reply.records.records.size(), 1u);
  const Document& document = reply.records.records[0].document;
  EXPECT_EQ(format_date(*document.published), "2007-04-02");
  EXPECT_EQ(*document.updated, day("2007-07-24"));
  EXPECT_EQ(names_of(document.authors), (Strings{"C. Bal\\'azs", "E. L. Berger (ANL, Argonne)",
                                                 "P. M. Nadolsky", "C.-P. Yuan"}));
}

TEST(ParseOai, DublinCore) {
  const OaiReply reply = parse(
      page("<ListRecords>" +
           record("oai:x:1",
                  "<oai_dc:dc xmlns:dc='d' xmlns:oai_dc='o'><dc:title>T</dc:title><dc:creator>Doe, "
                  "J.</dc:creator>"
                  "<dc:subject>cs.RO</dc:subject><dc:subject>Robots</dc:subject><dc:description>12 "
                  "pages</dc:description>"
                  "<dc:description>The long "
                  "abstract.</dc:description><dc:date>n.d.</dc:date><dc:date>2010</dc:date>"
                  "<dc:date>2012-01-01</dc:date><dc:identifier>https://x.org/1</dc:identifier>"
                  "<dc:identifier>doi:10.1000/X</dc:identifier><dc:language>eng</dc:language></"
                  "oai_dc:dc>") +
           "</ListRecords>"));
  ASSERT_EQ(reply.records.records.size(), 1u);
  const Document& document = reply.records.records[0].document;
  EXPECT_EQ(document.keys, (Strings{"doi:10.1000/x", "url:https://x.org/1", "id:repo:oai:x:1"}));
  EXPECT_EQ(document.abstract, "The long abstract.");
  EXPECT_EQ(format_date(*document.published), "2010");
  EXPECT_EQ(document.language, "en");
  EXPECT_EQ(document.codes[0].scheme, CodeScheme::kArxiv);
  EXPECT_EQ(document.codes[1].scheme, CodeScheme::kOther);
}

TEST(ParseOai, OaiPmh2_5_1_DeletedRecordsAreTombstones) {
  const OaiReply reply =
      parse(page("<ListRecords><record><header "
                 "status='deleted'><identifier>oai:arXiv.org:2401.00001</identifier>"
                 "</header></record><record><header status='deleted'/></record></ListRecords>"));
  ASSERT_EQ(reply.records.records.size(), 1u);
  EXPECT_TRUE(reply.records.records[0].document.deleted);
  EXPECT_EQ(reply.records.records[0].document.keys[0], "arxiv:2401.00001");
  ASSERT_EQ(reply.records.quarantined.size(), 1u);
  EXPECT_EQ(reply.records.quarantined[0].reason, "record without an identifier");
}

TEST(ParseOai, DamageAndForeignFormatsAreSetAside) {
  const OaiReply reply =
      parse(page("<ListRecords>" + record("oai:x:1", "<dc><title>one</title></dc>") +
                 record("oai:x:2", "<dc><title>two</dc>") +
                 record("oai:x:3", "<marc:record><a/></marc:record>") +
                 record("oai:x:4", "<record xmlns='marc'><a/></record>") +
                 record("oai:x:5", "<dc><title>five\x01</title></dc>") +
                 "<resumptionToken>t</resumptionToken></ListRecords>"));
  // The second one is read as a reader would see it.
  ASSERT_EQ(reply.records.records.size(), 3u);
  EXPECT_EQ(reply.records.records[1].document.title, "two");
  ASSERT_EQ(reply.records.quarantined.size(), 2u);
  EXPECT_EQ(reply.records.quarantined[1].reason, "metadata format \"record\" is not known");
  EXPECT_EQ(reply.headers.size(), 5u);
  EXPECT_EQ(reply.token, "t");
  EXPECT_TRUE(reply.records.complete);
}

TEST(ParseOai, ARecordThatSaysTooLittleIsListedWithItsAuthors) {
  const OaiReply reply =
      parse(page("<ListRecords>" +
                 record("oai:x:1",
                        "<oai_dc:dc xmlns:oai_dc='o' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                        "<dc:creator>Li, Wei</dc:creator><dc:date>2025</dc:date></oai_dc:dc>") +
                 "</ListRecords>"));
  EXPECT_TRUE(reply.records.records.empty());
  ASSERT_EQ(reply.records.quarantined.size(), 1u);
  EXPECT_EQ(reply.records.quarantined[0].reason, "neither title nor description");
  ASSERT_EQ(reply.headers.size(), 1u);
  EXPECT_FALSE(reply.headers[0].document);
  EXPECT_EQ(names_of(reply.headers[0].authors), (Strings{"Li, Wei"}));
}

TEST(ParseOai, CutOffReplyIsIncomplete) {
  const std::string whole =
      page("<ListRecords>" + record("oai:x:1", "<dc><title>one</title></dc>") +
           "<resumptionToken>t</resumptionToken></ListRecords>");
  const OaiReply reply = parse(whole.substr(0, whole.find("<resumptionToken>") + 18));
  EXPECT_EQ(reply.records.records.size(), 1u);
  EXPECT_FALSE(reply.records.complete);
}

TEST(ParseOai, NoReplyIsAnError) {
  for (const char* const body : {"", "broken xml", "<html>down</html>", "<rss/>"}) {
    const auto reply = parse_oai(body, repository(), kProvenance);
    ASSERT_FALSE(reply.has_value()) << body;
    EXPECT_EQ(reply.error().code, ErrorCode::kCorrupt);
  }
}

std::filesystem::path test_data() {
  const char* const folder = std::getenv("HORIZON_TEST_DATA");
  return folder == nullptr ? std::filesystem::path() : std::filesystem::path(folder);
}

TEST(ParseOai, Recorded_ArxivPages) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  int documents = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(test_data() / "protocol/arxiv_oai")) {
    if (entry.path().extension() != ".xml") continue;
    const auto body = read_file(entry.path(), kMaxOaiBytes);
    ASSERT_TRUE(body.has_value());
    const OaiReply reply = parse(*body);
    EXPECT_TRUE(reply.records.complete) << entry.path();
    EXPECT_TRUE(reply.records.quarantined.empty())
        << entry.path() << reply.records.quarantined[0].reason;
    for (const ParsedRecord& parsed : reply.records.records) {
      ++documents;
      const Document& document = parsed.document;
      EXPECT_TRUE(document.id.starts_with("arXiv:")) << entry.path();
      EXPECT_FALSE(document.title.empty()) << document.id;
      EXPECT_FALSE(document.authors.empty()) << document.id;
      EXPECT_FALSE(document.codes.empty()) << document.id;
      EXPECT_TRUE(document.published.has_value()) << document.id;
    }
  }
  EXPECT_GT(documents, 15);
}

TEST(ParseOai, Recorded_GenericPages) {
  if (test_data().empty()) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const auto folder = test_data() / "protocol/oai_pmh/sickle";
  struct Case {
    const char* name;
    std::size_t records, quarantined;
    const char* token;
    const char* error;
  };
  const Case cases[] = {
      {"ListRecords.xml", 2, 0, "ListRecords2.xml", ""},
      {"ListRecords4.xml", 1, 1, "", ""},
      {"noRecordsMatch.xml", 0, 0, "", "noRecordsMatch"},
      {"badResumptionToken.xml", 0, 0, "", "badResumptionToken"},
      {"undefinedError.xml", 0, 0, "", "undefinedError"},
      {"GetRecord_utf8test.xml", 1, 0, "", ""},
  };
  for (const Case& c : cases) {
    const auto body = read_file(folder / c.name, kMaxOaiBytes);
    ASSERT_TRUE(body.has_value()) << c.name;
    const OaiReply reply = parse(*body);
    EXPECT_EQ(reply.records.records.size(), c.records) << c.name;
    EXPECT_EQ(reply.records.quarantined.size(), c.quarantined) << c.name;
    EXPECT_EQ(reply.token, c.token) << c.name;
    EXPECT_EQ(reply.error_code, c.error) << c.name;
  }
}

}  // namespace
}  // namespace horizon::crawler
