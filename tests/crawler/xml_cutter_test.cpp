#include "crawler/xml/xml_cutter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>
#include "tests/support/drops.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

struct Cut {
  Strings records;
  std::string head;
  int errors = 0;
  bool oversized = false;
};

Cut cut(std::string text, std::size_t drop = 1 << 20) {
  static constexpr std::array<std::string_view, 2> kNames = {"r", "D"};
  XmlCutter cutter(std::make_unique<test::Drops>(std::move(text), drop), kNames);
  Cut out;
  for (;;) {
    const auto slice = cutter.next();
    if (!slice) {
      ++out.errors;
      continue;
    }
    if (!*slice) return out;
    out.records.push_back((*slice)->bytes);
    out.head = *(*slice)->head;
    out.oversized = out.oversized || (*slice)->oversized;
  }
}

TEST(XmlCutter, RecordsByTheirNames) {
  struct Case {
    const char* text;
    Strings records;
    int errors;
  };
  const Case cases[] = {
      {"<?xml version='1.0'?><s><r a='1'>x</r>\n<D/><x:r>y</x:r></s>",
       {"<r a='1'>x</r>", "<D/>", "<x:r>y</x:r>"},
       0},
      {"<s><rr>no</rr><r><D>in</D></r></s>", {"<r><D>in</D></r>"}, 0},
      {"<r>alone</r>", {"<r>alone</r>"}, 0},
      {"<s><!-- <r> --><r><![CDATA[</r>]]>z</r></s>", {"<r><![CDATA[</r>]]>z</r>"}, 0},
      {"<!DOCTYPE s [<!ENTITY a 'b'>]><s><r>a < b</r></s>", {"<r>a < b</r>"}, 0},
      // Damage: what runs into the next one, or into the root's end, ends there.
      {"<s><r>1<r>2</r></s>", {"<r>1", "<r>2</r>"}, 0},
      {"<s><r>1</s>", {"<r>1"}, 0},
      {"<s><r>1</r><r>2", {"<r>1</r>", "<r>2"}, 1},
      {"<s><r>1</r>", {"<r>1</r>"}, 1},
      {"<s></s>", {}, 0},
      {"<s>", {}, 1},
      {"no markup", {}, 1},
      {"", {}, 1},
  };
  for (const Case& c : cases) {
    for (const std::size_t drop :
         {std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{999}}) {
      const Cut got = cut(c.text, drop);
      EXPECT_EQ(got.records, c.records) << c.text << " by " << drop;
      EXPECT_EQ(got.errors, c.errors) << c.text << " by " << drop;
    }
  }
}

TEST(XmlCutter, TheHeadNamesTheEncoding) {
  Slice slice;
  slice.bytes = "<r>caf\xE9</r>";
  slice.head = std::make_shared<const std::string>(
      cut("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><s><r>caf\xE9</r></s>").head);
  EXPECT_EQ(*slice.head, "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><s>");
  EXPECT_EQ(decode_slice(slice, ""), "<r>caf\u00E9</r>");
}

TEST(XmlCutter, HostileInputIsLinearAndBounded) {
  const std::string big(2'000'000, 'x');
  EXPECT_EQ(cut("<s><r>" + big + "</r></s>").records.size(), 1u);
  for (const std::string& piece :
       {std::string("<"), std::string("<!--"), std::string("<r"), std::string("<![CDATA["),
        std::string("<a"), std::string("</"), std::string("<r><!--")}) {
    std::string text = "<s><r>";
    while (text.size() < 2'000'000) text += piece;
    cut(text);
  }
  const Cut huge = cut("<s><r>" + std::string(kMaxSliceBytes + 10, 'y') + "</r><r>z</r></s>");
  ASSERT_EQ(huge.records.size(), 2u);
  EXPECT_TRUE(huge.oversized);
  EXPECT_LE(huge.records[0].size(), kQuarantineBytes);
  EXPECT_EQ(huge.records[1], "<r>z</r>");
}

}  // namespace
}  // namespace horizon::crawler
