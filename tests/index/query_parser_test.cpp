#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "core/text.h"
#include "index/query/ast.h"

namespace horizon::index {
namespace {

// A tree as text: (kind field text children...).
std::string shape(const ParsedQuery& query, std::uint32_t index) {
  static const char* const kKinds[] = {"word", "prefix", "phrase", "near", "value", "dates",
                                       "last", "*",      "bag",    "and",  "or",    "not"};
  const QueryNode& node = query.node(index);
  std::string out = "(" + std::string(kKinds[static_cast<std::size_t>(node.kind)]);
  if (node.field != QueryField::kText) {
    out += ":" + std::to_string(static_cast<int>(node.field));
  }
  if (!node.text.empty()) out += " " + node.text;
  if (node.from) out += " " + format_date(*node.from);
  if (node.until) out += ".." + format_date(*node.until);
  if (node.distance > 0) out += " " + std::to_string(node.distance) + node.unit;
  for (const std::uint32_t child : node.children) out += " " + shape(query, child);
  return out + ")";
}
std::string shape(const ParsedQuery& query) {
  return query.root ? shape(query, *query.root) : "nothing";
}

TEST(QueryParser, CanonicalTextOfWhatPeopleType) {
  const struct {
    const char* typed;
    const char* canonical;
  } cases[] = {
      {"quantum computing", "quantum computing"},
      {"  quantum\tcomputing ", "quantum computing"},
      {"quantum　计算", "quantum 计算"},
      {"a AND b OR c", "a AND b OR c"},
      {"a AND (b OR c)", "a AND (b OR c)"},
      {"（a OR b） AND c", "(a OR b) AND c"},
      {"quantum computing AND photonic chip", "quantum computing AND photonic chip"},
      {"a and b or not c", "a and b or not c"},
      {"a NOT b", "a -b"},
      {"a AND NOT b", "a AND -b"},
      {"a －b", "a -b"},
      {"NOT NOT a", "a"},
      {"((a))", "a"},
      {"(a b) c", "a b c"},
      {"-(a b) c", "-(a b) c"},
      {"tool(s)", "tool s"},
      {"中国式\"二元经济\"的理论", "中国式 二元经济 的理论"},
      {"“外部性”问题", "外部性 问题"},
      {"\"a b\", \"c d\".", "\"a b\" \"c d\""},
      {"well-known", "well-known"},
      {"\"neutral atom\"", "\"neutral atom\""},
      {"“neutral atom”", "\"neutral atom\""},
      {"「脑机接口」『电极』《量子》＂光＂", "\"脑机接口\" \"电极\" \"量子\" \"光\""},
      {"title:graphene", "title:graphene"},
      {"Title：石墨烯", "title:石墨烯"},
      {"标题:石墨烯 作者:王小明", "title:石墨烯 author:王小明"},
      {"author: \"Ada Lovelace\"", "author:\"Ada Lovelace\""},
      {"title:(graphene OR \"carbon nanotube\") sensor",
       "title:(graphene OR \"carbon nanotube\") sensor"},
      {"title:(a author:b)", "title:(a author:b)"},
      {"kind:专利 lang:Chinese", "kind:\"patent\" lang:\"zh\""},
      {"code:G06N* domain:HEA", "code:\"G06N\" topic:\"HEA\""},
      {"2024..2025-03", "published:2024..2025-03"},
      {"published:2024/03", "published:2024-03"},
      {"日期：..2020", "published:..2020"},
      {"last:90d 最近:2年", "last:90d last:2y"},
      {"photon*", "photon*"},
      {"光子＊", "光子"},
      {"a NEAR b", "a NEAR/10 b"},
      {"\"a b\" NEAR/3 cd*", "\"a b\" NEAR/3 cd*"},
      {"a NEAR/2 b NEAR/4 c", "a NEAR/2 b NEAR/4 c"},
      {"-a NEAR b", "-a NEAR/10 b"},
      {"*", "*"},
      {"* a", "a"},
      {"C:N ratio http://example.org/x", "C:N ratio http://example.org/x"},
      {"", ""},
      {"!!! ???", ""},
      {"1999", "1999"},
      {"0..1", "0..1"},
  };
  for (const auto& c : cases) {
    const auto query = parse_query(c.typed);
    ASSERT_TRUE(query) << c.typed << ": " << query.error().message;
    EXPECT_EQ(print_query(*query), c.canonical) << c.typed;
  }
}

TEST(QueryParser, WhatIsNotQuiteRightIsMendedAndSaid) {
  using Kind = QueryRepair::Kind;
  const struct {
    const char* typed;
    const char* canonical;
    Kind repair;
    std::uint32_t column;
  } cases[] = {
      {"\"neutral atom", "\"neutral atom\"", Kind::kUnclosedQuote, 1},
      {"量子 (a OR b", "量子 (a OR b)", Kind::kUnclosedGroup, 4},
      {"a) b", "a b", Kind::kStrayClose, 2},
      {"AND a", "a", Kind::kStrayOperator, 1},
      {"a OR", "a", Kind::kStrayOperator, 3},
      {"a AND OR b", "a OR b", Kind::kStrayOperator, 3},
      {"a NOT", "a", Kind::kStrayOperator, 3},
      {"NEAR infrared", "infrared", Kind::kStrayOperator, 1},
      {"a ()", "a", Kind::kEmptyGroup, 3},
      {"a \"\"", "a", Kind::kEmptyGroup, 3},
      {"*photon", "photon", Kind::kLeadingStar, 1},
      {"autor:smith", "autor:smith", Kind::kUnknownField, 1},
  };
  for (const auto& c : cases) {
    const auto query = parse_query(c.typed);
    ASSERT_TRUE(query) << c.typed << ": " << query.error().message;
    EXPECT_EQ(print_query(*query), c.canonical) << c.typed;
    ASSERT_EQ(query->repairs.size(), 1U) << c.typed;
    EXPECT_EQ(query->repairs[0].kind, c.repair) << c.typed;
    EXPECT_EQ(query->repairs[0].column, c.column) << c.typed;
  }
}

TEST(QueryParser, ErrorsPointAtTheColumn) {
  const struct {
    const char* typed;
    const char* part;
    std::size_t caret;  // columns before it
  } cases[] = {
      {"quantum author:", "column 9: 'author:' wants a value", 8},
      {"量子 published:soon", "column 14: 'soon' is no date", 15},
      {"2025..2024", "column 1: '2025..2024' ends before it begins", 0},
      {"kind:book", "column 6: no kind 'book'", 5},
      {"lang:klingon", "column 6: no language", 5},
      {"last:90", "column 6: 'last:90' is no span of time", 5},
      {"last:0d", "column 6: 'last:0d'", 5},
      {"a NEAR/0 b", "column 3: NEAR/ wants a number", 2},
      {"a NEAR/999 b", "column 3: NEAR/ wants a number", 2},
      {"a NEAR/脑* b", "column 3: NEAR/ wants a number", 2},
      {"(a b) NEAR c", "column 7: NEAR stands between", 6},
      {"a NEAR kind:paper", "column 3: NEAR stands between", 2},
      {"q*", "column 1: 'q*' would match almost every word", 0},
      {"source:arx*", "column 8: 'source:' takes a whole value", 7},
  };
  for (const auto& c : cases) {
    const auto query = parse_query(c.typed);
    ASSERT_FALSE(query) << c.typed;
    const std::string& message = query.error().message;
    EXPECT_EQ(query.error().code, ErrorCode::kUsage) << c.typed;
    EXPECT_NE(message.find(c.part), std::string::npos) << message;
    EXPECT_TRUE(message.ends_with("\n  " + std::string(c.caret, ' ') + "^")) << message;
  }
}

TEST(QueryParser, TheCaretStandsBelowThePlaceOfALongQuery) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "量子 word ";
  text += "kind:book and more words that follow";
  const auto query = parse_query(text);
  ASSERT_FALSE(query);
  const auto lines = split(query.error().message, '\n');
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_LE(display_width(lines[1]), 200U);
  const std::size_t caret = lines[2].find('^');
  const std::size_t place = lines[1].find("book");
  ASSERT_NE(place, std::string::npos);
  EXPECT_EQ(caret, display_width(lines[1].substr(0, place)));
}

// Random queries of all that the language has, and much that it has not.
TEST(QueryParser, PrintingAndParsingAgainGivesTheSameTree) {
  const std::vector<std::string> parts = {"a",       "bc",
                                          "量子",    "计算机",
                                          "\"x y\"", "“脑机”",
                                          "(",       ")",
                                          "（",      "）",
                                          "AND",     "OR",
                                          "NOT",     "-",
                                          "NEAR",    "NEAR/3",
                                          "title:",  "author:",
                                          "kind:",   "paper",
                                          "2024",    "2020..",
                                          "..2021",  "last:",
                                          "90d",     "pre*",
                                          "*",       "\"",
                                          "「",      "」",
                                          "x:y",     "id:",
                                          "code:",   "G06N10",
                                          "topic:",  "lang:zh",
                                          "--",      "published:2019-02",
                                          "!!",      "\xFF"};
  std::uint64_t state = 42;
  const auto draw = [&](std::size_t count) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state >> 33U) % count;
  };
  std::size_t parsed = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string typed;
    for (std::size_t i = 1 + draw(9); i > 0; --i) {
      typed += parts[draw(parts.size())];
      if (draw(4) > 0) typed += ' ';
    }
    const auto first = parse_query(typed);
    if (!first) continue;
    ++parsed;
    const std::string canonical = print_query(*first);
    const auto second = parse_query(canonical);
    ASSERT_TRUE(second) << typed << " => " << canonical << ": " << second.error().message;
    ASSERT_EQ(shape(*first), shape(*second)) << typed << " => " << canonical;
    ASSERT_EQ(print_query(*second), canonical) << typed;
    for (const QueryRepair& repair : second->repairs) {
      ASSERT_EQ(repair.kind, QueryRepair::Kind::kUnknownField) << typed << " => " << canonical;
    }
  }
  EXPECT_GT(parsed, 5'000U);
}

TEST(QueryParser, HostileTextIsReadOrRefusedAtOnce) {
  const auto repeat = [](const std::string& text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
  };
  const struct {
    std::string text;
    bool understood;
  } cases[] = {
      {std::string(100'000, 'a'), true},
      {repeat("word ", 20'000), true},
      {repeat("word* ", 10'000), false},
      {repeat("(", 50'000), false},
      {repeat(")", 50'000), true},
      {repeat("\"\" ", 30'000), true},
      {repeat("\"a\" ", 25'000), false},
      {repeat("a NEAR ", 14'000), false},
      {repeat("NOT ", 25'000), true},
      {repeat("-", 100'000), true},
      {repeat("- a ", 25'000), true},
      {repeat("autor:x ", 12'000), true},
      {repeat("a OR ", 20'000), true},
      {repeat("*", 100'000), true},
      {repeat("脑", 33'000), true},
      {repeat("「", 33'000) + "」x", true},
      {repeat("「『《\"", 9'000) + "」x』x》x\"x", true},
      {std::string(100'000, '\0'), true},
      {repeat("\xFF\xC0", 50'000), true},
      {std::string(2'000'000, 'a'), false},
  };
  for (const auto& c : cases) {
    const auto begin = std::chrono::steady_clock::now();
    const auto query = parse_query(c.text);
    const std::string start(truncate_utf8(c.text, 20));
    EXPECT_EQ(query.has_value(), c.understood) << start;
    if (query) print_query(*query);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1)) << start;
  }
}

}  // namespace
}  // namespace horizon::index
