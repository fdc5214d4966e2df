#include "crawler/fetch/web_fetcher.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/gzip.h"
#include "tests/support/web.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::always;
using test::FakeTime;
using test::HttpServer;
using test::open_web;
using test::request_for;
using test::web_options;

TEST(WebFetcher, ContactIsMandatory) {
  for (const char* const contact : {"", "  ", "a\r\nX: y"}) {
    const auto fetcher = WebFetcher::open({.contact = contact});
    ASSERT_FALSE(fetcher.has_value()) << contact;
    EXPECT_EQ(fetcher.error().code, ErrorCode::kUsage);
  }
}

TEST(WebFetcher, HeadersBothWays) {
  HttpServer server(always(HttpServer::reply(
      "body",
      "Content-Type: text/xml; charset=gbk\r\nETag: W/\"a b\"\r\nLast-Modified: x\r\n"
      "X-Folded: a\r\n b\r\nX-Twice: 1\r\nX-Twice: 2\r\n",
      "404 Gone away")));
  Request request = request_for(server.url("/x?y=1#part"));
  request.headers = {{"If-None-Match", "\"q\""}};
  request.secrets = {{"X-API-KEY", "secret"}};
  FakeTime time;
  const auto response = test::get(web_options(time), request);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "body");
  EXPECT_EQ(response->content_type, "text/xml; charset=gbk");
  EXPECT_EQ(response->etag, "W/\"a b\"");
  EXPECT_EQ(response->last_modified, "x");
  EXPECT_EQ(header(*response, "x-folded"), "a b");
  EXPECT_EQ(header(*response, "x-twice"), "1");
  EXPECT_EQ(response->final_url, server.url("/x?y=1"));
  EXPECT_EQ(response->moved_to, "");
  const std::string sent = server.requests().at(0);
  for (const char* const line :
       {"GET /x?y=1 HTTP/1.1\r\n",
        "User-Agent: horizon/0.1.0 (+https://horizon.example.org/contact)\r\n",
        "If-None-Match: \"q\"\r\n", "X-API-KEY: secret\r\n",
        "Accept-Encoding: gzip, deflate, br, zstd\r\n"}) {
    EXPECT_NE(sent.find(line), std::string::npos) << line << " in\n" << sent;
  }
}

TEST(WebFetcher, NotModifiedIsPassedOn) {
  HttpServer server(always("HTTP/1.1 304 Not Modified\r\nETag: \"q\"\r\n\r\n"));
  const auto response = test::get(server.url());
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 304);
  EXPECT_EQ(response->etag, "\"q\"");
}

TEST(WebFetcher, PostSendsItsBody) {
  HttpServer server(always(HttpServer::reply("ok")));
  Request request = request_for(server.url("/search"));
  request.method = "POST";
  request.body = "ids=1\n2";
  request.headers = {{"Content-Type", "text/plain"}};
  FakeTime time;
  ASSERT_TRUE(test::get(web_options(time), request).has_value());
  const std::string sent = server.requests().at(0);
  EXPECT_TRUE(sent.starts_with("POST /search HTTP/1.1\r\n")) << sent;
  EXPECT_TRUE(sent.ends_with("\r\n\r\nids=1\n2")) << sent;
  EXPECT_NE(sent.find("Content-Type: text/plain\r\n"), std::string::npos) << sent;
}

TEST(WebFetcher, RefusesWhatCannotBeSent) {
  FakeTime time;
  const auto fetcher = open_web(web_options(time));
  for (const char* const url :
       {"", "file:///etc/passwd", "ftp://x.org/", "gopher://x/", "//x.org/", "http://", "x.org",
        "http://a b/", "http://x.org:22/", "http://x.org:99999/", "https://x.org:25/",
        "http://x.org:0/", "http://[::1/", "http://x\x01.org/"}) {
    Request request;
    request.url = url;
    EXPECT_EQ(fetch_now(*fetcher, request).error().code, ErrorCode::kUsage) << url;
  }
  HttpServer server(always(HttpServer::reply("x")));
  Request request = request_for(server.url());
  for (const Headers& headers : {Headers{{"X", "a\r\nHost: evil"}}, Headers{{"X\n", "a"}},
                                 Headers{{"", "a"}}, Headers{{"X: y", "a"}}}) {
    request.headers = headers;
    EXPECT_EQ(fetch_now(*fetcher, request).error().code, ErrorCode::kUsage) << headers[0].first;
  }
  request.headers = {};
  request.method = "DELETE";
  EXPECT_EQ(fetch_now(*fetcher, request).error().code, ErrorCode::kUsage);
  EXPECT_TRUE(server.requests().empty());
}

TEST(WebFetcher, StrayCharactersInUrlsAreEscaped) {
  HttpServer server(always(HttpServer::reply("x")));
  ASSERT_TRUE(test::get(server.url("/a b/科技?q=电 池")).has_value());
  EXPECT_TRUE(server.requests().at(0).starts_with(
      "GET /a%20b/%e7%a7%91%e6%8a%80?q=%e7%94%b5+%e6%b1%a0 HTTP/1.1"))
      << server.requests().at(0);
}

TEST(WebFetcher, CompressedBodies) {
  const std::string text(10'000, 'x');
  const std::string packed = test::gzip(text);
  for (const char* const coding :
       {"Content-Encoding: gzip\r\n", "Content-Encoding: X-GZIP\r\n", "",
        "Content-Encoding: utf-8\r\n", "Content-Encoding: identity, gzip\r\n"}) {
    HttpServer server(always(HttpServer::reply(packed, coding)));
    const auto response = test::get(server.url());
    ASSERT_TRUE(response.has_value()) << coding << response.error().message;
    EXPECT_EQ(response->body, text) << coding;
  }
  HttpServer honest(always(HttpServer::reply("plain", "Content-Encoding: gzip\r\n")));
  EXPECT_EQ(test::get(honest.url())->body, "plain");
  HttpServer broken(always(HttpServer::reply(packed.substr(0, 20), "Content-Encoding: gzip\r\n")));
  const auto response = test::get(broken.url());
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::kCorrupt) << response.error().message;
  EXPECT_EQ(broken.requests().size(), 3u) << "bodies cut off are asked for again";
}

TEST(WebFetcher, TemporaryFailuresAreTriedAgain) {
  for (const char* const status : {"500 X", "502 X", "504 X", "408 X", "429 X", "503 X"}) {
    std::atomic<int> count = 0;
    HttpServer server([&](const std::string&, const HttpServer::Send& send) {
      send(++count < 3 ? HttpServer::reply("", "Retry-After: 1\r\n", status)
                       : HttpServer::reply("well"));
    });
    const auto response = test::get(server.url());
    ASSERT_TRUE(response.has_value()) << status << response.error().message;
    EXPECT_EQ(response->body, "well") << status;
    EXPECT_EQ(count, 3) << status;
  }
}

TEST(WebFetcher, TriesEnd) {
  HttpServer busy(always(HttpServer::reply("b", "", "500 X")));
  const auto response = test::get(busy.url());
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(busy.requests().size(), 3u);
  HttpServer reset(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"));
  const auto cut = test::get(reset.url());
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(cut.error().message.find(reset.url()), std::string::npos) << cut.error().message;
  EXPECT_NE(cut.error().message.find("3 tries"), std::string::npos) << cut.error().message;
  EXPECT_EQ(reset.requests().size(), 3u);
}

TEST(WebFetcher, ManyHostsAtOnceEachInOrder) {
  constexpr int kHosts = 20;
  constexpr int kEach = 4;
  FakeTime time;
  WebOptions options = web_options(time);
  options.allowed_private_hosts.clear();
  std::vector<std::unique_ptr<HttpServer>> servers;
  for (int i = 0; i < kHosts; ++i) {
    const std::string address = "127.0.0." + std::to_string(i + 10);
    options.allowed_private_hosts.push_back(address);
    servers.push_back(std::make_unique<HttpServer>(always(HttpServer::kept_reply("x")),
                                                   test::HttpServerOptions{address, true}));
  }
  const auto fetcher = open_web(options);
  int done = 0;
  for (int n = 0; n < kEach; ++n) {
    for (const auto& server : servers) {
      fetcher->submit(request_for(server->url("/" + std::to_string(n))),
                      [&](Result<Response> response) {
                        done += response.has_value() && response->body == "x" ? 1 : 0;
                      });
    }
  }
  while (fetcher->run(seconds(1)) > 0) {
  }
  EXPECT_EQ(done, kHosts * kEach);
  for (const auto& server : servers) {
    EXPECT_EQ(server->connection_count(), 1u) << server->url();
    EXPECT_EQ(server->most_at_once(), 1) << server->url();
    for (int n = 0; n < kEach; ++n) {
      EXPECT_TRUE(server->requests()
                      .at(static_cast<std::size_t>(n))
                      .starts_with("GET /" + std::to_string(n) + " "));
    }
  }
  EXPECT_GE(time.elapsed(), seconds(kEach - 1));
}

// VmHWM would count what other tests needed; the size now is what is held.
std::size_t resident_megabytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  in >> total >> resident;
  return resident * 4096 >> 20;
}

TEST(WebFetcher, TenThousandSourcesAreFewMegabytes) {
  constexpr int kSources = 10'000;
  FakeTime time;
  WebOptions options = web_options(time);
  options.resolver = [](const std::string&) { return std::vector<std::string>{"127.0.0.1"}; };
  HttpServer server(always(HttpServer::kept_reply("x")), {.keep_alive = true});
  const auto fetcher = open_web(options);
  const std::size_t before = resident_megabytes();
  int refused = 0;
  for (int i = 0; i < kSources; ++i) {
    // Half of them on one host, half each on its own, whose address is a private one.
    Request request = request_for(server.url("/feed/" + std::to_string(i)));
    if (i % 2 == 1) request.url = "http://host" + std::to_string(i) + ".test/feed.xml?id=12345";
    request.headers = {{"If-None-Match", "\"0123456789abcdef0123456789abcdef\""},
                       {"If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT"}};
    fetcher->submit(std::move(request),
                    [&](Result<Response> response) { refused += response ? 0 : 1; });
  }
  EXPECT_LT(resident_megabytes() - before, 100u);
  for (int i = 0; i < 200; ++i) fetcher->run(milliseconds(100));
  EXPECT_LT(resident_megabytes() - before, 150u);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(server.most_at_once(), 1);
}

TEST(WebFetcher, CancelForgetsEverything) {
  HttpServer server([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n");
    while (send("X: y\r\n")) std::this_thread::sleep_for(milliseconds(5));
  });
  FakeTime time;
  const auto fetcher = open_web(web_options(time));
  for (int i = 0; i < 3; ++i) {
    fetcher->submit(request_for(server.url()), [](Result<Response>) { FAIL() << "answered"; });
  }
  EXPECT_EQ(fetcher->run(milliseconds(50)), 3u);
  fetcher->cancel();
  EXPECT_EQ(fetcher->run(milliseconds(0)), 0u);
  HttpServer other(always(HttpServer::reply("x")));
  EXPECT_TRUE(fetch_now(*fetcher, request_for(other.url())).has_value());
}

TEST(WebFetcher, CallbacksMaySubmit) {
  HttpServer server(always(HttpServer::reply("x")));
  FakeTime time;
  const auto fetcher = open_web(web_options(time));
  int left = 3;
  std::function<void(Result<Response>)> next = [&](Result<Response> response) {
    ASSERT_TRUE(response.has_value());
    if (--left > 0) fetcher->submit(request_for(server.url()), next);
  };
  fetcher->submit(request_for(server.url()), next);
  while (fetcher->run(seconds(1)) > 0) {
  }
  EXPECT_EQ(left, 0);
  const auto statistics = fetcher->statistics();
  ASSERT_EQ(statistics.size(), 1u);
  EXPECT_EQ(statistics[0].name, "127.0.0.1");
  EXPECT_EQ(statistics[0].requests, 3u);
  EXPECT_EQ(statistics[0].bytes, 3u);
  EXPECT_EQ(statistics[0].failures, 0u);
}

}  // namespace
}  // namespace horizon::crawler
