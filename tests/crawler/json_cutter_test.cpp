#include "crawler/json/json_cutter.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "crawler/json/json.h"
#include "tests/support/drops.h"

namespace horizon::crawler {
namespace {

using Strings = std::vector<std::string>;

struct Cut {
  Strings items, positions;
  std::string envelope;
  bool complete = false;
  int errors = 0;
};

Cut cut(const std::string& text, std::size_t drop = 1 << 20) {
  static constexpr std::array<std::string_view, 1> kLists = {"items"};
  JsonCutter cutter(std::make_unique<test::Drops>(text, drop), kLists);
  Cut out;
  for (;;) {
    const auto slice = cutter.next();
    if (!slice) {
      ++out.errors;
      continue;
    }
    if (!*slice) break;
    out.items.push_back((*slice)->bytes);
    out.positions.push_back((*slice)->position);
  }
  for (const char c : cutter.envelope()) {
    if (c != ' ' && c != '\n') out.envelope += c;
  }
  out.complete = cutter.complete();
  return out;
}

TEST(JsonCutter, WhateverTheWorksAreWrappedIn) {
  struct Case {
    const char* text;
    Strings items, positions;
    const char* envelope;
  };
  const Case cases[] = {
      {"{\"a\":1}\n{\"b\":{\"items\":3}}\n",
       {"{\"a\":1}", "{\"b\":{\"items\":3}}"},
       {"1", "2"},
       ""},
      {"{\"a\":1}{\"b\":2} {\"c\":3}",
       {"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"},
       {"1", "1", "1"},
       ""},
      {" [ {\"a\":1} ,\n {\"b\":[{}]} ] ", {"{\"a\":1}", "{\"b\":[{}]}"}, {"#1", "#2"}, "[]"},
      {"{\"n\":2,\"message\":{\"items\":[{\"a\":\"]}\"},{\"b\":\"\\\"{\"}],\"next\":\"c\"}}",
       {"{\"a\":\"]}\"}", "{\"b\":\"\\\"{\"}"},
       {"#1", "#2"},
       "{\"n\":2,\"message\":{\"items\":[],\"next\":\"c\"}}"},
      {"{\"items\":[]}", {}, {}, "{\"items\":[]}"},
      // A name among others, as in an index of words.
      {"{\"a\":{\"items\":[3,7]}}", {"{\"a\":{\"items\":[3,7]}}"}, {"1"}, ""},
      // Deeper than an envelope is part of a work.
      {"{\"a\":{\"b\":{\"c\":{\"items\":[{}]}}}}",
       {"{\"a\":{\"b\":{\"c\":{\"items\":[{}]}}}}"},
       {"1"},
       ""},
      {"", {}, {}, ""},
  };
  for (const Case& c : cases) {
    for (const std::size_t drop : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      const Cut got = cut(c.text, drop);
      EXPECT_EQ(got.items, c.items) << c.text << " by " << drop;
      EXPECT_EQ(got.positions, c.positions) << c.text;
      EXPECT_EQ(got.envelope, c.envelope) << c.text;
      EXPECT_EQ(got.errors, 0) << c.text;
    }
  }
}

TEST(JsonCutter, DamageCostsItsItemOnly) {
  struct Case {
    const char* text;
    Strings items;
    int errors;
  };
  const Case cases[] = {
      {"{\"a\":1}\n{\"b\":\"cut off\n{\"c\":3}\n",
       {"{\"a\":1}", "{\"b\":\"cut off\n", "{\"c\":3}"},
       0},
      {"{\"a\":1}\n{\"b\":[1,2\n{\"c\":3}\n", {"{\"a\":1}", "{\"b\":[1,2\n", "{\"c\":3}"}, 0},
      {"[\n{\"a\":1},\n{\"b\":\"x\n,\n{\"c\":3}\n]",
       {"{\"a\":1}", "{\"b\":\"x\n,\n", "{\"c\":3}"},
       0},
      {"{\"items\":[{\"a\":1},{\"b\":2", {"{\"a\":1}", "{\"b\":2"}, 1},
      {"{\"items\":[{\"a\":1},{\"b\":\"x", {"{\"a\":1}", "{\"b\":\"x"}, 1},
      {"{\"items\":[{\"a\":1}]", {"{\"a\":1}"}, 1},
      {"<html>{}</html>", {"{}"}, 0},
      {"no JSON", {}, 1},
      {"]]}}{\"a\":1}", {"{\"a\":1}"}, 0},
  };
  for (const Case& c : cases) {
    for (const std::size_t drop : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
      const Cut got = cut(c.text, drop);
      EXPECT_EQ(got.items, c.items) << c.text << " by " << drop;
      EXPECT_EQ(got.errors, c.errors) << c.text;
      EXPECT_EQ(got.complete, c.errors == 0) << c.text;
    }
  }
}

TEST(JsonCutter, HostileInputIsBounded) {
  EXPECT_EQ(cut(std::string(3'000'000, '[')).errors, 1);
  EXPECT_EQ(cut(std::string(3'000'000, '{')).errors, 1);
  EXPECT_EQ(cut("{\"items\":[" + std::string(2'000'000, '{')).errors, 1);
  std::string lines;
  for (int i = 0; i < 100'000; ++i) lines += "{\"a\":\"\n";
  EXPECT_EQ(cut(lines).items.size(), 100'000u);
}

TEST(JsonReader, AnythingMayBeAskedOfAnything) {
  JsonReader reader;
  const auto root = reader.read(
      R"({"t":"x","n":12,"r":2.5,"b":true,"s":"12","e":[],"l":[1,"2",null],"o":{"k":[{"v":"w"}]},"z":null})");
  ASSERT_TRUE(root.has_value());
  const JsonValue& v = *root;
  EXPECT_EQ(v["t"].text(), "x");
  EXPECT_EQ(v["n"].integer(), 12);
  EXPECT_EQ(v["s"].integer(), 12);
  EXPECT_EQ(v["n"].scalar(), "12");
  EXPECT_EQ(v["r"].scalar(), "2.5");
  EXPECT_TRUE(v["b"].truth());
  EXPECT_FALSE(v["t"]["x"]["y"].present());
  EXPECT_FALSE(v["z"].present());
  EXPECT_EQ(v["o"]["k"].dump(), R"([{"v":"w"}])");
  int count = 0;
  for (const JsonValue item : each(v["l"])) count += item.present() ? 1 : 0;
  EXPECT_EQ(count, 2);
  for (const JsonValue item : each(v["t"])) EXPECT_EQ(item.text(), "x");
  for (const JsonValue item : each(v["z"])) ADD_FAILURE() << item.dump();
  for (const JsonValue item : v["o"]) EXPECT_EQ(item.key(), "k");
}

TEST(JsonReader, WhatNoParserTakesIsMended) {
  JsonReader reader;
  struct Case {
    std::string text, want;
  };
  const Case cases[] = {{R"({"a":"x\ud83dy"})", "x\uFFFDy"},
                        {R"({"a":"x\ud83d\ude00y"})", "x\U0001F600y"},
                        {R"({"a":"\udc00\\ud83d"})", "\uFFFD\\ud83d"},
                        {"{\"a\":\"x\xFFy\"}", "x\uFFFDy"}};
  for (const Case& c : cases) {
    const auto root = reader.read(c.text);
    ASSERT_TRUE(root.has_value()) << c.text << root.error().message;
    EXPECT_EQ((*root)["a"].text(), c.want) << c.text;
  }
  for (const std::string& text : {std::string(), std::string("{"), std::string("{\"a\":}"),
                                  std::string(300, '[') + std::string(300, ']')}) {
    EXPECT_FALSE(reader.read(text).has_value()) << text.substr(0, 20);
  }
}

}  // namespace
}  // namespace horizon::crawler
