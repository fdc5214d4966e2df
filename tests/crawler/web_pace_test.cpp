// Limits of providers, proved by what a server saw: its log has the test's own clock, which moves
// only while the engine sleeps.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "tests/crawler/web_pace.h"
#include "tests/support/temp_dir.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::FakeTime;
using test::HttpServer;
using test::request_for;

const std::vector<std::string> kTen = {"/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9"};

TEST_F(WebPace, OneRequestASecondToAnyHost) {
  serve({HttpServer::reply("x")});
  open({});
  run(kTen);
  ASSERT_EQ(log_.size(), 10u);
  for (const milliseconds gap : gaps()) EXPECT_GE(gap, seconds(1));
  EXPECT_LT(time_.elapsed(), seconds(12));
  EXPECT_EQ(server_->most_at_once(), 1);
  for (std::size_t i = 0; i < kTen.size(); ++i) EXPECT_EQ(log_[i].second, "GET " + kTen[i]);
}

TEST_F(WebPace, ArxivCountsAllItsHostsTogether) {
  serve({HttpServer::reply("x")});
  const std::vector<std::string> hosts = {"oaipmh.arxiv.org", "rss.arxiv.org", "export.arxiv.org",
                                          "arxiv.org"};
  open({}, hosts);
  for (const std::string& host : hosts) {
    for (int i = 0; i < 3; ++i) {
      fetcher_->submit(request_for("http://" + host + ":" + std::to_string(server_->port()) + "/"),
                       [this](Result<Response> response) {
                         answers_.push_back(response ? "ok" : response.error().message);
                       });
    }
  }
  while (fetcher_->run(seconds(10)) > 0) {
  }
  EXPECT_EQ(answers_, std::vector<std::string>(12, "ok"));
  ASSERT_EQ(log_.size(), 12u);
  for (const milliseconds gap : gaps()) EXPECT_GE(gap, seconds(3));
  EXPECT_EQ(server_->most_at_once(), 1);
}

TEST_F(WebPace, RedirectsAndTriesCountAsRequests) {
  serve({HttpServer::redirect("/a"), HttpServer::reply("", "", "500 X"),
         HttpServer::redirect("/b", "301 X"), HttpServer::reply("x")});
  open({.name = "slow", .interval = seconds(3)});
  run({"/start"});
  EXPECT_EQ(answers_, std::vector<std::string>{"200"});
  ASSERT_EQ(log_.size(), 4u);
  for (const milliseconds gap : gaps()) EXPECT_GE(gap, seconds(3));
  EXPECT_EQ(log_[2].second, "GET /start");
  EXPECT_EQ(log_[3].second, "GET /b");
}

TEST_F(WebPace, RetryAfterIsWaited) {
  for (const auto& [header, wait] : std::vector<std::pair<std::string, milliseconds>>{
           {"7", seconds(7)},
           {"2.5", milliseconds(2'500)},
           {"Sun, 22 Nov 2026 12:00:20 GMT", seconds(20)},
           {"Sunday, 22-Nov-26 12:00:20 GMT", seconds(20)},
           {"Sun Nov 22 12:00:20 2026", seconds(20)},
           {"Sun, 22 Nov 2020 12:00:20 GMT", seconds(1)},
           {"0", seconds(1)}}) {
    time_.sleep(-time_.elapsed());
    log_.clear();
    answers_.clear();
    serve({HttpServer::reply("", "Retry-After: " + header + "\r\n", "429 X"),
           HttpServer::reply("x")});
    open({});
    run({"/"});
    EXPECT_EQ(answers_, std::vector<std::string>{"200"}) << header;
    ASSERT_EQ(log_.size(), 2u) << header;
    EXPECT_GE(gaps()[0], wait) << header;
    EXPECT_LT(gaps()[0], wait + seconds(1)) << header;
  }
}

TEST_F(WebPace, LongPausesAreHandedBackAndNothingElseIsSent) {
  serve({HttpServer::reply("", "Retry-After: 3600\r\n", "503 X"), HttpServer::reply("x")});
  open({});
  run({"/0", "/1", "/2"});
  ASSERT_EQ(answers_.size(), 3u);
  EXPECT_EQ(log_.size(), 1u);
  for (const std::string& answer : answers_) {
    EXPECT_TRUE(answer == "503 after 3600" ||
                answer.find("127.0.0.1 asked to wait until 2026-11-22T13:00:00Z") !=
                    std::string::npos)
        << answer;
  }
  EXPECT_EQ(fetcher_->paused_until(server_->url()),
            std::optional<Instant>(time_.wall() + seconds(3600)));
  ASSERT_EQ(fetcher_->statistics().size(), 1u);
  EXPECT_TRUE(fetcher_->statistics()[0].paused_until.has_value());
  EXPECT_EQ(fetcher_->statistics()[0].throttled, 1u);
  run({"/3"});
  EXPECT_EQ(log_.size(), 1u);
  time_.sleep(seconds(3601));
  answers_.clear();
  run({"/4"});
  EXPECT_EQ(answers_, std::vector<std::string>{"200"});
}

TEST_F(WebPace, BackOffDoublesAndIsForgiven) {
  serve({HttpServer::reply("", "", "429 X")});
  open({});
  std::vector<double> minutes_waited;
  for (int i = 0; i < 12; ++i) {
    answers_.clear();
    run({"/"});
    const auto until = fetcher_->paused_until(server_->url());
    ASSERT_TRUE(until.has_value());
    minutes_waited.push_back(static_cast<double>((*until - time_.wall()).count()) / 60.0);
    time_.sleep(*until - time_.wall() + seconds(1));
  }
  // The first pause, of a minute, is waited within the first request.
  double expected = 2;
  for (const double waited : minutes_waited) {
    EXPECT_GE(waited, expected * 0.89);
    EXPECT_LE(waited, expected * 1.11 + 0.1);
    expected = std::min(expected * 2, 24.0 * 60);
  }
  time_.sleep(minutes(31));
  const auto before = log_.size();
  run({"/"});
  EXPECT_GE(gaps()[before], seconds(54)) << "forgiven: it begins with a minute again";
  EXPECT_LE(gaps()[before], seconds(67));
}

TEST_F(WebPace, StormOfRefusalsIsNotAnsweredByAStorm) {
  serve({HttpServer::reply("", "", "429 X")});
  open({});
  std::vector<std::string> many(200, "/x");
  run(many);
  EXPECT_EQ(answers_.size(), 200u);
  EXPECT_LE(log_.size(), 3u);
}

TEST_F(WebPace, ForbiddenIsNoThrottlingUnlessTheProviderMeansIt) {
  serve({HttpServer::reply("", "", "403 X")});
  open({});
  run({"/0", "/1"});
  EXPECT_EQ(log_.size(), 2u);
  EXPECT_EQ(answers_, (std::vector<std::string>{"403", "403"}));
  EXPECT_FALSE(fetcher_->paused_until(server_->url()).has_value());
  log_.clear();
  open({.name = "strict", .throttles_with_403 = true});
  run({"/0"});
  EXPECT_EQ(log_.size(), 2u);
  EXPECT_TRUE(fetcher_->paused_until(server_->url()).has_value());
}

TEST_F(WebPace, RetryAfterOfOtherRepliesMeansNothing) {
  serve({HttpServer::reply("", "Retry-After: 3600\r\n", "404 X"),
         HttpServer::reply("", "Retry-After: 3600\r\n")});
  open({});
  run({"/0", "/1", "/2"});
  EXPECT_EQ(log_.size(), 3u);
  EXPECT_FALSE(fetcher_->paused_until(server_->url()).has_value());
}

TEST_F(WebPace, HangsAreThrottling) {
  HttpServer silent([](const std::string&, const HttpServer::Send& send) {
    while (send("")) std::this_thread::sleep_for(milliseconds(10));
  });
  open({});
  Request request = request_for(silent.url());
  request.limits.total_timeout = milliseconds(200);
  const auto response = fetch_now(*fetcher_, request);
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(silent.requests().size(), 2u);
  EXPECT_TRUE(fetcher_->paused_until(silent.url()).has_value());
}

TEST_F(WebPace, EpoIsToldInItsOwnHeaders) {
  const std::string throttle =
      "X-Throttling-Control: overloaded (images=green:50, inpadoc=green:30, other=green:1000, "
      "retrieval=green:50, search=yellow:5)\r\n";
  serve({HttpServer::reply("x", throttle)});
  open({}, {"ops.epo.org"});
  const std::string search = "/3.2/rest-services/published-data/search/biblio?q=x";
  const std::string retrieval = "/3.2/rest-services/published-data/publication/epodoc/EP1/biblio";
  run({search, search, search, retrieval, retrieval}, "ops.epo.org");
  ASSERT_EQ(log_.size(), 5u);
  std::vector<milliseconds> searches;
  for (const auto& [when, line] : log_) {
    if (line == "GET " + search) searches.push_back(when);
  }
  ASSERT_EQ(searches.size(), 3u);
  EXPECT_GE(searches[1] - searches[0], seconds(12)) << "5 a minute";
  EXPECT_GE(searches[2] - searches[1], seconds(12));
  EXPECT_LT(log_[2].first, seconds(5)) << "retrieval does not wait for search";
}

TEST_F(WebPace, EpoCountsRetryAfterInMilliseconds) {
  serve({HttpServer::reply("", "Retry-After: 5000\r\n", "429 X"), HttpServer::reply("x")});
  open({}, {"ops.epo.org"});
  run({"/3.2/rest-services/family/x"}, "ops.epo.org");
  ASSERT_EQ(log_.size(), 2u);
  EXPECT_GE(gaps()[0], seconds(5));
  EXPECT_LT(gaps()[0], seconds(6));
}

TEST_F(WebPace, EpoQuotasAreWaitedForByTheClock) {
  for (const auto& [reason, until] : std::vector<std::pair<std::string, std::string>>{
           {"IndividualQuotaPerHour", "2026-11-22T13:00:00Z"},
           {"RegisteredQuotaPerWeek", "2026-11-23T00:00:00Z"}}) {
    log_.clear();
    answers_.clear();
    serve({HttpServer::reply("", "X-Rejection-Reason: " + reason + "\r\n", "403 X")});
    open({}, {"ops.epo.org"});
    run({"/3.2/x", "/3.2/y"}, "ops.epo.org");
    EXPECT_EQ(log_.size(), 1u);
    ASSERT_EQ(answers_.size(), 2u);
    EXPECT_TRUE((answers_[0] + answers_[1]).find("epo asked to wait until " + until) !=
                std::string::npos)
        << answers_[0] << answers_[1];
  }
}

TEST_F(WebPace, CrossrefTellsItsPace) {
  serve({HttpServer::reply("x",
                           "x-rate-limit-limit: 2\r\nx-rate-limit-interval: 1s\r\n"
                           "x-concurrency-limit: 1\r\n")});
  open({}, {"api.crossref.org"});
  run({"/v1/works?mailto=a", "/v1/works?mailto=a&b", "/v1/works?mailto=a&c", "/v1/works?mailto=a&d",
       "/v1/works?mailto=a&e"},
      "api.crossref.org");
  ASSERT_EQ(log_.size(), 5u);
  EXPECT_GE(log_[4].first - log_[3].first, milliseconds(500));
  EXPECT_LE(server_->most_at_once(), 3);
}

TEST_F(WebPace, OpenAlexBudgetIsNotOverdrawn) {
  serve({HttpServer::reply("x", "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 7200\r\n")});
  open({}, {"api.openalex.org"});
  run({"/works"}, "api.openalex.org");
  EXPECT_EQ(answers_, std::vector<std::string>{"200"});
  run({"/works?page=2"}, "api.openalex.org");
  EXPECT_EQ(log_.size(), 1u);
  EXPECT_NE(answers_[1].find("openalex asked to wait until 2026-11-22T14:00:00Z"),
            std::string::npos)
      << answers_[1];
}

TEST_F(WebPace, APauseOfAFormerProcessIsKept) {
  serve({HttpServer::reply("x")});
  open({});
  fetcher_->pause(server_->url(), time_.wall() + minutes(10));
  run({"/"});
  EXPECT_TRUE(log_.empty());
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_NE(answers_[0].find("asked to wait until"), std::string::npos);
}

TEST_F(WebPace, WhatProvidersAskedForIsRemembered) {
  test::TempDir folder;
  memory_ = folder.path() / "providers.json";
  serve({HttpServer::reply("", "Retry-After: 3600\r\n", "503 X"), HttpServer::reply("x")});
  const ProviderRule slow{.name = "slow", .hosts = {"slow.test"}, .interval = seconds(5)};
  open(slow, {"slow.test"});
  run({"/"});
  EXPECT_EQ(answers_, std::vector<std::string>{"503 after 3600"});
  run({"/"}, "slow.test");
  open(slow, {"slow.test"});  // another process
  run({"/"});
  EXPECT_EQ(log_.size(), 2u);
  EXPECT_NE(answers_.at(2).find("asked to wait until 2026-11-22T13:00:0"), std::string::npos)
      << answers_.at(2);
  run({"/"}, "slow.test");
  ASSERT_EQ(log_.size(), 3u);
  EXPECT_GE(gaps().back(), seconds(5)) << "the pace too";
  for (const char* const damaged :
       {"", "{", "[]", R"({"127.0.0.1":5})", R"({"127.0.0.1":{"paused_until":"x"}})",
        R"({"127.0.0.1":{"paused_until":99999999999999,"incidents":-1}})",
        R"({"127.0.0.1":{"last_request":99999999999999,"incidents":1e99}})"}) {
    fetcher_.reset();
    std::ofstream(memory_) << damaged;
    answers_.clear();
    open({});
    run({"/"});
    EXPECT_EQ(answers_, std::vector<std::string>{"200"}) << damaged;
  }
}

// A service that is suspended stays so for the next process; the provider's others go on.
TEST_F(WebPace, ASuspendedServiceIsRemembered) {
  test::TempDir folder;
  memory_ = folder.path() / "providers.json";
  serve({HttpServer::reply("x",
                           "X-Throttling-Control: busy (search=black:0, other=green:1000)\r\n"
                           "Retry-After: 3600000\r\n"),
         HttpServer::reply("x")});
  const ProviderRule ops{.name = "ops",
                         .hosts = {"ops.test"},
                         .services = {{"/search", "search", milliseconds(1)}},
                         .signals = Signals::kEpo};
  open(ops, {"ops.test"});
  run({"/search"}, "ops.test");
  EXPECT_EQ(log_.size(), 1u);
  open(ops, {"ops.test"});  // another process
  run({"/search"}, "ops.test");
  EXPECT_EQ(log_.size(), 1u);
  EXPECT_NE(answers_.at(1).find("asked to wait until"), std::string::npos) << answers_.at(1);
  run({"/other"}, "ops.test");
  EXPECT_EQ(answers_.at(2), "200");
}

}  // namespace
}  // namespace horizon::crawler
