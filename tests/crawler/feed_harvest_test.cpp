#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "crawler/harvest/harvest.h"
#include "crawler/harvest/reply.h"

namespace horizon::crawler {
namespace {

using std::chrono::seconds;

constexpr const char* kFeed =
    "<rss version='2.0'><channel><item><title>one</title><guid>1</guid></item></channel></rss>";

constexpr seconds kDay = std::chrono::days(1);  // the interval of sources without their own

class FeedHarvestTest : public ::testing::Test {
 protected:
  FeedHarvestTest() {
    source_.id = "news";
    source_.url = "https://news.example.org/feed";
  }

  static Response reply(int status, std::string body = "") {
    Response response;
    response.status = status;
    response.final_url = "https://news.example.org/feed";
    response.body = std::move(body);
    return response;
  }

  // One harvest from the state before; the request that it made is in request_.
  Result<Page> harvest(const Response& response, bool restart = false) {
    auto opened = open_harvest(source_, state_, {now_, restart, {}});
    if (!opened) return fail(opened.error());
    request_ = (*opened)->next().value_or(Request{});
    auto page = (*opened)->take(response, now_);
    if (page) state_ = page->cursor_state;
    return page;
  }

  std::string sent(const std::string& name) const {
    for (const auto& [key, value] : request_.headers) {
      if (key == name) return value;
    }
    return "";
  }

  Instant now_{parse_iso_date("2026-11-22")->day};
  Source source_;
  std::optional<std::string> state_;
  Request request_;
};

TEST_F(FeedHarvestTest, Rfc9110_13_1_ValidatorsGoBackVerbatim) {
  Response first = reply(200, kFeed);
  first.etag = "W/\"x y\"";
  first.last_modified = "Sun, 22 Nov 2026 07:00:00 GMT";
  auto page = harvest(first);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->records.size(), 1U);
  EXPECT_FALSE(page->more);
  EXPECT_EQ(request_.robots, Robots::kObey);

  const auto before = state_;
  page = harvest(reply(304));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_TRUE(page->records.empty());
  EXPECT_EQ(state_, before);
  EXPECT_EQ(sent("If-None-Match"), "W/\"x y\"");
  EXPECT_EQ(sent("If-Modified-Since"), "Sun, 22 Nov 2026 07:00:00 GMT");

  ASSERT_TRUE(harvest(first, true));
  EXPECT_EQ(sent("If-None-Match"), "") << "restart is unconditional";

  source_.url = "https://news.example.org/other";
  ASSERT_TRUE(harvest(first));
  EXPECT_EQ(sent("If-None-Match"), "") << "another address";
}

TEST_F(FeedHarvestTest, ACutOffFeedIsReadAgainNextTime) {
  Response cut = reply(200, std::string(kFeed).substr(0, 80));
  cut.etag = "\"e\"";
  ASSERT_TRUE(harvest(cut));
  ASSERT_TRUE(harvest(reply(200, kFeed)));
  EXPECT_EQ(sent("If-None-Match"), "");
}

TEST_F(FeedHarvestTest, APermanentMoveIsBelievedTheThirdTime) {
  Response moved = reply(200, kFeed);
  moved.moved_to = "https://new.example.org/feed";
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(harvest(moved));
    EXPECT_EQ(request_.url, source_.url) << i;
  }
  ASSERT_TRUE(harvest(reply(200, kFeed)));
  EXPECT_EQ(request_.url, moved.moved_to);

  const auto page = harvest(reply(404));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_TRUE(page->more) << "the old address is asked again";
  ASSERT_TRUE(harvest(reply(200, kFeed)));
  EXPECT_EQ(request_.url, source_.url);
}

TEST_F(FeedHarvestTest, SecretsAreNeitherStoredNorShown) {
  source_.url = "https://news.example.org/feed?api_key=S3CRET&page=1";
  Response first = reply(200, kFeed);
  first.final_url = source_.url;
  first.etag = "\"e\"";
  first.moved_to = "https://new.example.org/feed?api_key=S3CRET";
  for (int i = 0; i < 4; ++i) {
    const auto page = harvest(first);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(request_.url, source_.url) << "a move to an address with a secret is followed anew";
    EXPECT_EQ(state_->find("S3CRET"), std::string::npos) << *state_;
    EXPECT_EQ(page->records.at(0).raw.origin.find("S3CRET"), std::string::npos);
  }
  EXPECT_EQ(sent("If-None-Match"), "\"e\"");
  Response busy = reply(503);
  busy.final_url = source_.url;
  const auto waits = harvest(busy);
  ASSERT_TRUE(waits) << waits.error().message;
  EXPECT_EQ(waits->retry_reason,
            "https://news.example.org/feed?api_key=REDACTED&page=1 answered with status 503");
  const auto refused = harvest(reply(403));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("S3CRET"), std::string::npos) << refused.error().message;
}

TEST_F(FeedHarvestTest, AMoveThatWavers) {
  for (int i = 0; i < 6; ++i) {
    Response moved = reply(200, kFeed);
    moved.moved_to = i % 2 == 0 ? "https://a.example.org/" : "https://b.example.org/";
    ASSERT_TRUE(harvest(moved));
    EXPECT_EQ(request_.url, source_.url) << i;
  }
}

TEST_F(FeedHarvestTest, StatusesThatBringNothing) {
  struct Case {
    int status;
    const char* retry_after;
    seconds wait;  // < 0: an error
    ErrorCode code;
  };
  const Case cases[] = {
      {429, "7", seconds(7), {}},
      {503, "Sun, 22 Nov 2026 01:00:00 GMT", seconds(3600), {}},
      {503, "", seconds(60), {}},
      {500, "soon", seconds(60), {}},
      {404, "", seconds(-1), ErrorCode::kNotFound},
      {403, "", seconds(-1), ErrorCode::kUnavailable},
      {400, "", seconds(-1), ErrorCode::kUnavailable},
  };
  for (const Case& c : cases) {
    state_ = R"({"url":"https://news.example.org/feed","etag":"\"kept\""})";
    const auto before = state_;
    Response response = reply(c.status);
    response.retry_after = c.retry_after;
    const auto page = harvest(response);
    if (c.wait < seconds(0)) {
      ASSERT_FALSE(page) << c.status;
      EXPECT_EQ(page.error().code, c.code) << c.status;
      EXPECT_NE(page.error().message.find(std::to_string(c.status)), std::string::npos);
    } else {
      ASSERT_TRUE(page) << c.status << ": " << page.error().message;
      EXPECT_EQ(page->retry_after, c.wait) << c.status;
      EXPECT_NE(page->cursor_state.find("kept"), std::string::npos) << c.status;
    }
  }
  const auto page = harvest(reply(410));
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->gone);
}

TEST_F(FeedHarvestTest, FreshnessBoundsTheNextVisit) {
  struct Case {
    Headers headers;
    std::optional<seconds> next;
  };
  const Case cases[] = {
      {{}, std::nullopt},
      {{{"cache-control", "public, Max-Age=3600"}}, seconds(3600)},
      {{{"cache-control", "max-age=99999999999999999999"}}, std::nullopt},
      {{{"cache-control", "max-age=999999999"}}, std::chrono::days(7)},
      {{{"expires", "Sun, 22 Nov 2026 02:00:00 GMT"}}, seconds(7200)},
      {{{"expires", "0"}}, std::nullopt},
      {{{"cache-control", "max-age=60"}, {"expires", "Sun, 22 Nov 2026 02:00:00 GMT"}},
       seconds(60)},
  };
  for (const Case& c : cases) {
    Response response = reply(200, kFeed);
    response.headers = c.headers;
    const auto page = harvest(response);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->next_after, c.next ? std::optional(std::max<seconds>(*c.next, kDay)) : c.next)
        << (c.headers.empty() ? "" : c.headers[0].second);
  }
}

TEST_F(FeedHarvestTest, APageInTheFeedsPlaceIsAFailure) {
  const auto page = harvest(reply(200, "<html><body><p>We are moving.</p></body></html>"));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(page.error().message.find("We are moving"), std::string::npos) << page.error().message;
}

TEST_F(FeedHarvestTest, TheFeedsOwnPaceIsKept) {
  struct Case {
    const char* channel;
    seconds next;
  };
  const Case cases[] = {
      {"<ttl>4320</ttl>", 3 * kDay},
      {"<ttl>99999999</ttl>", 7 * kDay},
      {"<skipDays><day>Monday</day><day>Tuesday</day></skipDays>", 3 * kDay},  // from Sunday on
  };
  for (const Case& c : cases) {
    const auto page = harvest(
        reply(200, "<rss version='2.0'><channel>" + std::string(c.channel) + "</channel></rss>"));
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->next_after, c.next) << c.channel;
  }
}

TEST(ParseRetryAfter, SecondsAndDates) {
  const Instant now{parse_iso_date("2026-11-22")->day};
  EXPECT_EQ(parse_retry_after(" 120 ", now), seconds(120));
  EXPECT_EQ(parse_retry_after("0", now), seconds(0));
  EXPECT_EQ(parse_retry_after("99999999999999999999", now), std::chrono::hours(24));
  EXPECT_EQ(parse_retry_after("Sat, 21 Nov 2026 00:00:00 GMT", now), seconds(0));
  EXPECT_EQ(parse_retry_after("Mon, 22 Nov 2027 00:00:00 GMT", now), std::chrono::hours(24));
  for (const char* const text : {"", "-5", "soon", "1.5"}) {
    EXPECT_FALSE(parse_retry_after(text, now).has_value()) << text;
  }
}

}  // namespace
}  // namespace horizon::crawler
