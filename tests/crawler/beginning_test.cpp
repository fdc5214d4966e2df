#include "crawler/formats/beginning.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "crawler/formats/format.h"

namespace horizon::crawler {
namespace {

using namespace std::string_literals;

TEST(Beginning, TheRootOfXmlHoweverItIsWritten) {
  struct Case {
    std::string bytes;
    const char* root;
  };
  const Case cases[] = {
      {"<OAI-PMH>", "OAI-PMH"},
      {"\xEF\xBB\xBF  \n<?xml version='1.0'?><!-- <a> --><o:rss x='>'>", "rss"},
      {"\xFF\xFE<\0r\0s\0s\0>\0"s, "rss"},
      {"<?xml version='1.0' encoding='gbk'?><feed>\xD0\xC2</feed>", "feed"},
      {"<!DOCTYPE us-patent-grant SYSTEM 'x' [ <!ENTITY a 'b'> ", "us-patent-grant"},
      {"<!DOCTYPE o:doc [", ""},
      {"<!DOCTYPE o:doc [ <!ENTITY a 'b'>", "doc"},
      {"text <rss>", ""},
      {"{\"a\": \"<rss>\"}", ""},
      {"<", ""},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(Beginning(c.bytes, "x").xml_root(), c.root) << c.bytes;
}

TEST(Beginning, TextIsUtf8WithOneKindOfLineEnd) {
  EXPECT_EQ(Beginning("a\r\nb\rc", "x").text(), "a\nb\nc");
  EXPECT_EQ(Beginning("\xD6\xD0\xB9\xFA\xBF\xC6\xD1\xA7\xBC\xBC\xCA\xF5", "x").text(),
            "中国科学技术");
  EXPECT_EQ(Beginning(std::string(100'000, 'a'), "x").text().size(), std::size_t{64} << 10);
}

TEST(Beginning, JsonWithASpelling) {
  constexpr std::array<std::string_view, 2> kSpellings = {"\"doi\"", "\"title\""};
  EXPECT_TRUE(Beginning(" [{\"title\": 1}", "x").is_json_with(kSpellings));
  EXPECT_FALSE(Beginning("{\"name\": 1}", "x").is_json_with(kSpellings));
  EXPECT_FALSE(Beginning("a \"title\"", "x").is_json_with(kSpellings));
}

TEST(RecogniseFormat, SaysHowAnUnknownFileBegins) {
  const auto format = recognise_format("  some   words\nof nobody", "x.txt");
  ASSERT_FALSE(format.has_value());
  EXPECT_EQ(format.error().code, ErrorCode::kUsage);
  EXPECT_NE(format.error().message.find("x.txt is of no format"), std::string::npos);
  EXPECT_NE(format.error().message.find("some words of nobody"), std::string::npos)
      << format.error().message;
}

}  // namespace
}  // namespace horizon::crawler
