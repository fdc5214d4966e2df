#include "crawler/bytes/text_source.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>
#include <vector>

#include "crawler/formats/export/text_parts.h"
#include "tests/support/read_text.h"

namespace horizon::crawler {
namespace {

std::string encoded(const std::string& text, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(text.size() * 4 + 16, '\0');
  const int32_t size = ucnv_convert(encoding, "utf-8", out.data(), static_cast<int32_t>(out.size()),
                                    text.data(), static_cast<int32_t>(text.size()), &status);
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string read(const std::string& bytes) {
  auto source = open_memory(bytes);
  const auto text = text_source(std::move(*source));
  std::string out;
  std::vector<char> buffer(7);
  for (;;) {
    const auto got = text->read(buffer);
    if (!got || *got == 0) return out;
    out.append(buffer.data(), *got);
  }
}

const char* const kText =
    "TY  - JOUR\nTI  - 面向侵入式脑机接口的解码算法研究与实现\nAU  - 张三\n"
    "AB  - 本文提出了一种新的方法，在公开数据集上的实验表明该方法是有效的。\nER  - \n";

TEST(TextSource, AnyEncodingIsTheSameText) {
  std::string later(100'000, ' ');  // the first character outside ASCII comes late
  for (const std::string& text : {std::string(kText), later + kText}) {
    for (const char* const encoding :
         {"utf-8", "gb18030", "gbk", "utf-16", "utf-16le", "utf-16be", "utf-32"}) {
      EXPECT_EQ(read(encoded(text, encoding)), text) << encoding;
    }
  }
  const std::string traditional =
      "TI  - 這是關於機器學習與腦機介面的研究報告，我們說明這個系統的發展過程\n";
  EXPECT_EQ(read(encoded(traditional, "Big5-HKSCS")), traditional);
  const std::string long_text = [] {
    std::string all;
    for (int i = 0; i < 3000; ++i) all += kText;
    return all;
  }();
  EXPECT_EQ(read(encoded(long_text, "gb18030")), long_text);
  EXPECT_EQ(read(encoded(long_text, "utf-16")), long_text);
}

TEST(TextSource, LineBreaksAreOfOneForm) {
  EXPECT_EQ(read("a\r\nb\rc\n\nd\r\n\r\n"), "a\nb\nc\n\nd\n\n");
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a"),
            "a");
  EXPECT_EQ(read(""), "");
}

TEST(TextParts, SplitNames) {
  struct Case {
    const char* text;
    const char* names;
  };
  const Case cases[] = {
      {"张三;李四；王五;", "张三|李四|王五"},
      {"张三,李四，王五、赵六", "张三|李四|王五|赵六"},
      {"张三 李四", "张三|李四"},
      {"张三[1],李四[2],等", "张三|李四"},
      {"Zhang, San; Li, Si; et al.", "Zhang, San|Li, Si"},
      {"Lovelace, Ada and Byron, George", "Lovelace, Ada|Byron, George"},
      {"A. One, B. Two and C. Three", "A. One|B. Two|C. Three"},
      {"Lovelace, Ada", "Lovelace, Ada"},
      {"John Smith (MIT; USA), Jane Doe", "John Smith (MIT; USA)|Jane Doe"},
      {"买买提·吐尔逊,张三", "买买提·吐尔逊|张三"},
      {"*张三; 李四1", "张三|李四"},
      {"[Anonymous]", ""},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(test::joined(split_names(c.text)), c.names) << c.text;
}

TEST(TextParts, Dates) {
  struct Case {
    const char* text;
    const char* date;
  };
  const Case cases[] = {
      {"2026-11-22", "2026-11-22"},
      {"2026/11/22/", "2026-11-22"},
      {"2026/11//", "2026-11"},
      {"2026///", "2026"},
      {"2026//", "2026"},
      {"2026 Nov", "2026-11"},
      {"NOV 2026", "2026-11"},
      {"2026 Nov-Dec", "2026-11"},
      {"NOV-DEC 2026", "2026-11"},
      {"2026年11月", "2026-11"},
      {"2026年11月22日", "2026-11-22"},
      {"20261122", "2026-11-22"},
      {"2026-11-22 10:00", "2026-11-22"},
      {"22/11/2026", "2026-11-22"},
      {"11/22/2026", "2026-11-22"},
      {"04/05/2026", "2026"},
      {"2026 Winter", "2026"},
      {"c2026", "2026"},
      {"2026", "2026"},
      {"2026-13-45", "2026"},
      {"2026.11", "2026-11"},
      {"22 November 2026", "2026-11-22"},
      {"2026,52(1)", "2026"},
      {"n.d.", "-"},
      {"", "-"},
      {"99", "-"},
      {"2026-02-30", "2026-02"},
  };
  for (const Case& c : cases) {
    const auto date = parse_export_date(c.text);
    EXPECT_EQ(date ? format_date(*date) : "-", c.date) << c.text;
  }
  const auto split = [](const char* year, const char* month) {
    const auto date = parse_split_date(year, month);
    return date ? format_date(*date) : "-";
  };
  EXPECT_EQ(split("2026", "NOV 22"), "2026-11-22");
  EXPECT_EQ(split("2026", "NOV-DEC"), "2026-11");
  EXPECT_EQ(split("2026", "11"), "2026-11");
  EXPECT_EQ(split("2026", "11-22"), "2026-11-22");
  EXPECT_EQ(split("2026", "SPR"), "2026");
  EXPECT_EQ(split("2026/03/01", "11"), "2026-03-01");
  EXPECT_EQ(split("", "11"), "-");
}

TEST(TextParts, Countries) {
  struct Case {
    const char* address;
    const char* code;
  };
  const Case cases[] = {
      {"Tsinghua University, Beijing, China.", "CN"},
      {"MIT, Cambridge, MA 02139 USA", "US"},
      {"Univ Tokyo, Tokyo 108-8639, Japan", "JP"},
      {"Tokyo, 108-8639 Japan. a@b.jp", "JP"},
      {"London EC1 6BQ, UK. j.a@qmul.ac.uk", "GB"},
      {"Univ X, Seoul, South Korea", "KR"},
      {"清华大学", ""},
      {"P.R. China", "CN"},
      {"Nowhere, Atlantis", ""},
      {"", ""},
      {"@", ""},
      {"Boston, U.S.A.", "US"},
  };
  for (const Case& c : cases) EXPECT_EQ(country_of_address(c.address), c.code) << c.address;
}

}  // namespace
}  // namespace horizon::crawler
