#include "web/http.h"

#include <gtest/gtest.h>

#include <string>

#include "web/gzip.h"
#include "web/html.h"
#include "web/judges.h"
#include "web/sessions.h"

namespace horizon::web {
namespace {

TEST(TargetTest, APathAndItsParametersAreDecoded) {
  const auto target = parse_target("/topic/INF.qcomp?q=%E8%84%91%E6%9C%BA+x&q=2&empty=&bare#part");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/topic/INF.qcomp");
  EXPECT_EQ(target->params.get("q"), "脑机 x");
  EXPECT_EQ(target->params.all("q").size(), 2U);
  EXPECT_TRUE(target->params.has("empty"));
  EXPECT_TRUE(target->params.has("bare"));
  EXPECT_EQ(target->params.get("none"), "");
}

TEST(TargetTest, WhatIsMalformedIsRefused) {
  for (const std::string target : {"", "search", "/a/../b", "/a/%2e%2e/b", "/?q=%", "/?q=%4",
                                   "/?q=%zz", "/?q=%FF", "/?q=%00", "/?%1b=1", "/\x80"}) {
    EXPECT_FALSE(parse_target(target).has_value()) << target;
  }
  EXPECT_EQ(parse_target("/" + std::string(kMaxTargetBytes, 'a')).error().code, ErrorCode::kLimit);
  std::string many = "/?";
  for (std::size_t i = 0; i <= kMaxParameters; ++i) many += "a=1&";
  EXPECT_EQ(parse_target(many).error().code, ErrorCode::kLimit);
}

TEST(TargetTest, AQueryThatIsWrittenReadsTheSame) {
  Params params;
  params.add("q", "a b&c=d?e#f%+脑机接口\"'<>");
  params.add("q", "2");
  const auto target = parse_target("/?" + to_query(params));
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->params, params);
}

TEST(LanguageTest, TheBrowserChooses) {
  const struct {
    const char* header;
    bool chinese;
  } cases[] = {{"", false},
               {"zh-CN,zh;q=0.9,en;q=0.8", true},
               {"en-US,en;q=0.9,zh;q=0.5", false},
               {"zh;q=0", false},
               {"fr, zh-TW;q=0.2", true},
               {"en, zh", true},
               {"*", false},
               {"zh;q=banana", false}};
  for (const auto& one : cases) EXPECT_EQ(prefers_chinese(one.header), one.chinese) << one.header;
}

TEST(CookieTest, OneIsFoundByItsWholeName) {
  EXPECT_EQ(cookie_value("a=1; horizon=xyz; horizon2=no", "horizon"), "xyz");
  EXPECT_EQ(cookie_value("nothorizon=1", "horizon"), "");
  EXPECT_EQ(cookie_value("", "horizon"), "");
}

TEST(HtmlTest, TextIsEscapedAndMarkupIsNot) {
  EXPECT_EQ(markup("<a href=\"{}\">{}</a>{}", "\"><script>", "<b>&", Markup{"<i>"}).html,
            "<a href=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;</a><i>");
  EXPECT_EQ(outside_link("javascript:alert(1)", text("x")).html, "x");
  EXPECT_EQ(outside_link("data:text/html,x", text("x")).html, "x");
  EXPECT_NE(outside_link("https://example.org/\"", text("x")).html.find("&quot;"),
            std::string::npos);
}

TEST(GzipTest, OnlyWhoReadsItGetsIt) {
  EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
  EXPECT_TRUE(accepts_gzip("br;q=1.0, GZIP;q=0.5"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("gzip;q=0, identity"));
  EXPECT_FALSE(accepts_gzip("br"));
  const std::string text(100'000, 'x');
  EXPECT_LT(gzipped(text).size(), 1'000U);
  EXPECT_EQ(gzipped(text).substr(0, 2), "\x1f\x8b");
}

TEST(JudgesTest, NamesAndTokensAreRead) {
  const auto judges =
      parse_judges("# analysts\nwang 0123456789abcdef\nli=fedcba9876543210,\n", "f");
  ASSERT_TRUE(judges.has_value()) << judges.error().message;
  EXPECT_EQ(judges->at("0123456789abcdef"), "wang");
  EXPECT_EQ(judges->at("fedcba9876543210"), "li");
}

TEST(JudgesTest, MistakesAreToldWithTheirLine) {
  const struct {
    const char* list;
    const char* says;
  } cases[] = {{"\nwang", "f:2: a name and a token"},
               {"wang short", "f:1: the token of wang has fewer than 16"},
               {"a 0123456789abcdef\nb 0123456789abcdef", "f:2: the token of b is another one's"}};
  for (const auto& one : cases) {
    const auto judges = parse_judges(one.list, "f");
    ASSERT_FALSE(judges.has_value()) << one.list;
    EXPECT_EQ(judges.error().code, ErrorCode::kUsage);
    EXPECT_NE(judges.error().message.find(one.says), std::string::npos) << judges.error().message;
  }
}

TEST(SessionsTest, ATokenOpensOneAndTimeEndsIt) {
  Sessions sessions(std::map<std::string, std::string>{{"0123456789abcdef", "wang"}});
  const Sessions::Time now{};
  EXPECT_FALSE(sessions.begin("wrong", now).has_value());
  EXPECT_FALSE(sessions.begin("", now).has_value());
  const auto session = sessions.begin("0123456789abcdef", now);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(sessions.find(session->id, now)->name, "wang");
  EXPECT_NE(session->csrf, session->id);
  EXPECT_FALSE(sessions.find(session->id, now + std::chrono::hours(13)).has_value());
  sessions.end(session->id);
  EXPECT_FALSE(sessions.find(session->id, now).has_value());
}

TEST(SessionsTest, GuessingIsSlowedDown) {
  Sessions sessions(std::map<std::string, std::string>{{"0123456789abcdef", "wang"}});
  const Sessions::Time now = Sessions::Time{} + std::chrono::hours(1);
  EXPECT_TRUE(sessions.may_try(now));
  for (int i = 0; i < 25; ++i) sessions.begin("guess", now);
  EXPECT_FALSE(sessions.may_try(now));
  EXPECT_TRUE(sessions.may_try(now + std::chrono::minutes(2)));
}

}  // namespace
}  // namespace horizon::web
