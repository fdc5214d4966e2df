// CSV of anybody, Scopus, Lens, and Web of Science's tables.
#include "crawler/formats/export/table.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/read_text.h"

namespace horizon::crawler {
namespace {

using test::briefs;
using test::joined;
using test::places;
using test::read_text;
using test::recognised;
using Strings = std::vector<std::string>;

TEST(Table, SplitRow) {
  struct Case {
    const char* row;
    char separator;
    const char* cells;
  };
  const Case cases[] = {
      {"a,b,c", ',', "a|b|c"},
      {"a,\"b,c\",d", ',', "a|b,c|d"},
      {"\"say \"\"hi\"\"\",x", ',', "say \"hi\"|x"},
      {"\"\",\"\"", ',', "|"},
      {"\"\"\"quoted\"\" title\",2", ',', "\"quoted\" title|2"},
      {"\"Smart\" cities,2", ',', "\"Smart\" cities|2"},
      {"a;b;\"c;d\"", ';', "a|b|c;d"},
      {"a\tb \t \"c\td\"", '\t', "a|b |c\td"},
      {"\"line\nbreak\",x", ',', "line\nbreak|x"},
      {"", ',', ""},
      {",", ',', "|"},
      {"a,\"never closed,b", ',', "a|\"never closed|b"},
  };
  for (const Case& c : cases) {
    const auto cells = split_row(c.row, {c.separator, true});
    std::string all;
    for (std::size_t i = 0; i < cells.size(); ++i) all += (i == 0 ? "" : "|") + cells[i];
    EXPECT_EQ(all, c.cells) << c.row;
  }
}

TEST(Csv, GuessesHeadingsInBothLanguages) {
  EXPECT_EQ(briefs("csv",
                   "\xEF\xBB\xBF序号,题名,作者,单位,摘要,关键词,发表时间,来源,DOI\r\n"
                   "1,\"题目,一\",张三;李四,清华大学,\"第一行\r\n第二行\",甲,2026/1/5,计算机学报,"
                   "10.1000/CSV\r\n\r\n2,题目二,王五,,,,2026-02,,\r\n"),
            (Strings{"paper; 题目,一; 张三|李四; 2026-01-05; 计算机学报; doi:10.1000/csv",
                     "other; 题目二; 王五; 2026-02; ; #"}));
  EXPECT_EQ(
      briefs("csv",
             "Title;Authors;Year;Journal;Abstract\nOne;Smith, J. and Doe, A.;2026;Nature;x\n"),
      Strings{"paper; One; Smith, J.|Doe, A.; 2026; Nature; #"});
  EXPECT_EQ(briefs("csv", "title\tpublication date\turl\nNews\t2026-03-04\thttps://a.org/x\n"),
            Strings{"other; News; ; 2026-03-04; ; url:https://a.org/x"});
  EXPECT_EQ(recognised("Title;Authors;Year\na;b;2026\n"), "csv");
  EXPECT_EQ(recognised("x,y\n1,2\n", "points.csv"), "csv");
  EXPECT_EQ(recognised("Dear all, the title, as ever, is open.\n"), "none");
}

TEST(Csv, ChinesePatents) {
  const auto records = read_text(
      "csv",
      "公开（公告）号,申请号,发明名称,摘要,申请人,发明人,公开（公告）日,申请日,IPC分类号\n"
      "CN117151122A,CN202311000000.1,一种电极,一种。,清华大学; 某某公司,张三;李四,2023.12.01,"
      "2023.08.01,A61B5/369; G06N 3/08(2023.01)I\n"
      ",202310000000.X,另一种,二。,某公司,王五,,,\n");
  ASSERT_EQ(records.records.size(), 2u);
  const Document& first = records.records[0].document;
  EXPECT_EQ(test::brief(first), "patent; 一种电极; 张三|李四; 2023-12-01; ; patent:CN117151122A");
  EXPECT_EQ(places(first), "清华大学|某某公司");
  EXPECT_EQ(first.codes,
            (std::vector<Code>{{CodeScheme::kCpc, "A61B5/369"}, {CodeScheme::kCpc, "G06N3/08"}}));
  EXPECT_EQ(joined(records.records[1].document.keys), "patent:CN202310000000X");
}

TEST(Csv, TheOperatorNamesColumns) {
  Source source;
  source.id = "s";
  source.columns = {{"title", "What"}, {"date", "#2"}, {"id", "No"}};
  const char* const text = "What,When,No,Abstract\nThing,2026-03-04,77,Text\n";
  const auto records = read_text("csv", text, source);
  ASSERT_EQ(records.records.size(), 1u);
  EXPECT_EQ(test::brief(records.records[0].document), "other; Thing; ; 2026-03-04; ; id:s:77");
  EXPECT_EQ(records.records[0].document.abstract, "Text");
  source.columns = {{"title", "None"}};
  const auto wrong = read_text("csv", text, source);
  ASSERT_EQ(wrong.quarantined.size(), 1u);
  EXPECT_EQ(wrong.quarantined[0].reason,
            "the table has no column 'None' for title; its headings are: What, When, No, Abstract");
  const auto unknown = read_text("csv", "a,b\n1,2\n");
  ASSERT_EQ(unknown.quarantined.size(), 1u);
  EXPECT_NE(unknown.quarantined[0].reason.find("--columns title=HEADING"), std::string::npos);
}

TEST(Scopus, AuthorsAreLinkedToTheirPlaces) {
  const char* const text =
      "\xEF\xBB\xBF\"Authors\",\"Author full names\",\"Author(s) ID\",\"Title\",\"Year\",\"Source "
      "title\","
      "\"DOI\",\"Link\",\"Affiliations\",\"Authors with affiliations\",\"Abstract\",\"PubMed ID\","
      "\"Language of Original Document\",\"Document Type\",\"Source\",\"EID\"\n"
      "\"Zhang S.; Li S.\",\"Zhang, San (571); Li, Si (572)\",\"571; 572\",\"A \"\"smart\"\" "
      "title\","
      "2026,\"Nature\",\"10.1000/sc\",\"https://www.scopus.com/inward/record.uri?eid=2-s2.0-1\","
      "\"Dept, Tsinghua University, Beijing, China; MIT, Cambridge, United States\","
      "\"Zhang S., Dept, Tsinghua University, Beijing, China, MIT, Cambridge, United States; "
      "Li S., MIT, Cambridge, United States\",\"[No abstract available]\",\"\",\"English\","
      "\"Article\",\"Scopus\",\"2-s2.0-1\"\n";
  const auto records = read_text("scopus_csv", text).records;
  ASSERT_EQ(records.size(), 1u);
  const Document& document = records[0].document;
  EXPECT_EQ(test::brief(document),
            "paper; A \"smart\" title; Zhang, San|Li, Si; 2026; Nature; doi:10.1000/sc|"
            "url:https://www.scopus.com/inward/record.uri?eid=2-s2.0-1|id:t:2-s2.0-1");
  EXPECT_EQ(places(document),
            "Dept, Tsinghua University, Beijing, China <,CN>|MIT, Cambridge, United States <,US>");
  EXPECT_EQ(document.authors[0].organisations, (std::vector<std::uint16_t>{0, 1}));
  EXPECT_EQ(document.authors[1].organisations, std::vector<std::uint16_t>{1});
  EXPECT_EQ(document.abstract, "");
  EXPECT_EQ(document.language, "en");
  EXPECT_EQ(recognised(text), "scopus_csv");
}

TEST(Lens, WorksAndPatents) {
  const char* const works =
      "Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Author/s,"
      "Abstract,MeSH Terms,PMID,DOI\n"
      "000-111-222-333-44X,A work,2026-03-04,2026,journal article,Nature,,San Zhang; Si Li,Text,"
      "Humans; Brain,123,10.1000/lens\n";
  EXPECT_EQ(briefs("lens_csv", works),
            Strings{"paper; A work; San Zhang|Si Li; 2026-03-04; Nature; doi:10.1000/lens|pmid:123|"
                    "id:t:000-111-222-333-44X"});
  const char* const patents =
      "#,Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Application Number,Title,Abstract,"
      "Applicants,Inventors,URL,Document Type,CPC Classifications,Earliest Priority Date\n"
      "1,CN,A,CN 117151122 A,111-111-111-111-111,2023-12-01,CN 202311 A,An electrode,Text,"
      "UNIV TSINGHUA;;ACME; INC,ZHANG SAN;;LI SI,https://lens.org/111,Patent Application,"
      "G06N3/08;;A61B5/369,2022-01-02\n";
  EXPECT_EQ(briefs("lens_csv", patents),
            Strings{"patent; An electrode; ZHANG SAN|LI SI; 2023-12-01; ; patent:CN117151122A|"
                    "url:https://lens.org/111|id:t:111-111-111-111-111"});
  const auto records = read_text("lens_csv", patents).records;
  EXPECT_EQ(records[0].document.codes.size(), 2u);
  EXPECT_EQ(format_day(*records[0].document.priority), "2022-01-02");
  EXPECT_EQ(recognised(works), "lens_csv");
}

TEST(WosTab, SameAsThePlainText) {
  const char* const text =
      "PT\tAU\tAF\tTI\tSO\tC1\tPD\tPY\tDI\tUT\n"
      "J\tZhang, S; Li, S\tZhang, San; Li, Si\t\"Smart\" things\tNATURE\t[Zhang, San; Li, Si] "
      "Tsinghua Univ, Beijing 100084, Peoples R China; [Li, Si] MIT, Cambridge, MA USA\tNOV\t2026\t"
      "10.1000/tab\tWOS:9\n";
  const auto records = read_text("wos_tab", text).records;
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(
      test::brief(records[0].document),
      "paper; \"Smart\" things; Zhang, San|Li, Si; 2026-11; NATURE; doi:10.1000/tab|id:t:WOS:9");
  EXPECT_EQ(places(records[0].document), "Tsinghua Univ <Beijing,CN>|MIT <Cambridge,US>");
  EXPECT_EQ(records[0].document.authors[1].organisations, (std::vector<std::uint16_t>{0, 1}));
  EXPECT_EQ(recognised(text), "wos_tab");
}

TEST(Table, Hostile_QuotesThatNeverClose) {
  std::string text = "title,year\n";
  for (int i = 0; i < 60'000; ++i) text += "\"open " + std::to_string(i) + ",2026\n";
  const auto begin = std::chrono::steady_clock::now();
  const auto records = read_text("csv", text);
  EXPECT_EQ(records.records.size() + records.quarantined.size(), 60'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  for (const char* const odd :
       {"", ",", "\"", "title", "title,", "title\n\"", "title,x\n\"a\"\"\n"}) {
    for (const char* const format : {"csv", "scopus_csv", "lens_csv", "wos_tab"}) {
      EXPECT_LE(briefs(format, odd).size(), 1u) << format << " " << odd;
    }
  }
}

}  // namespace
}  // namespace horizon::crawler
