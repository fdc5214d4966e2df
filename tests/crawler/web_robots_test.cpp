// robots.txt as the engine asks for it and obeys it (RFC 9309, 2.3), proved by what a server saw.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/crawler/web_pace.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::HttpServer;

using WebRobots = WebPace;

TEST_F(WebRobots, OncePerHostAndObeyed) {
  obey_ = true;
  serve({HttpServer::reply("User-agent: *\nDisallow: /private\n"), HttpServer::reply("x")});
  open({});
  run({"/a", "/private/b", "/c"});
  ASSERT_EQ(log_.size(), 3u);
  EXPECT_EQ(log_[0].second, "GET /robots.txt");
  EXPECT_EQ(log_[1].second, "GET /a");
  EXPECT_EQ(log_[2].second, "GET /c");
  ASSERT_EQ(answers_.size(), 3u);
  EXPECT_NE((answers_[0] + answers_[1]).find("does not allow"), std::string::npos);
  time_.sleep(std::chrono::hours(25));
  run({"/d"});
  EXPECT_EQ(log_[3].second, "GET /robots.txt") << "kept for a day only";
}

TEST_F(WebRobots, MissingAllowsAndBrokenDefers) {
  obey_ = true;
  for (const char* const status : {"404 X", "403 X", "401 X", "410 X"}) {
    answers_.clear();
    log_.clear();
    serve({HttpServer::reply("", "", status), HttpServer::reply("x")});
    open({});
    run({"/a"});
    EXPECT_EQ(answers_, std::vector<std::string>{"200"}) << status;
  }
  for (const char* const status : {"500 X", "503 X", "429 X"}) {
    answers_.clear();
    log_.clear();
    serve({HttpServer::reply("", "", status)});
    open({});
    run({"/a", "/b"});
    ASSERT_EQ(answers_.size(), 2u) << status;
    for (const auto& answer : answers_) {
      EXPECT_NE(answer.find("waits for the robots.txt"), std::string::npos) << answer;
    }
    for (const auto& [when, line] : log_) EXPECT_EQ(line, "GET /robots.txt") << status;
  }
}

TEST_F(WebRobots, CrawlDelayIsKeptAndCapped) {
  obey_ = true;
  for (const auto& [asked, kept] : {std::pair{"5", 5}, {"0.5", 1}, {"300", 30}, {"junk", 1}}) {
    answers_.clear();
    log_.clear();
    serve({HttpServer::reply("User-agent: *\nCrawl-delay: " + std::string(asked) + "\n"),
           HttpServer::reply("x")});
    open({});
    run({"/a", "/b", "/c"});
    ASSERT_EQ(log_.size(), 4u) << asked;
    for (const milliseconds gap : gaps()) EXPECT_GE(gap, seconds(kept)) << asked;
    EXPECT_LT(gaps().back(), seconds(kept + 1)) << asked;
  }
  answers_.clear();
  log_.clear();
  long_crawl_delay_ = LongCrawlDelay::kSkip;
  serve({HttpServer::reply("User-agent: *\nCrawl-delay: 300\n"), HttpServer::reply("x")});
  open({});
  run({"/a"});
  EXPECT_EQ(log_.size(), 1u);
  EXPECT_NE(answers_.at(0).find("asks for 300 s"), std::string::npos) << answers_.at(0);
}

TEST_F(WebRobots, RedirectsAreFollowedAndHugeFilesCut) {
  obey_ = true;
  serve({HttpServer::redirect("/1"), HttpServer::redirect("/2"), HttpServer::redirect("/3"),
         HttpServer::redirect("/4"), HttpServer::redirect("/5"),
         HttpServer::reply("User-agent: *\nDisallow: /a\n"), HttpServer::reply("x")});
  open({});
  run({"/a"});
  EXPECT_NE(answers_.at(0).find("does not allow"), std::string::npos) << answers_.at(0);
  answers_.clear();
  log_.clear();
  serve({HttpServer::redirect("/robots.txt"), HttpServer::reply("x")});
  open({});
  run({"/a"});
  EXPECT_EQ(answers_, std::vector<std::string>{"200"}) << "a loop is no robots.txt";
  answers_.clear();
  log_.clear();
  std::string huge = "User-agent: *\nDisallow: /a\n";
  while (huge.size() < (10 << 20)) huge += "# nothing, again and again\n";
  serve({HttpServer::reply(huge), HttpServer::reply("x")});
  open({});
  run({"/a", "/b"});
  ASSERT_EQ(answers_.size(), 2u);
  EXPECT_EQ(log_.size(), 2u);
  EXPECT_EQ(log_.back().second, "GET /b");
}

TEST_F(WebRobots, OfTheHostThatARedirectLeadsTo) {
  obey_ = true;
  HttpServer other([](const std::string& request, const HttpServer::Send& send) {
    send(HttpServer::reply(request.starts_with("GET /robots.txt") ? "User-agent: *\nDisallow: /\n"
                                                                  : "x"));
  });
  serve({HttpServer::reply(""), HttpServer::redirect(other.url("/page"))});
  open({});
  run({"/a"});
  EXPECT_NE(answers_.at(0).find("does not allow"), std::string::npos) << answers_.at(0);
  EXPECT_EQ(other.requests().size(), 1u);
}

}  // namespace
}  // namespace horizon::crawler
