#include "crawler/bytes/charset.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>

#include "core/text.h"
#include "crawler/bytes/charset_score.h"
#include "crawler/bytes/detect_charset.h"
#include "crawler/bytes/encoding.h"

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
  EXPECT_EQ(decoded.encoding, "UTF-8");
}

TEST(DecodeToUtf8, Latin) {
  const std::string bytes = "<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xE9 \x93q\x94</a>";
  EXPECT_NE(decode_to_utf8(bytes, "").text.find("café “q”"), std::string::npos);
}

TEST(DecodeToUtf8, OneBrokenByteDoesNotChangeTheEncoding) {
  std::string bytes = document(kSimplified, "utf-8");
  bytes.insert(bytes.find("</a>"), "\xFF");
  const Decoded decoded = decode_to_utf8(bytes, "");
  EXPECT_EQ(decoded.encoding, "UTF-8");
  EXPECT_TRUE(decoded.repaired);
  EXPECT_NE(decoded.text.find(kSimplified), std::string::npos);
  EXPECT_TRUE(is_valid_utf8(decoded.text));
}

TEST(DecodeToUtf8, ShortTextsWithADamagedCharacterStayWhatTheyAre) {
  const std::string title = "今天的新闻标题";
  const std::string cut = title.substr(0, title.size() - 1);
  for (const std::string& bytes : {document(cut, "utf-8"), document(cut, ""), "<a>" + cut}) {
    const Decoded decoded = decode_to_utf8(bytes, "");
    EXPECT_EQ(decoded.encoding, "UTF-8") << bytes;
    EXPECT_NE(decoded.text.find("今天的新闻标"), std::string::npos) << bytes;
  }
  EXPECT_EQ(decode_to_utf8(document("caf\u00E9 r\u00E9sum\u00E9 it\x92s", "utf-8"), "").encoding,
            "UTF-8");
  const std::string gbk = encode("今天", "gb18030") + "\xD6";
  EXPECT_NE(decode_to_utf8("<a>" + gbk + "</a>", "text/xml; charset=gb2312").text.find("今天"),
            std::string::npos);
}

TEST(DecodeToUtf8, AFewCharactersDoNotSpeakAgainstADeclaration) {
  struct Short {
    const char* label;
    const char* bytes;
    const char* text;
  };
  for (const auto& [label, bytes, text] :
       {Short{"gb2312", "\xD6\xD0", "中"}, Short{"big5", "\xB7\x73\xBB\x44", "新聞"},
        Short{"koi8-r", "\x80", "─"}, Short{"iso-8859-4", "\xBF", "ŋ"},
        Short{"windows-1258", "\xFE", "₫"}, Short{"iso-8859-14", "Caerdydd \xF0", "Caerdydd ŵ"}}) {
    const std::string type = std::string("text/plain; charset=") + label;
    EXPECT_EQ(decode_to_utf8(bytes, type).text, text) << label;
  }
  EXPECT_EQ(decode_to_utf8("caf\xE9 d\xE9j\xE0", "text/plain; charset=windows-1254").encoding,
            "windows-1254");
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

TEST(DecodeToUtf8, ShortMislabelledChinese) {
  struct Short {
    const char *text, *actual, *declared;
  };
  const Short cases[] = {
      {"人工智能", "gb18030", "utf-8"},
      {"中国新闻", "gb18030", "iso-8859-1"},
      {"量子计算研究", "gb18030", "big5"},
      {"人工智慧", "big5", "gb2312"},
      {"台灣新聞報導", "big5", "utf-8"},
      {"最新消息", "gb18030", ""},
      {"科技產業發展", "big5", "gbk"},
      {"经济观察", "gb18030", "big5"},
      {"我国科学家取得进展", "gb18030", "windows-1252"},
  };
  for (const Short& c : cases) {
    const std::string text = "<title>" + std::string(c.text) + "</title>";
    const Decoded decoded =
        decode_to_utf8(encode(text, c.actual), "text/html; charset=" + std::string(c.declared));
    EXPECT_EQ(decoded.text, text) << c.actual << " declared " << c.declared << ", read as "
                                  << decoded.encoding;
  }
}

TEST(DecodeToUtf8, Detection_LanguagesWithoutLabel) {
  struct Sample {
    const char *text, *encoding;
  };
  const Sample cases[] = {
      {"Президент подписал закон о бюджете на следующий год", "windows-1251"},
      {"Президент подписал закон о бюджете на следующий год", "KOI8-R"},
      {"Президент подписал закон о бюджете на следующий год", "ISO-8859-5"},
      {"Президент подписал закон о бюджете на следующий год", "ibm-866"},
      {"Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία", "ISO-8859-7"},
      {"הממשלה אישרה את התקציב לשנה הבאה", "windows-1255"},
      {"وافقت الحكومة على ميزانية العام المقبل", "windows-1256"},
      {"รัฐบาลอนุมัติงบประมาณประจำปีหน้าแล้ว", "windows-874"},
      {"A kormány elfogadta a jövő évi költségvetést, amelyről döntött", "ISO-8859-2"},
      {"Vláda schválila rozpočet na příští rok, řekl včera ministr", "windows-1250"},
      {"Hükümet gelecek yılın bütçesini onayladı, dün açıkladı", "windows-1254"},
      {"Le gouvernement a approuvé le budget de l’année prochaine à Paris", "windows-1252"},
      {"Il presidente è arrivato e la riforma è più vicina", "windows-1252"},
      {"政府は来年度の予算案を承認したと発表しました", "EUC-JP"},
      {"政府は来年度の予算案を承認したと発表しました", "windows-31j"},
      {"政府は来年度の予算案を承認したと発表しました", "ISO-2022-JP"},
      {"정부는 내년도 예산안을 승인했다고 발표했다", "windows-949"},
      {"政府批准了明年的预算", "HZ"},
  };
  for (const Sample& c : cases) {
    const Decoded decoded = decode_to_utf8(encode(c.text, c.encoding), "text/plain");
    EXPECT_EQ(decoded.text, c.text) << c.encoding << " read as " << decoded.encoding;
  }
}

TEST(DecodeToUtf8, EncodingStandard_LabelsAndNames) {
  struct Label {
    const char *label, *name;
  };
  const Label cases[] = {
      {"latin1", "windows-1252"},
      {"ISO-8859-1", "windows-1252"},
      {"ascii", "windows-1252"},
      {"GB2312", "GBK"},
      {"gb18030", "gb18030"},
      {"big5-hkscs", "Big5"},
      {" x-sjis ", "Shift_JIS"},
      {"ks_c_5601-1987", "EUC-KR"},
      {"iso-8859-9", "windows-1254"},
      {"tis-620", "windows-874"},
      {"koi", "KOI8-R"},
      {"utf8", "UTF-8"},
      {"utf-16", "UTF-16LE"},
      {"logical", "ISO-8859-8-I"},
      {"mac", "macintosh"},
      {"iso-2022-kr", "replacement"},
      {"x-user-defined", "x-user-defined"},
      {"utf-7", ""},
      {"", ""},
      {"utf-8 utf8", ""},
  };
  for (const Label& c : cases) EXPECT_EQ(encoding_of_label(c.label), c.name) << c.label;
  EXPECT_EQ(decode_as("\x80", "GBK")->text, "€");
  EXPECT_EQ(decode_as("\x80\x93", "windows-1252")->text, "€“");
  EXPECT_EQ(decode_as("\x81\x60", "Shift_JIS")->text, "～");
  EXPECT_EQ(decode_as("\xAA", "ISO-8859-16")->text, "Ș");
  EXPECT_EQ(decode_as("\x80", "x-user-defined")->text, "\uF780");
  EXPECT_FALSE(decode_as("x", "replacement").has_value());
}

TEST(HtmlDeclaredEncoding, Html_13_2_3_2_Prescan) {
  struct Page {
    const char *html, *label;
  };
  const Page cases[] = {
      {"<meta charset=gbk>", "gbk"},
      {"<html><head><META CharSet = 'Big5' />", "big5"},
      {"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312"},
      {"<meta content='text/html; charset=gb2312' http-equiv='content-type'>", "gb2312"},
      {"<meta content='text/html; charset=gb2312'>", ""},
      {"<!-- <meta charset=gbk> --><meta charset=utf-8>", "utf-8"},
      {"<a title='<meta charset=gbk>'><meta charset=utf-8>", "utf-8"},
      {"<metal charset=gbk>", ""},
      {"<meta charset=nonsense><meta charset=utf-8>", "utf-8"},
      {"<meta", ""},
      {"<meta charset='gbk", ""},
  };
  for (const Page& c : cases) EXPECT_EQ(html_declared_encoding(c.html), c.label) << c.html;
  EXPECT_EQ(html_declared_encoding(std::string(1024, ' ') + "<meta charset=gbk>"), "");
  EXPECT_EQ(decode_to_utf8("<meta charset=utf-16><p>\xC3\xA9", "").encoding, "UTF-8");
}

TEST(CharsetParameter, QuotedAndBare) {
  EXPECT_EQ(charset_parameter("text/xml; charset=UTF-8"), "utf-8");
  EXPECT_EQ(charset_parameter("text/xml; Charset = \"gbk\"; x=y"), "gbk");
  EXPECT_EQ(charset_parameter("text/xml"), "");
  EXPECT_EQ(charset_parameter("charset="), "");
}

TEST(CharsetScore, WhatLiesInAsciiCountsAlikeInAllEncodings) {
  const std::string word = "\xD0\xC2\xB5\xC4";  // "new" in GB 2312
  const std::string tight = "ab " + word + " cd",
                    loose = "ab" + std::string(501, ' ') + word + " cd";
  for (const char* const encoding : {"GBK", "Big5", "windows-1252", "windows-1251", "JOHAB"}) {
    const auto one = CharsetScore(tight).cost(encoding), other = CharsetScore(loose).cost(encoding);
    ASSERT_TRUE(one && other) << encoding;
    EXPECT_NEAR(*other - *one, 500 * 4, 0.01) << encoding;
  }
  EXPECT_LT(*CharsetScore(tight).cost("GBK"), *CharsetScore(tight).cost("windows-1252"));
  EXPECT_FALSE(CharsetScore(tight).cost("UTF-8").has_value());
  EXPECT_FALSE(CharsetScore(tight).cost("none").has_value());
}

TEST(DetectCharset, ManyOpenAnglesTakeLinearTime) {
  std::string bytes;
  while (bytes.size() < (std::size_t{40} << 10)) bytes += "\xD0\xC2\xB5\xC4 ";
  bytes.append(std::size_t{8} << 20, '<');
  EXPECT_EQ(detect_charset(bytes, ""), "GBK");
}

}  // namespace
}  // namespace horizon::crawler
