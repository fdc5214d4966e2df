// A hostile network: each line of what can go wrong ends in one clear error, and harms nobody else.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

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

// The engine's error for this server, on one try; it names the URL and ends soon.
Error error_of(const HttpServer& server, Limits limits = {}) {
  FakeTime time;
  WebOptions options = web_options(time);
  options.max_tries = 1;
  Request request = request_for(server.url("/x"));
  request.limits = limits;
  request.limits.max_bytes = 1 << 20;
  const auto begin = std::chrono::steady_clock::now();
  const auto response = test::get(options, request);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(15));
  if (response) return {ErrorCode::kUsage, "there was an answer"};
  EXPECT_NE(response.error().message.find(server.url("/x")), std::string::npos)
      << response.error().message;
  EXPECT_EQ(response.error().message.find('\n'), std::string::npos) << response.error().message;
  return response.error();
}

TEST(WebHostile, PrivateAddressesAreRefusedUnlessNamed) {
  HttpServer server(always(HttpServer::reply("inside")));
  FakeTime time;
  WebOptions options = web_options(time);
  options.allowed_private_hosts.clear();
  const std::string port = ":" + std::to_string(server.port());
  for (const std::string& url :
       {server.url(), "http://localhost" + port + "/", "http://[::ffff:127.0.0.1]" + port + "/",
        "http://2130706433" + port + "/", "http://0x7f.1" + port + "/", "http://0" + port + "/",
        "http://127.0.0.1@127.0.0.1" + port + "/", "http://127.1" + port + "/"}) {
    const auto response = test::get(options, request_for(url));
    ASSERT_FALSE(response.has_value()) << url;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << url;
    EXPECT_NE(response.error().message.find("not a public address"), std::string::npos)
        << response.error().message;
  }
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(test::get(server.url())->body, "inside");
}

TEST(WebHostile, RedirectIntoTheOperatorsNetwork) {
  for (const char* const target :
       {"http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/", "http://10.0.0.1/",
        "http://[::1]/", "http://localhost/", "http://192.168.0.1:8080/", "http://127.0.0.2/",
        "//100.64.0.1/", "http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/",
        "http://127.0.0.1@10.0.0.1/"}) {
    HttpServer server(always(HttpServer::redirect(target)));
    const auto response = test::get(server.url());
    ASSERT_FALSE(response.has_value()) << target;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << target;
    EXPECT_EQ(server.requests().size(), 1u) << target;
  }
}

TEST(WebHostile, RedirectToOtherSchemesAndPorts) {
  for (const char* const target : {"file:///etc/passwd", "ftp://x.org/", "gopher://x.org/",
                                   "http://x.org:25/", "javascript:1", "http://", "https://"}) {
    HttpServer server(always(HttpServer::redirect(target)));
    const auto response = test::get(server.url());
    ASSERT_FALSE(response.has_value()) << target;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << response.error().message;
  }
}

// The resolver gives another address each time; what was allowed for one name is not for another.
TEST(WebHostile, DnsRebinding) {
  HttpServer server(
      [](const std::string& request, const HttpServer::Send& send) {
        const bool good = request.find("Host: good.test") != std::string::npos;
        const std::size_t colon = request.find(':', request.find("Host: ") + 6);
        const std::string port = request.substr(colon, request.find("\r\n", colon) - colon);
        send(good ? HttpServer::redirect("http://evil.test" + port + "/")
                  : HttpServer::reply("inside"));
      },
      {.keep_alive = true});
  FakeTime time;
  WebOptions options = web_options(time);
  options.allowed_private_hosts = {"good.test"};
  int asked = 0;
  options.resolver = [&](const std::string& host) -> std::vector<std::string> {
    ++asked;
    return host == "evil.test" ? std::vector<std::string>{"127.0.0.1", "::1", "10.0.0.1"}
                               : std::vector<std::string>{"127.0.0.1"};
  };
  const std::string port = ":" + std::to_string(server.port());
  for (const char* const host : {"good.test", "evil.test", "good.test"}) {
    const auto response =
        test::get(options, request_for("http://" + std::string(host) + port + "/"));
    ASSERT_FALSE(response.has_value()) << host;
    EXPECT_NE(response.error().message.find("not a public address"), std::string::npos)
        << response.error().message;
  }
  EXPECT_EQ(server.requests().size(), 2u) << "only the named host was ever connected to";
  EXPECT_GE(asked, 5);
}

TEST(WebHostile, RedirectLoops) {
  HttpServer self(always(HttpServer::redirect("/x")));
  EXPECT_EQ(error_of(self).code, ErrorCode::kLimit);
  EXPECT_EQ(self.requests().size(), 1u);
  std::atomic<int> count = 0;
  HttpServer endless([&](const std::string&, const HttpServer::Send& send) {
    send(HttpServer::redirect("/" + std::to_string(++count)));
  });
  FakeTime time;
  const auto response = test::get(web_options(time), request_for(endless.url("/x")));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::kLimit);
  EXPECT_NE(response.error().message.find("more than 5 redirects"), std::string::npos);
  EXPECT_EQ(endless.requests().size(), 6u);
}

TEST(WebHostile, GzipBombs) {
  const std::string bomb = test::gzip(std::string(20 << 20, '0'));
  ASSERT_LT(bomb.size(), 100'000u);
  const std::string nested = test::gzip(bomb);
  for (const auto& [body, header] :
       {std::pair<std::string, std::string>{bomb, "Content-Encoding: gzip\r\n"},
        {bomb, ""},
        {nested, "Content-Encoding: gzip\r\n"},
        {nested, "Content-Encoding: gzip, gzip\r\n"},
        {"x", "Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip\r\n"}}) {
    HttpServer server(always(HttpServer::reply(body, header)));
    EXPECT_EQ(error_of(server).code, ErrorCode::kLimit) << header;
  }
}

TEST(WebHostile, EndlessBodies) {
  HttpServer body([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n\r\n");
    while (send(std::string(65536, 'x'))) {
    }
  });
  EXPECT_EQ(error_of(body).code, ErrorCode::kLimit);
  HttpServer chunks([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (send("10000\r\n" + std::string(65536, 'x') + "\r\n")) {
    }
  });
  EXPECT_EQ(error_of(chunks).code, ErrorCode::kLimit);
  HttpServer announced(always("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"));
  EXPECT_EQ(error_of(announced).code, ErrorCode::kLimit);
}

TEST(WebHostile, EndlessHeaders) {
  HttpServer headers([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n");
    while (send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  EXPECT_EQ(error_of(headers).code, ErrorCode::kLimit);
  HttpServer one_line([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nX: ");
    while (send(std::string(1000, 'x'))) {
    }
  });
  EXPECT_NE(error_of(one_line).code, ErrorCode::kUsage);
  HttpServer interim([](const std::string&, const HttpServer::Send& send) {
    while (send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")) {
    }
  });
  EXPECT_EQ(error_of(interim).code, ErrorCode::kLimit);
}

TEST(WebHostile, InterimRepliesAreNotTheAnswer) {
  HttpServer server(always("HTTP/1.1 103 Early\r\nETag: \"no\"\r\n\r\n" +
                           HttpServer::reply("x", "X-Is: final\r\n")));
  const auto response = test::get(server.url());
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->etag, "");
  EXPECT_EQ(header(*response, "x-is"), "final");
}

TEST(WebHostile, SlowAndSilentServers) {
  const auto drip = [](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (send("x")) std::this_thread::sleep_for(milliseconds(20));
  };
  HttpServer slow(drip);
  EXPECT_EQ(error_of(slow, {.total_timeout = milliseconds(300)}).code, ErrorCode::kUnavailable);
  HttpServer crawling(drip);
  EXPECT_EQ(
      error_of(crawling, {.low_speed_bytes_per_second = 5000, .low_speed_time = seconds(1)}).code,
      ErrorCode::kUnavailable);
  HttpServer loris([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n");
    while (send("a")) std::this_thread::sleep_for(milliseconds(20));
  });
  EXPECT_EQ(error_of(loris, {.total_timeout = milliseconds(300)}).code, ErrorCode::kUnavailable);
  HttpServer silent([](const std::string&, const HttpServer::Send& send) {
    while (send("")) std::this_thread::sleep_for(milliseconds(20));
  });
  EXPECT_EQ(error_of(silent, {.total_timeout = milliseconds(300)}).code, ErrorCode::kUnavailable);
}

TEST(WebHostile, NotHttpAtAll) {
  for (const char* const bytes :
       {"", "SSH-2.0-x\r\n", "<html>", "HTTP/1.1\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nab"}) {
    HttpServer server(always(bytes));
    EXPECT_EQ(error_of(server).code, ErrorCode::kUnavailable) << bytes;
  }
}

TEST(WebHostile, RefusedConnection) {
  std::string url;
  {
    const HttpServer server(always(""));
    url = server.url();
  }
  EXPECT_EQ(test::get(url).error().code, ErrorCode::kUnavailable);
}

TEST(WebHostile, RedirectBodiesAreNotRead) {
  HttpServer server([](const std::string& request, const HttpServer::Send& send) {
    if (request.starts_with("GET /there ")) {
      send(HttpServer::reply("there"));
      return;
    }
    send("HTTP/1.1 301 Moved\r\nLocation: /there\r\n\r\n");
    while (send(std::string(65536, 'x'))) {
    }
  });
  const auto response = test::get(server.url());
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "there");
  EXPECT_EQ(response->moved_to, server.url("/there"));
}

TEST(WebHostile, OneBadHostHarmsNoOther) {
  HttpServer bad([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n\r\n");
    while (send("x")) std::this_thread::sleep_for(milliseconds(10));
  });
  HttpServer good(always(HttpServer::kept_reply("x")), {"127.0.0.9", true});
  FakeTime time;
  WebOptions options = web_options(time);
  options.max_tries = 1;
  options.allowed_private_hosts.emplace_back("127.0.0.9");
  const auto fetcher = open_web(options);
  Request slow = request_for(bad.url());
  slow.limits.total_timeout = milliseconds(1500);
  bool slow_done = false;
  fetcher->submit(slow, [&](Result<Response> response) {
    slow_done = true;
    EXPECT_FALSE(response.has_value());
  });
  int before = 0;
  fetcher->submit(request_for(good.url()), [&](Result<Response> response) {
    before += response.has_value() && !slow_done ? 1 : 0;
  });
  while (fetcher->run(seconds(1)) > 0) {
  }
  EXPECT_TRUE(slow_done);
  EXPECT_EQ(before, 1);
}

TEST(WebHostile, SecretsAreNotInMessages) {
  HttpServer server(always("nothing"));
  FakeTime time;
  WebOptions options = web_options(time);
  options.max_tries = 1;
  std::string url = server.url("/x?q=1&api_key=abcdef&token=ghi");
  url.insert(7, "user:passw0rd@");
  const auto response = test::get(options, request_for(url));
  ASSERT_FALSE(response.has_value());
  for (const char* const secret : {"abcdef", "ghi", "passw0rd"}) {
    EXPECT_EQ(response.error().message.find(secret), std::string::npos) << response.error().message;
  }
  EXPECT_NE(response.error().message.find("q=1"), std::string::npos) << response.error().message;
}

}  // namespace
}  // namespace horizon::crawler
