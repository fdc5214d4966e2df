#include "crawler/xml/xml_split.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace horizon::crawler {
namespace {

constexpr std::array<std::string_view, 1> kItem = {"item"};

// Slices as "text" or "text!" where they are not closed.
std::vector<std::string> slices(const std::string& text) {
  std::vector<std::string> out;
  for (const XmlSlice& slice : split_xml(text, kItem, 1000).records) {
    out.push_back(text.substr(slice.begin, slice.size) + (slice.closed ? "" : "!"));
  }
  return out;
}

using Slices = std::vector<std::string>;

TEST(SplitXml, CutsRecordsAndKeepsTheRest) {
  const std::string text =
      "<?xml version='1.0'?><r a='<'><t>x</t><item>1</item> <p:item>2</p:item><item/></r>";
  EXPECT_EQ(slices(text), (Slices{"<item>1</item>", "<p:item>2</p:item>", "<item/>"}));
  const SplitXml split = split_xml("<r><t>x</t><item>1</item></r>", kItem, 10);
  EXPECT_EQ(split.skeleton, "<r><t>x</t></r>");
  EXPECT_EQ(split.root, "r");
  EXPECT_TRUE(split.root_closed);
}

TEST(SplitXml, MarkupInCommentsAndCdataIsNone) {
  EXPECT_EQ(slices("<r><!-- <item>no</item> --><item><![CDATA[</item>]]></item></r>"),
            (Slices{"<item><![CDATA[</item>]]></item>"}));
  EXPECT_EQ(slices("<r><?x <item> ?><item>1<?y </item> ?></item></r>"),
            (Slices{"<item>1<?y </item> ?></item>"}));
}

TEST(SplitXml, NestedRecordsOfTheSameNameBelongToTheOuter) {
  EXPECT_EQ(slices("<r><item>a<item>b</item>c</item><item>d</item></r>"),
            (Slices{"<item>a<item>b</item>c</item>", "<item>d</item>"}));
}

TEST(SplitXml, DamageStaysInItsRecord) {
  // No end tag: the next record begins where it begins.
  EXPECT_EQ(slices("<r><item>a<item>b</item><item>c</item></r>"),
            (Slices{"<item>a!", "<item>b</item>", "<item>c</item>"}));
  // An attribute that is never closed.
  EXPECT_EQ(slices("<r><item><a href=\"x>y</a></item><item>b</item></r>"),
            (Slices{"<item><a href=\"x>y</a></item>", "<item>b</item>"}));
  // Cut off.
  EXPECT_EQ(slices("<r><item>a</item><item>b"), (Slices{"<item>a</item>", "<item>b!"}));
  EXPECT_EQ(slices("<r><item>a</item><item>b<![CDATA[ x"),
            (Slices{"<item>a</item>", "<item>b<![CDATA[ x!"}));
  EXPECT_FALSE(split_xml("<r><item>a</item>", kItem, 10).root_closed);
  // A bare '<' is text.
  EXPECT_EQ(slices("<r><item>1 < 2</item></r>"), (Slices{"<item>1 < 2</item>"}));
}

TEST(SplitXml, DoctypeIsDropped) {
  const SplitXml split = split_xml(
      "<!DOCTYPE r [<!ENTITY a '>]'><!-- don't --><!ENTITY b \"&a;&a;\">]><r>&b;</r>", kItem, 10);
  EXPECT_EQ(split.skeleton, "<r>&b;</r>");
}

TEST(SplitXml, DepthIsKnownBeforeATreeIsBuilt) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "<a>";
  SplitXml split = split_xml("<r><item>" + deep + "</item><item>b</item></r>", kItem, 10);
  ASSERT_EQ(split.records.size(), 2u);
  EXPECT_TRUE(split.records[0].too_deep);
  EXPECT_FALSE(split.records[1].too_deep);
  EXPECT_TRUE(split_xml("<r>" + deep, kItem, 10).too_deep);
}

TEST(SplitXml, LimitOfRecords) {
  const SplitXml split = split_xml("<r><item/><item/><item/></r>", kItem, 2);
  EXPECT_EQ(split.records.size(), 2u);
  EXPECT_TRUE(split.record_limit);
}

TEST(SplitXml, HostileInputTakesLinearTime) {
  for (const char* const part :
       {"<item>", "<item", "<", "<!--", "<a \"", "<![CDATA[", "</r>", "<!"}) {
    std::string text = "<r>";
    while (text.size() < 4'000'000) text += part;
    const auto begin = std::chrono::steady_clock::now();
    split_xml(text, kItem, 1'000'000);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4)) << part;
  }
}

}  // namespace
}  // namespace horizon::crawler
