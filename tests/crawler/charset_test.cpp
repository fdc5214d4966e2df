#include "crawler/bytes/charset.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>

#include "core/text.h"

namespace horizon::crawler {
namespace {

constexpr const char* kSimplified =
    "我国科学家在量子计算研究中取得新的进展，这是一个重要的里程碑。中国的大学和企业都在发展人工智能"
    "。";
constexpr const char* kTraditional =
    "我國科學家在量子計算研究中取得新的進展，這是一個重要的里程碑。台灣的大學和企業都在發展人工智慧"
    "。";

std::string encode(const std::string& text, const char* encoding) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  std::string out(static_cast<std::size_t>(wide.length()) * 4 + 8, '\0');
  const int32_t size =
      wide.extract(0, wide.length(), out.data(), static_cast<uint32_t>(out.size()), encoding);
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string document(const std::string& text, const std::string& label) {
  const std::string declaration = label.empty() ? "" : " encoding='" + label + "'";
  return "<?xml version='1.0'" + declaration + "?><a>" + text + text + text + "</a>";
}

struct Case {
  const char* text;
  const char* actual;
  const char* declared;
  const char* content_type;
};

TEST(DecodeToUtf8, LabelledAndMislabelledChinese) {
  const Case cases[] = {
      {kSimplified, "gb18030", "gb2312", ""},
      {kSimplified, "gb18030", "gbk", ""},
      {kSimplified, "gb18030", "GB18030", ""},
      {kSimplified, "gb18030", "", "text/xml; charset=gb2312"},
      {kSimplified, "gb18030", "utf-8", "application/xml; charset=\"GBK\""},
      {kSimplified, "gb18030", "utf-8", ""},       // wrong label
      {kSimplified, "gb18030", "iso-8859-1", ""},  // wrong label
      {kSimplified, "gb18030", "", ""},            // no label
      {kSimplified, "utf-8", "gb2312", ""},        // wrong label
      {kSimplified, "utf-8", "", "text/xml; charset=iso-8859-1"},
      {kTraditional, "big5", "big5", ""},
      {kTraditional, "big5", "gb2312", ""},  // wrong label
      {kTraditional, "big5", "utf-8", ""},
      {kSimplified, "gb18030", "big5", ""},
      {kSimplified, "utf-8", "no-such-encoding", ""},
      {kSimplified, "gb18030", "no-such-encoding", ""},
  };
  for (const Case& c : cases) {
    const std::string bytes = encode(document(c.text, c.declared), c.actual);
    const Decoded decoded = decode_to_utf8(bytes, c.content_type);
    EXPECT_NE(decoded.text.find(c.text), std::string::npos)
        << c.actual << " declared " << c.declared << " / " << c.content_type << ", read as "
        << decoded.encoding << ": " << decoded.text.substr(0, 120);
  }
}

TEST(DecodeToUtf8, Xml10_AppendixF_ByteOrderMarks) {
  const std::string text = document(kSimplified, "utf-16");
  for (const char* const encoding : {"utf-16le", "utf-16be"}) {
    EXPECT_NE(decode_to_utf8(encode(text, encoding), "").text.find(kSimplified), std::string::npos)
        << encoding;
    const std::string marked = encode("\xEF\xBB\xBF" + text, encoding);
    EXPECT_NE(decode_to_utf8(marked, "text/xml; charset=utf-8").text.find(kSimplified),
              std::string::npos)
        << encoding;
  }
  const Decoded decoded = decode_to_utf8("\xEF\xBB\xBF<a>x</a>", "text/xml; charset=gb2312");
  EXPECT_EQ(decoded.text, "<a>x</a>");
  EXPECT_EQ(decoded.encoding, "utf-8");
}

TEST(DecodeToUtf8, Latin) {
  const std::string bytes = "<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xE9 \x93q\x94</a>";
  EXPECT_NE(decode_to_utf8(bytes, "").text.find("café “q”"), std::string::npos);
}

TEST(DecodeToUtf8, OneBrokenByteDoesNotChangeTheEncoding) {
  std::string bytes = document(kSimplified, "utf-8");
  bytes.insert(bytes.find("</a>"), "\xFF");
  const Decoded decoded = decode_to_utf8(bytes, "");
  EXPECT_EQ(decoded.encoding, "utf-8");
  EXPECT_TRUE(decoded.repaired);
  EXPECT_NE(decoded.text.find(kSimplified), std::string::npos);
  EXPECT_TRUE(is_valid_utf8(decoded.text));
}

TEST(DecodeToUtf8, AnythingGivesValidUtf8) {
  const std::string samples[] = {"",
                                 std::string("\0\0\0", 3),
                                 "\xFF\xFE",
                                 "\xFE\xFF\xD8",
                                 "\xEF\xBB\xBF",
                                 std::string(100, '\x80'),
                                 "<?xml encoding='utf-7'?>+AGE-"};
  for (const std::string& sample : samples) {
    EXPECT_TRUE(is_valid_utf8(decode_to_utf8(sample, "a/b; charset=x-nonsense").text)) << sample;
  }
}

TEST(CharsetParameter, QuotedAndBare) {
  EXPECT_EQ(charset_parameter("text/xml; charset=UTF-8"), "utf-8");
  EXPECT_EQ(charset_parameter("text/xml; Charset = \"gbk\"; x=y"), "gbk");
  EXPECT_EQ(charset_parameter("text/xml"), "");
  EXPECT_EQ(charset_parameter("charset="), "");
}

}  // namespace
}  // namespace horizon::crawler
