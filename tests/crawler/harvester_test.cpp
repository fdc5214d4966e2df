#include "crawler/harvest/harvester.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/fake_transport.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kFeed =
    "<rss version='2.0'><channel><item><title>one</title><guid>1</guid></item></channel></rss>";

class HarvesterTest : public ::testing::Test {
 protected:
  HarvesterTest()
      : clock_(*parse_instant("2026-11-22")),
        harvester_(
            transport_, clock_, {},
            [this](milliseconds pause) {
              pauses_.push_back(pause);
              now_ += pause;
            },
            [this] { return now_; }) {
    feed_.id = "news";
    feed_.url = "https://news.example.org/feed";
    oai_.id = "repo";
    oai_.kind = SourceKind::kOaiPmh;
    oai_.url = "https://export.arxiv.org/oai2";
  }

  static std::optional<Instant> parse_instant(const char* day) {
    return Instant(parse_iso_date(day)->day);
  }

  static std::string oai_page(int number, const std::string& token) {
    const std::string id = "oai:x:" + std::to_string(number);
    return "<OAI-PMH><responseDate>2026-11-22T00:00:00Z</responseDate><ListRecords><record><header>"
           "<identifier>" +
           id +
           "</identifier></header><metadata><dc><title>t</title></dc></metadata>"
           "</record><resumptionToken>" +
           token + "</resumptionToken></ListRecords></OAI-PMH>";
  }

  std::string header(std::size_t request, const std::string& name) const {
    for (const auto& [key, value] : transport_.requests[request].headers) {
      if (key == name) return value;
    }
    return "";
  }

  test::FakeTransport transport_;
  FixedClock clock_;
  std::chrono::steady_clock::time_point now_{};
  std::vector<milliseconds> pauses_;
  Harvester harvester_;
  Source feed_, oai_;
};

TEST_F(HarvesterTest, Rfc9110_13_1_ValidatorsGoBackVerbatim) {
  Response response;
  response.status = 200;
  response.body = kFeed;
  response.etag = "W/\"x y\"";
  response.last_modified = "Sun, 22 Nov 2026 07:00:00 GMT";
  transport_.push(response);
  const auto first = harvester_.fetch_page(feed_, std::nullopt);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->records.size(), 1u);
  EXPECT_FALSE(first->more);

  transport_.push(304);
  const auto second = harvester_.fetch_page(feed_, first->cursor_state);
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->records.empty());
  EXPECT_EQ(second->cursor_state, first->cursor_state);
  EXPECT_EQ(header(1, "If-None-Match"), "W/\"x y\"");
  EXPECT_EQ(header(1, "If-Modified-Since"), "Sun, 22 Nov 2026 07:00:00 GMT");

  transport_.push(200, kFeed);
  ASSERT_TRUE(harvester_.fetch_page(feed_, first->cursor_state, true).has_value());
  EXPECT_EQ(header(2, "If-None-Match"), "") << "restart is unconditional";

  feed_.url = "https://news.example.org/moved";
  transport_.push(200, kFeed);
  ASSERT_TRUE(harvester_.fetch_page(feed_, first->cursor_state).has_value());
  EXPECT_EQ(header(3, "If-None-Match"), "") << "another address";
}

TEST_F(HarvesterTest, CutOffFeedIsFetchedAgainNextTime) {
  Response response;
  response.status = 200;
  response.body = std::string(kFeed).substr(0, 80);
  response.etag = "\"e\"";
  transport_.push(response);
  const auto page = harvester_.fetch_page(feed_, std::nullopt);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->cursor_state.find("\\\"e\\\""), std::string::npos) << page->cursor_state;
}

TEST_F(HarvesterTest, OaiPageByPage) {
  transport_.push(200, oai_page(1, "t1"));
  auto page = harvester_.fetch_page(oai_, std::nullopt);
  ASSERT_TRUE(page.has_value());
  EXPECT_TRUE(page->more);
  transport_.push(200, oai_page(2, ""));
  page = harvester_.fetch_page(oai_, page->cursor_state);
  ASSERT_TRUE(page.has_value());
  EXPECT_FALSE(page->more);
  EXPECT_EQ(transport_.requests[1].url, oai_.url + "?verb=ListRecords&resumptionToken=t1");
  // arXiv: three seconds between two requests.
  EXPECT_EQ(pauses_, (std::vector<milliseconds>{seconds(3)}));
}

TEST_F(HarvesterTest, TemporaryFailuresAreTriedAgain) {
  transport_.push(503);
  transport_.push(fail(ErrorCode::kUnavailable, "connection reset"));
  transport_.push(200, kFeed);
  const auto page = harvester_.fetch_page(feed_, std::nullopt);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(transport_.requests.size(), 3u);
  EXPECT_EQ(pauses_, (std::vector<milliseconds>{seconds(2), seconds(4)}));
}

TEST_F(HarvesterTest, TriesAreBounded) {
  for (int i = 0; i < 5; ++i) transport_.push(500);
  const auto page = harvester_.fetch_page(feed_, std::nullopt);
  ASSERT_FALSE(page.has_value());
  EXPECT_EQ(page.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(page.error().message.find("status 500 (3 tries)"), std::string::npos);
  EXPECT_EQ(transport_.requests.size(), 3u);
}

TEST_F(HarvesterTest, Rfc9110_10_2_3_ShortRetryAfterIsWaitedLongOneHandedBack) {
  transport_.push(429, "", "7");
  transport_.push(200, kFeed);
  auto page = harvester_.fetch_page(feed_, std::nullopt);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->records.size(), 1u);
  EXPECT_EQ(pauses_.front(), seconds(7));

  transport_.push(503, "", "Sun, 22 Nov 2026 01:00:00 GMT");
  page = harvester_.fetch_page(feed_, "{\"kept\":1}");
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->retry_after, seconds(3600));
  EXPECT_EQ(page->cursor_state, "{\"kept\":1}");
  EXPECT_TRUE(page->records.empty());
}

TEST_F(HarvesterTest, PermanentFailuresAreNot) {
  struct Case {
    int status;
    ErrorCode code;
  };
  for (const Case& c : {Case{404, ErrorCode::kNotFound}, Case{410, ErrorCode::kNotFound},
                        Case{403, ErrorCode::kUnavailable}, Case{400, ErrorCode::kUnavailable}}) {
    const std::size_t before = transport_.requests.size();
    transport_.push(c.status);
    const auto page = harvester_.fetch_page(feed_, std::nullopt);
    ASSERT_FALSE(page.has_value()) << c.status;
    EXPECT_EQ(page.error().code, c.code) << c.status;
    EXPECT_EQ(transport_.requests.size(), before + 1) << c.status;
  }
}

TEST_F(HarvesterTest, CutOffOaiPageIsAskedForAgain) {
  transport_.push(200, oai_page(1, "t1").substr(0, 150));
  transport_.push(200, oai_page(1, "t1"));
  const auto page = harvester_.fetch_page(oai_, std::nullopt);
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->records.size(), 1u);

  for (int i = 0; i < 3; ++i) transport_.push(200, oai_page(1, "t1").substr(0, 150));
  const auto failed = harvester_.fetch_page(oai_, std::nullopt);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::kCorrupt);
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

TEST(RateLimiter, PausesPerProvider) {
  std::chrono::steady_clock::time_point now{};
  std::vector<milliseconds> pauses;
  RateLimiter limiter([&] { return now; },
                      [&](milliseconds pause) {
                        pauses.push_back(pause);
                        now += pause;
                      });
  limiter.wait(provider_of("https://oaipmh.arxiv.org/oai"));
  limiter.wait(provider_of("https://a.org/x"));
  limiter.wait(provider_of("https://rss.arxiv.org/rss/cs.AI"));
  limiter.wait(provider_of("https://A.org/y"));
  limiter.wait(provider_of("file:a.rss"));
  limiter.wait(provider_of("file:a.rss"));
  now += seconds(10);
  limiter.wait("arxiv");
  EXPECT_EQ(pauses, (std::vector<milliseconds>{seconds(3)}));
  limiter.set_interval("a.org", milliseconds(250));
  limiter.wait("a.org");
  limiter.wait("a.org");
  EXPECT_EQ(pauses.back(), milliseconds(250));
  EXPECT_EQ(provider_of("https://notarxiv.org/"), "notarxiv.org");
}

}  // namespace
}  // namespace horizon::crawler
