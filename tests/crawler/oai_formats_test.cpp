#include "crawler/oai/oai_formats.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crawler/oai/oai_pmh.h"
#include "crawler/xml/well_formed.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

OaiReply parse(const std::string& content) {
  Source source;
  source.id = "repo";
  source.kind = SourceKind::kOaiPmh;
  auto reply = parse_oai(
      "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-11-22T10:00:00Z"
      "</responseDate><request verb='GetRecord'>x</request>" +
          content + "</OAI-PMH>",
      source, {"https://x.org/oai", "text/xml", {}});
  EXPECT_TRUE(reply.has_value());
  return reply ? *std::move(reply) : OaiReply{};
}

Document document_of(const std::string& metadata) {
  const OaiReply reply =
      parse("<GetRecord><record><header><identifier>oai:x:1</identifier></header><metadata>" +
            metadata + "</metadata></record></GetRecord>");
  for (const auto& record : reply.records.quarantined) ADD_FAILURE() << record.reason;
  return reply.records.records.empty() ? Document{} : reply.records.records[0].document;
}

std::string published(const Document& document) {
  return document.published ? format_date(*document.published) : "";
}

TEST(OaiFormats, Marc21Slim) {
  const Document document = document_of(
      "<marc:record xmlns:marc='http://www.loc.gov/MARC21/slim'>"
      "<marc:datafield tag='024' ind1='7'><marc:subfield code='a'>10.1000/M</marc:subfield>"
      "<marc:subfield code='2'>DOI</marc:subfield></marc:datafield>"
      "<marc:datafield tag='037'><marc:subfield code='9'>arXiv</marc:subfield>"
      "<marc:subfield code='a'>arXiv:2401.00001</marc:subfield></marc:datafield>"
      "<marc:datafield tag='110'><marc:subfield code='a'>The Group</marc:subfield></marc:datafield>"
      "<marc:datafield tag='245'><marc:subfield code='a'>Title :</marc:subfield>"
      "<marc:subfield code='b'>rest /</marc:subfield></marc:datafield>"
      "<marc:datafield tag='269'><marc:subfield code='c'>14 Jan "
      "2019</marc:subfield></marc:datafield>"
      "<marc:datafield tag='260'><marc:subfield code='c'>[c2019].</marc:subfield></marc:datafield>"
      "<marc:datafield tag='520'><marc:subfield code='a'>Text.</marc:subfield></marc:datafield>"
      "<marc:datafield tag='700'><marc:subfield code='a'>Roe, R.</marc:subfield></marc:datafield>"
      "<marc:datafield tag='700'><marc:subfield code='a'>Ed, E.</marc:subfield>"
      "<marc:subfield code='e'>ed.</marc:subfield></marc:datafield>"
      "<marc:datafield tag='100'><marc:subfield code='a'>Doe, J.,</marc:subfield>"
      "<marc:subfield code='u'>CERN</marc:subfield></marc:datafield></marc:record>");
  EXPECT_EQ(document.title, "Title: rest");
  EXPECT_EQ(names_of(document.authors), (Strings{"Doe, J.", "Roe, R.", "The Group"}));
  EXPECT_EQ(names_of(document.organisations), (Strings{"CERN"}));
  EXPECT_EQ(document.abstract, "Text.");
  EXPECT_EQ(published(document), "2019-01-14");
  EXPECT_EQ(document.keys, (Strings{"doi:10.1000/m", "arxiv:2401.00001", "id:repo:oai:x:1"}));
  EXPECT_EQ(document.kind, Kind::kPaper);
}

TEST(OaiFormats, Mods) {
  const Document document = document_of(
      "<mods:mods xmlns:mods='http://www.loc.gov/mods/v3'><mods:titleInfo><mods:nonSort>The"
      "</mods:nonSort><mods:title>Work</mods:title></mods:titleInfo><mods:titleInfo "
      "type='translated'><mods:title>no</mods:title></mods:titleInfo><mods:name><mods:namePart "
      "type='family'>Doe</mods:namePart><mods:namePart type='given'>Jane</mods:namePart>"
      "<mods:role><mods:roleTerm>aut</mods:roleTerm></mods:role></mods:name><mods:name>"
      "<mods:namePart>Ed</mods:namePart><mods:role><mods:roleTerm>edt</mods:roleTerm></mods:role>"
      "</mods:name><mods:originInfo><mods:dateIssued>2011-05</mods:dateIssued></mods:originInfo>"
      "<mods:identifier type='doi'>10.1000/mods</mods:identifier></mods:mods>");
  EXPECT_EQ(document.title, "The Work");
  EXPECT_EQ(names_of(document.authors), (Strings{"Jane Doe"}));
  EXPECT_EQ(published(document), "2011-05");
  EXPECT_EQ(document.keys[0], "doi:10.1000/mods");
}

TEST(OaiFormats, DataCiteInItsEnvelope) {
  const Document document = document_of(
      "<oai_datacite><payload><resource><identifier identifierType='DOI'>10.5281/Z</identifier>"
      "<creators><creator><creatorName>Doe, Jane</creatorName><givenName>Jane</givenName>"
      "<familyName>Doe</familyName><nameIdentifier nameIdentifierScheme='ORCID'>"
      "0000-0002-1825-0097</nameIdentifier><affiliation affiliationIdentifier="
      "'https://ror.org/05gq02987'>Brown</affiliation></creator></creators><titles>"
      "<title titleType='Subtitle'>sub</title><title>Main</title></titles><publisher>Zenodo"
      "</publisher><publicationYear>2020</publicationYear><dates><date dateType='Issued'>"
      "2020-03-04</date><date dateType='Collected'>1999</date></dates><resourceType "
      "resourceTypeGeneral='Dataset'/><descriptions><description descriptionType='Abstract'>"
      "&lt;p&gt;Text&lt;/p&gt;</description></descriptions></resource></payload></oai_datacite>");
  EXPECT_EQ(document.title, "Main");
  EXPECT_EQ(document.abstract, "Text");
  EXPECT_EQ(document.authors[0].name, "Jane Doe");
  EXPECT_EQ(document.authors[0].id, "orcid:0000-0002-1825-0097");
  EXPECT_EQ(document.organisations[0].id, "ror:05gq02987");
  EXPECT_EQ(published(document), "2020-03-04");
  EXPECT_EQ(document.kind, Kind::kOther);
}

TEST(OaiFormats, QualifiedDublinCore) {
  const Document document = document_of(
      "<qdc:qualifieddc "
      "xmlns:dcterms='t'><dc:title>T</dc:title><dcterms:abstract>A</dcterms:abstract>"
      "<dc:description>A note that is "
      "longer</dc:description><dcterms:issued>2015-02</dcterms:issued>"
      "<dcterms:available>2014-01-01</dcterms:available><dc:contributor>Doe, J.</dc:contributor>"
      "<dc:identifier>https://doi.org/10.1000/q</dc:identifier><dc:identifier>https://x.org/1"
      "</dc:identifier></qdc:qualifieddc>");
  EXPECT_EQ(document.abstract, "A");
  EXPECT_EQ(published(document), "2015-02");
  EXPECT_EQ(names_of(document.authors), (Strings{"Doe, J."}));
  EXPECT_EQ(document.url, "https://x.org/1");
}

TEST(OaiFormats, Jats) {
  const Document document = document_of(
      "<article xmlns='https://jats.nlm.nih.gov/ns/archiving/1.3/'><front><article-meta>"
      "<article-id pub-id-type='pmid'>7</article-id><title-group><article-title>T</article-title>"
      "</title-group></article-meta></front></article>");
  EXPECT_EQ(document.title, "T");
  EXPECT_EQ(document.keys[0], "pmid:7");
}

TEST(OaiPage, HeadersIdentifyFormatsAndSets) {
  OaiReply reply = parse(
      "<ListIdentifiers><header status='deleted'><identifier>oai:x:1</identifier><datestamp>"
      "2011-01-01</datestamp><setSpec>a:b</setSpec></header><header><identifier>oai:x:2"
      "</identifier></header><resumptionToken cursor='2' completeListSize='9'>t</resumptionToken>"
      "</ListIdentifiers>");
  EXPECT_EQ(reply.verb, "ListIdentifiers");
  ASSERT_EQ(reply.headers.size(), 2u);
  EXPECT_TRUE(reply.headers[0].deleted);
  EXPECT_EQ(reply.headers[0].sets, (Strings{"a:b"}));
  EXPECT_EQ(reply.records.records.size(), 1u);  // the tombstone
  EXPECT_EQ(reply.complete_list_size, 9u);
  EXPECT_EQ(reply.cursor, 2u);
  reply = parse(
      "<Identify><repositoryName>R</repositoryName><granularity>YYYY-MM-DD</granularity>"
      "<deletedRecord>no</deletedRecord><earliestDatestamp>2000-01-01</earliestDatestamp>"
      "</Identify>");
  EXPECT_EQ(reply.identity.repository_name, "R");
  EXPECT_EQ(reply.identity.earliest, "2000-01-01");
  reply =
      parse("<ListSets><set><setSpec>a</setSpec></set><set><setSpec>b</setSpec></set></ListSets>");
  EXPECT_EQ(reply.sets, (Strings{"a", "b"}));
  EXPECT_FALSE(reply.complete_list_size.has_value());
}

TEST(OaiPage, DamagedRecordsAreReadAsFarAsAReaderWould) {
  const std::string good =
      "<record><header><identifier>oai:x:2</identifier></header><metadata><dc><title>two</title>"
      "</dc></metadata></record>";
  struct Case {
    const char* record;
    const char* title;  // of the first document; nullptr: it is set aside
  };
  const Case cases[] = {
      {"<record><header><identifier>oai:x:1</identifier></header><metadata><dc><title>one"
       "<creator>D</creator></dc></metadata></record>",
       "one"},
      {"<record><header><identifier>oai:x:1</identifier></header><metadata><dc><title>one</titel>"
       "<creator>D</creator></dc></metadata></record>",
       "one"},
      // Its own end tag is missing, but its metadata is whole.
      {"<record><header><identifier>oai:x:1</identifier></header><metadata><dc><title>one</title>"
       "</dc></metadata>",
       "one"},
      {"<record><header><identifier>oai:x:1</identifier></header><metadata><dc><title>one</title>",
       nullptr},
  };
  for (const Case& c : cases) {
    const OaiReply reply = parse("<ListRecords>" + std::string(c.record) + good + "</ListRecords>");
    EXPECT_EQ(reply.headers.size(), 2u) << c.record;
    ASSERT_EQ(reply.records.records.size(), c.title == nullptr ? 1u : 2u) << c.record;
    EXPECT_EQ(reply.records.records[0].document.title, c.title == nullptr ? "two" : c.title);
    EXPECT_EQ(reply.records.quarantined.size(), c.title == nullptr ? 1u : 0u) << c.record;
  }
}

TEST(XmlProblem, BytesAsTheyWereSent) {
  struct Case {
    std::string bytes;
    bool wellformed;
  };
  const Case cases[] = {
      {"<a>x</a>", true},
      {"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>", true},
      {"<a>\xE9</a>", false},
      {"<a>\x01</a>", false},
      {"<a>x</b>", false},
      {"<a>&nbsp;</a>", false},
      {"<x:a>x</x:a>", false},
      {"<a>x</a>junk", false},
      {"", false},
      {"text", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(xml_problem(c.bytes, "").empty(), c.wellformed)
        << c.bytes << xml_problem(c.bytes, "");
  }
}

}  // namespace
}  // namespace horizon::crawler
