#include "crawler/formats/jsonl.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/text.h"
#include "crawler/formats/jsonl_fields.h"
#include "crawler/bytes/line_reader.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

Parsed parse(const std::string& line) {
  JsonlParser parser;
  return parser.parse(line, {}, "papers.jsonl:7", Instant{});
}

Document document(const std::string& line) {
  const Parsed parsed = parse(line);
  const auto* const record = std::get_if<ParsedRecord>(&parsed);
  EXPECT_NE(record, nullptr) << line << ": " << std::get<QuarantinedRecord>(parsed).reason;
  return record == nullptr ? Document{} : record->document;
}

std::string reason(const std::string& line) {
  const Parsed parsed = parse(line);
  const auto* const record = std::get_if<QuarantinedRecord>(&parsed);
  EXPECT_NE(record, nullptr) << "was taken in: " << line;
  return record == nullptr ? "" : record->reason;
}

TEST(JsonlParser, AllFields) {
  const std::string line =
      R"({"id":"arXiv:0704.0001v2","kind":"paper","title":"A\ntitle","abstract":"Text \u00e9","date":"2007-04-02",)"
      R"("updated":"2008-01-13T00:00:00Z","categories":["cs.RO","G06N10/40","T10429","x"],"authors":["A B","C D"],)"
      R"("organisations":["Univ. X, Y"],"doi":"https://doi.org/10.1000/ABC","pmid":123,"url":"https://arxiv.org/abs/0704.0001",)"
      R"("lang":"en","source":"arxiv","unknown":{"deep":[1,2,{}]}})";
  const Parsed parsed = parse(line);
  ASSERT_TRUE(std::holds_alternative<ParsedRecord>(parsed));
  const auto& [raw, doc] = std::get<ParsedRecord>(parsed);
  EXPECT_EQ(doc.id, "arXiv:0704.0001v2");
  EXPECT_EQ(doc.keys, (Strings{"doi:10.1000/abc", "arxiv:0704.0001", "pmid:123"}));
  EXPECT_EQ(doc.title, "A title");
  EXPECT_EQ(doc.abstract, "Text é");
  EXPECT_EQ(format_date(*doc.published), "2007-04-02");
  EXPECT_EQ(format_day(*doc.updated), "2008-01-13");
  ASSERT_EQ(doc.codes.size(), 4u);
  EXPECT_EQ(doc.codes[1].scheme, CodeScheme::kCpc);
  EXPECT_EQ(doc.codes[2].scheme, CodeScheme::kOpenAlex);
  EXPECT_EQ(doc.codes[3].scheme, CodeScheme::kOther);
  EXPECT_EQ(names_of(doc.authors), (Strings{"A B", "C D"}));
  EXPECT_EQ(names_of(doc.organisations), (Strings{"Univ. X, Y"}));
  EXPECT_EQ(doc.language, "en");
  EXPECT_EQ(doc.source, "arxiv");
  EXPECT_EQ(raw.source, "arxiv");
  EXPECT_EQ(raw.origin, "papers.jsonl:7");
  EXPECT_EQ(raw.bytes, line);
}

TEST(ParseJsonl, TakesEveryLineOfASourceAndSetsDamagedOnesAside) {
  Source source;
  source.id = "watched";
  source.kind = SourceKind::kJsonl;
  source.document_kind = Kind::kPatent;
  const Records records = parse_jsonl("\xEF\xBB\xBF{\"title\":\"one\",\"mesh\":[\"Brain-Computer "
                                      "Interfaces\"]}\r\n\nnot json\n{\"title\":\"two\"}",
                                      source, {"file:x.jsonl", "", Instant{}});
  ASSERT_EQ(records.records.size(), 2U);
  EXPECT_EQ(records.records[0].document.kind, Kind::kPatent);
  EXPECT_EQ(records.records[0].document.codes,
            (std::vector<Code>{{CodeScheme::kMesh, "Brain-Computer Interfaces"}}));
  EXPECT_EQ(records.records[1].raw.origin, "file:x.jsonl:4");
  ASSERT_EQ(records.quarantined.size(), 1U);
  EXPECT_EQ(records.quarantined[0].origin, "file:x.jsonl:3");
}

TEST(JsonlParser, UnknownStaysUnknown) {
  const Document doc =
      document(R"({"title":"t","date":null,"authors":null,"lang":null,"abstract":""})");
  EXPECT_FALSE(doc.published.has_value());
  EXPECT_TRUE(doc.authors.empty());
  EXPECT_EQ(doc.language, "");
  EXPECT_EQ(doc.kind, Kind::kOther);
  EXPECT_EQ(doc.source, "import");
  for (const char* const date :
       {"\"2026-02-30\"", "\"soon\"", "20261122.5", "true", "[]", "\"\""}) {
    EXPECT_FALSE(
        document(std::string(R"({"title":"t","date":)") + date + "}").published.has_value())
        << date;
  }
  EXPECT_EQ(format_date(*document(R"({"title":"t","date":2019})").published), "2019");
  EXPECT_EQ(format_date(*document(R"({"title":"t","date":"bad","published":"2019-03"})").published),
            "2019-03");
}

TEST(JsonlParser, IdentityIsStable) {
  struct Case {
    const char* line;
    const char* id;
    Strings keys;
    Kind kind;
  };
  const Case cases[] = {
      {R"({"id":"patent:CN117151122A","title":"t"})",
       "patent:CN117151122A",
       {"patent:CN117151122A"},
       Kind::kPatent},
      {R"({"id":"csl:train-0","title":"t"})",
       "csl:train-0",
       {"id:import:csl:train-0"},
       Kind::kOther},
      {R"({"id":"csl:train-0","title":"t","source":"CSL"})",
       "csl:train-0",
       {"id:CSL:csl:train-0"},
       Kind::kOther},
      {R"({"id":"doi:10.1000/X","title":"t"})", "doi:10.1000/X", {"doi:10.1000/x"}, Kind::kPaper},
      {R"({"id":"pmid:77","title":"t"})", "pmid:77", {"pmid:77"}, Kind::kPaper},
      {R"({"id":42,"title":"t"})", "42", {"id:import:42"}, Kind::kOther},
      {R"({"url":"https://Example.org/a?utm_source=x","title":"t"})",
       "url:https://example.org/a",
       {"url:https://example.org/a"},
       Kind::kOther},
      {R"({"id":"patent:CN1A","url":"javascript:x","title":"t"})",
       "patent:CN1A",
       {"id:import:patent:CN1A"},
       Kind::kOther},
      {R"({"arxiv_id":"2401.00001v3","title":"t","id":"x"})",
       "x",
       {"arxiv:2401.00001", "id:import:x"},
       Kind::kPaper},
      {R"({"title":"t","categories":"G06N10/40; A61B5/369","id":"x"})",
       "x",
       {"id:import:x"},
       Kind::kPatent},
      {R"({"title":"t","categories":"cs.RO cs.AI","id":"x","kind":"News"})",
       "x",
       {"id:import:x"},
       Kind::kNews},
  };
  for (const Case& c : cases) {
    const Document doc = document(c.line);
    EXPECT_EQ(doc.id, c.id) << c.line;
    EXPECT_EQ(doc.keys, c.keys) << c.line;
    EXPECT_EQ(doc.kind, c.kind) << c.line;
  }
  const Document first = document(R"({"title":"t","date":"2020"})");
  const Document again = document(R"({ "date" : "2020", "title" : "t" })");
  const Document other = document(R"({"title":"t","date":"2021"})");
  EXPECT_TRUE(first.id.starts_with("id:import:")) << first.id;
  EXPECT_EQ(first.keys, again.keys);
  EXPECT_NE(first.keys, other.keys);
}

TEST(JsonlParser, WhatCannotBeTakenInSaysWhy) {
  EXPECT_NE(reason("").find("not JSON"), std::string::npos);
  EXPECT_NE(reason("{\"title\":\"t\"").find("not JSON"), std::string::npos);
  EXPECT_NE(reason("{\"title\":\"t\"} x").find("not JSON"), std::string::npos);
  EXPECT_NE(reason("{\"title\":\"\xFF}").find("nor after repair"), std::string::npos);
  EXPECT_EQ(reason("[1]"), "JSON, but not an object");
  EXPECT_EQ(reason("\"x\""), "JSON, but not an object");
  EXPECT_EQ(reason("{\"id\":\"x\"}"), "neither title nor abstract");
  EXPECT_EQ(reason("{\"title\":\" \",\"abstract\":7.5}"), "neither title nor abstract");
  EXPECT_EQ(reason("{\"title\":\"" + std::string(17 << 20, 'x') + "\"}"),
            "record of 17.0 MB exceeds the limit of 16 MB");
  EXPECT_NE(reason("{\"title\":" + std::string(5000, '[') + "}").find("not JSON"),
            std::string::npos);
  EXPECT_EQ(oversized_record("x", 100 << 20, {}, "f:1", Instant{}).reason,
            "record of 100.0 MB exceeds the limit of 16 MB");
}

TEST(JsonlParser, MalformedUtf8IsRepaired) {
  const Document doc =
      document("{\"title\":\"caf\xE9 \xE4\xB8\xAD\",\"abstract\":\"a\\u0000b\\u0007\"}");
  EXPECT_EQ(doc.title, "caf\xEF\xBF\xBD 中");
  EXPECT_TRUE(is_valid_utf8(doc.abstract));
  EXPECT_EQ(doc.abstract.find('\0'), std::string::npos);
}

TEST(JsonlParser, LongTitlesAreKept) {
  EXPECT_EQ(document("{\"title\":\"" + std::string(100'000, 'x') + "\"}").title.size(), 100'000u);
}

TEST(SplitPeople, ManyConventions) {
  struct Case {
    const char* text;
    Strings people;
  };
  const Case cases[] = {
      {"Shaun Martin", {"Shaun Martin"}},
      {"A. One, B. Two and C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A. One, B. Two, and C. Three", {"A. One", "B. Two", "C. Three"}},
      {"A and B and C", {"A", "B", "C"}},
      {"One, A.; Two, B.", {"One, A.", "Two, B."}},
      {"张三；李四", {"张三", "李四"}},
      {"张三、李四，王五", {"张三", "李四", "王五"}},
      {"A. One (Univ. X, City), B. Two", {"A. One (Univ. X, City)", "B. Two"}},
      {"A. One), B. Two", {"A. One)", "B. Two"}},
      {"Andy Brand", {"Andy Brand"}},
      {" , ;", {","}},
      {"", {}},
  };
  for (const Case& c : cases) EXPECT_EQ(split_people(c.text), c.people) << c.text;
}

TEST(HasControls, FindsWhatSanitiseChanges) {
  for (const char* const text : {"plain", "中文 text\n\t", "é", "\xEF\xBC\x8C"}) {
    EXPECT_FALSE(has_controls(text)) << text;
  }
  for (const char* const text :
       {"\x01", "a\rb", "\x7F", "\xC2\x85", "\xEF\xBF\xBF", "\xEF\xB7\x90", "\xF0\x9F\xBF\xBF"}) {
    EXPECT_TRUE(has_controls(text)) << text;
  }
}

TEST(JsonlParser, Recorded_EveryLineOfTheData) {
  const char* const folder = std::getenv("HORIZON_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "HORIZON_TEST_DATA is not set";
  const std::filesystem::path root(folder);
  struct Case {
    const char* file;
    std::size_t records;
    Kind kind;
    bool dated;
  };
  const Case cases[] = {
      {"arxiv_dev/arxiv_2000.jsonl.gz", 1464, Kind::kPaper, true},
      {"arxiv_recent/arxiv_cs_2025.jsonl.gz", 40'717, Kind::kPaper, true},
      {"csl_zh_titles.jsonl.gz", 8'000, Kind::kOther, false},
      {"cn_patents.jsonl", 34, Kind::kPatent, false},
  };
  JsonlParser parser;
  for (const Case& c : cases) {
    auto reader = LineReader::open(root / c.file);
    ASSERT_TRUE(reader.has_value()) << c.file;
    std::size_t records = 0;
    for (;;) {
      const auto line = reader->next();
      ASSERT_TRUE(line.has_value()) << c.file << ": " << line.error().message;
      if (!*line) break;
      const Parsed parsed = parser.parse((*line)->text, {}, c.file, Instant{});
      ASSERT_TRUE(std::holds_alternative<ParsedRecord>(parsed))
          << c.file << ": " << std::get<QuarantinedRecord>(parsed).reason;
      const Document& doc = std::get<ParsedRecord>(parsed).document;
      ++records;
      ASSERT_EQ(doc.kind, c.kind) << doc.id;
      ASSERT_EQ(doc.published.has_value(), c.dated) << doc.id;
      ASSERT_FALSE(doc.keys.empty()) << doc.id;
    }
    EXPECT_EQ(records, c.records) << c.file;
  }
}

}  // namespace
}  // namespace horizon::crawler
