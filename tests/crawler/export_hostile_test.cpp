// Every export format on damaged text of every export format.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "core/text.h"
#include "tests/support/read_text.h"

namespace horizon::crawler {
namespace {

constexpr auto kFormats = std::to_array<std::string_view>(
    {"ris", "bibtex", "endnote", "endnote_xml", "noteexpress", "cnki", "wanfang", "refworks", "wos",
     "wos_tab", "scopus_csv", "lens_csv", "csv", "medline", "csljson"});

constexpr auto kTexts = std::to_array<std::string_view>({
    "TY  - JOUR\nTI  - 题 &amp; title\nAU  - 张三;李四\nPY  - 2026/1/\nDO  - 10.1000/x\nER  - \n",
    "@string{a=\"b\"}\n@article{k, title={A {\\\"o} \\'{\\i} $x^2$}, author=a # { and C, D}, "
    "year=2026, crossref={p}}\n@book{p, title=\"P\"}\n",
    "%0 Journal Article\n%T 题\n%A 张三\n%D 2026\n%+ 清华大学;北大\n",
    "<xml><records><record><titles><title><style>T</style></title></titles></record></records>",
    "{Reference Type}: Journal Article\n{Title}: 题\n{Author}: 张三\n{Year}: 2026\n",
    "SrcDatabase-来源库: 期刊\nTitle-题名: 题\nAuthor-作者: 张三;李四;\nPubTime-发表时间: "
    "2026-01\n",
    "RT Journal Article\nT1 题\nA1 张三;李四\nYR 2026\nFD Nov 2\n",
    "FN Clarivate\nPT J\nAU Z, S\n   L, S\nTI T\nC1 [Z, S; L, S] U, City 1, USA\nPD NOV\nPY "
    "2026\nER\n",
    "PT\tAU\tTI\tC1\nJ\tZ, S\tT\t[Z, S] U, X, China\n",
    "\"Title\",\"Authors\",\"Year\",\"Affiliations\"\n\"a \"\"b\"\"\nc\",\"Z S.; L S.\",2026,\"U, "
    "China\"\n",
    "PMID- 1\nTI  - T\n      x\nFAU - Z, S\nAD  - U, China. a@b.c\nDP  - 2026 Nov 3\nMH  - *H/q\n",
    "[{\"id\":1,\"type\":\"patent\",\"title\":\"T\",\"issued\":{\"date-parts\":[[2026,1]]}}]",
});

void expect_clean(const Records& records, std::string_view format, const std::string& text) {
  for (const ParsedRecord& record : records.records) {
    const Document& document = record.document;
    EXPECT_FALSE(document.keys.empty()) << format << ": " << text;
    std::string all = document.title + document.abstract + document.venue + document.url;
    for (const Person& person : document.authors) {
      all += person.name + person.id;
      for (const std::uint16_t place : person.organisations) {
        EXPECT_LT(place, document.organisations.size()) << format << ": " << text;
      }
    }
    for (const Organisation& place : document.organisations) all += place.name + place.city;
    for (const Code& code : document.codes) all += code.value;
    for (const std::string& key : document.keys) all += key;
    EXPECT_TRUE(is_valid_utf8(all)) << format << ": " << text;
  }
  for (const QuarantinedRecord& record : records.quarantined) {
    EXPECT_FALSE(record.reason.empty()) << format << ": " << text;
  }
}

TEST(Exports, Hostile_DamagedTexts) {
  std::mt19937 random(7);
  const auto pick = [&](std::size_t bound) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(bound, 1));
  };
  using namespace std::string_view_literals;
  constexpr std::string_view kBytes = "{}[]\"'\\@%,;:#-\n\r\t \0\xFF\xE4$~=<>/&"sv;
  for (int round = 0; round < 6000; ++round) {
    std::string text(kTexts[pick(kTexts.size())]);
    for (std::size_t changes = 1 + pick(6); changes > 0; --changes) {
      const std::size_t at = pick(text.size());
      switch (pick(5)) {
        case 0:
          text.erase(at, 1 + pick(10));
          break;
        case 1:
          text.insert(at, 1 + pick(3), kBytes[pick(kBytes.size())]);
          break;
        case 2:
          text.insert(at, text.substr(pick(text.size()), pick(40)));
          break;
        case 3:
          text.insert(at, kTexts[pick(kTexts.size())]);
          break;
        default:
          if (!text.empty()) text[at] = static_cast<char>(random());
      }
    }
    const std::string_view format = kFormats[pick(kFormats.size())];
    expect_clean(test::read_text(format, text), format, text);
  }
}

TEST(RecordFormats, Hostile_DamagedFromTheFirstByteOn) {
  using namespace std::string_literals;
  for (const std::string& text : {"\x1F\x8B"s, "\x1F\x8B\x08\0\0"s, "\x28\xB5\x2F\xFD"s,
                                  "\x28\xB5\x2F\xFD\xFF\xFF\xFF\xFF"s}) {
    for (const RecordFormat& format : record_formats()) {
      ReadContext context;
      context.source.id = "s";
      const Records records = read_records(format, text, context);
      EXPECT_TRUE(records.records.empty()) << format.name;
      EXPECT_FALSE(records.complete) << format.name;
      EXPECT_FALSE(records.quarantined.empty()) << format.name;
    }
  }
}

}  // namespace
}  // namespace horizon::crawler
