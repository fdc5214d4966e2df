#include <gtest/gtest.h>

#include <string>

#include "crawler/formats/patent/greenbook.h"
#include "crawler/formats/patent/patent_number.h"
#include "crawler/formats/patent/patent_symbol.h"
#include "crawler/formats/patent/patent_text.h"

namespace horizon::crawler {
namespace {

TEST(PatentSymbol, FormsOfTheOffices) {
  struct Case {
    const char *text, *symbol;
  };
  constexpr Case kCases[] = {
      {"A61B5/369", "A61B5/369"},
      {"A61B   5/  369            A I                    ", "A61B5/369"},
      {"C10L   1/    00            A I", "C10L1/00"},
      {"A01N  25/   02", "A01N25/02"},
      {"G06F015/00", "G06F15/00"},
      {"G06F 17/30(2006.01)I", "G06F17/30"},
      {"Int.Cl.7 G06F 17/30", "G06F17/30"},
      {"Int. Cl.8 A61B5/00 (2006.01)", "A61B5/00"},
      {"H04L 9/0838 20130101", "H04L9/0838"},
      {"g06f 3/01", "G06F3/01"},
      {"Y02E10/50", "Y02E10/50"},
      {"C10G2300/1022", "C10G2300/1022"},
      {"G06F", "G06F"},
      // Fixed columns of the USPTO before 2005: three of the main group, then the subgroup.
      {"G06F 1516", "G06F15/16"},
      {"G06F 1300", "G06F13/00"},
      {"B60R  900", "B60R9/00"},
      {"G06F  728", "G06F7/28"},
      {"A61K 31445", "A61K31/445"},
      {"C07D23100", "C07D231/00"},
      // No symbols of IPC or CPC.
      {"1402", ""},
      {"D14 2", ""},
      {"709228", ""},
      {"705 26", ""},
      {"", ""},
      {"G06", ""},
      {"Z06F 1/00", ""},
      {"G06F /30", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(normalise_symbol(c.text), c.symbol) << c.text;
  EXPECT_EQ(join_symbol("G", "06", "F", "017", "30"), "G06F17/30");
  EXPECT_EQ(join_symbol("H", "04", "L", "", ""), "H04L");
  EXPECT_EQ(join_symbol("", "709", "", "", ""), "");
}

TEST(PatentNumber, OneSpellingForOnePublication) {
  struct Case {
    PatentId id;
    const char* number;
  };
  const Case kCases[] = {
      {{"US", "08930553", "B2", ""}, "US8930553B2"},
      {{"US", "8,930,553", "B2", ""}, "US8930553B2"},
      {{"US", "D0435854", "S1", ""}, "USD435854S1"},
      {{"US", "20050004437", "A1", ""}, "US20050004437A1"},
      {{"US", "2005004437", "A1", ""}, "US20050004437A1"},    // DOCDB
      {{"US", "2005/0004437", "A1", ""}, "US20050004437A1"},  // as printed
      {{"", "US2005004437", "A1", ""}, "US20050004437A1"},    // epodoc
      {{"EP", "1000000", "A1", ""}, "EP1000000A1"},
      {{"EP", "EP1000000", "A1", ""}, "EP1000000A1"},
      {{"CN", "117151122", "A", ""}, "CN117151122A"},
      {{"WO", "2020086066", "A1", ""}, "WO2020086066A1"},
      {{"", "117151122", "A", ""}, ""},
      {{"US", "", "A1", ""}, ""},
      {{"US", "unknown", "A1", ""}, ""},
      {{"USA", "1234567", "A1", ""}, ""},
      {{"US", std::string(100, '7'), "A1", ""}, ""},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(publication_number(c.id), c.number) << c.id.country << c.id.number;
  }
}

TEST(PatentNumber, DatesOfThatPrecisionThatTheyState) {
  struct Case {
    const char *text, *date;
  };
  constexpr Case kCases[] = {
      {"20150106", "2015-01-06"},
      {"20150100", "2015-01"},
      {"20150000", "2015"},
      {"2015-01-06", "2015-01-06"},
      {" 19760210 ", "1976-02-10"},
      {"2015.01.06", "2015-01-06"},
      {"20151399", ""},
      {"", ""},
      {"unknown", ""},
      {"00000000", ""},
  };
  for (const Case& c : kCases) {
    const auto date = patent_date(c.text);
    EXPECT_EQ(date ? format_date(*date) : "", c.date) << c.text;
  }
}

TEST(PatentNumber, Countries) {
  struct Case {
    const char *text, *code;
  };
  constexpr Case kCases[] = {
      {"US", "US"}, {"jp", "JP"},    {"JPX", "JP"},   {"DT", "DE"}, {"GB2", "GB"},
      {"XX", ""},   {"omitted", ""}, {"unknown", ""}, {"", ""},     {"U", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(country_code(c.text), c.code) << c.text;
}

TEST(PatentText, GreenbookMarks) {
  struct Case {
    const char *text, *plain;
  };
  constexpr Case kCases[] = {
      {".alpha.-Fe at 20.degree. C.", "α-Fe at 20° C."},
      {"less than 5.+-.0.1 mm. The rest", "less than 5±0.1 mm. The rest"},
      {"R < 5 & more.", "R < 5 & more."},
      {"no marks", "no marks"},
      {"", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(aps_text(c.text), c.plain) << c.text;
}

TEST(PatentText, EntitiesOfOldDtds) {
  EXPECT_EQ(iso_entity("lgr"), "λ");
  EXPECT_EQ(iso_entity("OHgr"), "Ω");
  EXPECT_EQ(iso_entity("b.alpha"), "α");
  EXPECT_EQ(iso_entity("nothing"), "");
  EXPECT_EQ(markup_line("<p>a &lgr;-phage &amp; more</p>"), "a λ-phage & more");
}

TEST(PatentText, ClaimsLoseTheirNumber) {
  struct Case {
    const char *text, *claim;
  };
  constexpr Case kCases[] = {{"1. A method", "A method"},
                             {"1 . A method", "A method"},
                             {"1、一种方法", "一种方法"},
                             {"1．一种方法", "一种方法"},
                             {"2020 was a year", "2020 was a year"},
                             {"3 bolts", "3 bolts"}};
  for (const Case& c : kCases) EXPECT_EQ(without_claim_number(c.text), c.claim) << c.text;
}

}  // namespace
}  // namespace horizon::crawler
