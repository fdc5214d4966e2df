#include "crawler/fetch/curl_transport.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "tests/support/gzip.h"
#include "tests/support/http_server.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;
using test::HttpServer;

std::unique_ptr<CurlTransport> open_transport(bool local_allowed = true) {
  CurlOptions options;
  options.contact = "https://horizon.example.org/contact";
  options.proxy_from_environment = false;
  if (local_allowed) options.allowed_private_hosts = {"127.0.0.1"};
  auto transport = CurlTransport::open(options);
  EXPECT_TRUE(transport.has_value());
  return transport ? *std::move(transport) : nullptr;
}

HttpServer::Handler always(std::string bytes) {
  return
      [bytes = std::move(bytes)](const std::string&, const HttpServer::Send& send) { send(bytes); };
}

Request request_for(const HttpServer& server, const std::string& path = "/") {
  Request request;
  request.url = server.url(path);
  request.limits.total_timeout = milliseconds(5000);
  request.limits.max_bytes = 1 << 20;
  return request;
}

TEST(CurlTransport, ContactIsMandatory) {
  for (const char* const contact : {"", "  ", "a\r\nX: y"}) {
    const auto transport = CurlTransport::open({.contact = contact});
    ASSERT_FALSE(transport.has_value()) << contact;
    EXPECT_EQ(transport.error().code, ErrorCode::kUsage);
  }
}

TEST(CurlTransport, HeadersBothWays) {
  HttpServer server(always(HttpServer::reply(
      "body",
      "Content-Type: text/xml; charset=gbk\r\nETag: W/\"a b\"\r\nLast-Modified: x\r\n"
      "Retry-After: 5\r\n",
      "503 Busy")));
  const auto transport = open_transport();
  Request request = request_for(server, "/x?y=1");
  request.headers = {{"If-None-Match", "\"q\""}};
  const auto response = transport->get(request);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "body");
  EXPECT_EQ(response->content_type, "text/xml; charset=gbk");
  EXPECT_EQ(response->etag, "W/\"a b\"");
  EXPECT_EQ(response->last_modified, "x");
  EXPECT_EQ(response->retry_after, "5");
  EXPECT_EQ(response->final_url, server.url("/x?y=1"));
  const std::string sent = server.requests().at(0);
  EXPECT_NE(sent.find("User-Agent: horizon/0.1.0 (+https://horizon.example.org/contact)\r\n"),
            std::string::npos)
      << sent;
  EXPECT_NE(sent.find("If-None-Match: \"q\"\r\n"), std::string::npos) << sent;
}

TEST(CurlTransport, RefusesWhatCannotBeSent) {
  const auto transport = open_transport();
  for (const char* const url : {"", "file:///etc/passwd", "ftp://x.org/", "gopher://x/", "//x.org/",
                                "http://", "http://a b/"}) {
    Request request;
    request.url = url;
    EXPECT_EQ(transport->get(request).error().code, ErrorCode::kUsage) << url;
  }
  HttpServer server(always(HttpServer::reply("x")));
  Request request = request_for(server);
  request.headers = {{"X", "a\r\nHost: evil"}};
  EXPECT_EQ(transport->get(request).error().code, ErrorCode::kUsage);
  EXPECT_TRUE(server.requests().empty());
}

TEST(CurlTransport, PrivateAddressesAreRefusedUnlessNamed) {
  HttpServer server(always(HttpServer::reply("inside")));
  const auto strict = open_transport(false);
  std::string port = server.url("");
  port = port.substr(port.rfind(':'));
  for (const std::string& url :
       {server.url(), "http://localhost" + port + "/", "http://[::ffff:127.0.0.1]" + port + "/",
        "http://2130706433" + port + "/", "http://0x7f.1" + port + "/", "http://0" + port + "/"}) {
    Request request = request_for(server);
    request.url = url;
    const auto response = strict->get(request);
    ASSERT_FALSE(response.has_value()) << url;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << url;
  }
  EXPECT_NE(strict->get(request_for(server)).error().message.find("not a public address"),
            std::string::npos);
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(open_transport()->get(request_for(server))->body, "inside");
}

TEST(CurlTransport, Hostile_RedirectIntoTheOperatorsNetwork) {
  const auto transport = open_transport();
  for (const char* const target :
       {"http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/", "http://10.0.0.1/",
        "http://[::1]/", "http://localhost/", "http://192.168.0.1:8080/", "http://127.0.0.2/"}) {
    HttpServer server(always(HttpServer::redirect(target)));
    const auto begin = std::chrono::steady_clock::now();
    const auto response = transport->get(request_for(server));
    ASSERT_FALSE(response.has_value()) << target;
    EXPECT_NE(response.error().message.find("not a public address"), std::string::npos)
        << target << ": " << response.error().message;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << target;
  }
}

TEST(CurlTransport, Hostile_RedirectToOtherSchemes) {
  const auto transport = open_transport();
  for (const char* const target : {"file:///etc/passwd", "ftp://x.org/", "gopher://x.org/"}) {
    HttpServer server(always(HttpServer::redirect(target)));
    const auto response = transport->get(request_for(server));
    ASSERT_FALSE(response.has_value()) << target;
    EXPECT_EQ(response.error().code, ErrorCode::kUnavailable) << response.error().message;
  }
}

TEST(CurlTransport, RedirectsAreFollowedAndBounded) {
  HttpServer server([](const std::string& request, const HttpServer::Send& send) {
    if (request.starts_with("GET /start ")) send(HttpServer::redirect("/a/b"));
    if (request.starts_with("GET /a/b ")) send(HttpServer::redirect("c?x=1"));
    if (request.starts_with("GET /a/c?x=1 ")) send(HttpServer::reply("there"));
    if (request.starts_with("GET /loop ")) send(HttpServer::redirect("/loop"));
  });
  const auto transport = open_transport();
  const auto response = transport->get(request_for(server, "/start"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "there");
  EXPECT_EQ(response->final_url, server.url("/a/c?x=1"));
  const auto looping = transport->get(request_for(server, "/loop"));
  ASSERT_FALSE(looping.has_value());
  EXPECT_EQ(looping.error().code, ErrorCode::kLimit);
  EXPECT_EQ(server.requests().size(), 3u + 6u);
}

TEST(CurlTransport, CompressedBodies) {
  const std::string text(10'000, 'x');
  const std::string compressed = test::gzip(text);
  HttpServer announced(always(HttpServer::reply(compressed, "Content-Encoding: gzip\r\n")));
  HttpServer silent(always(HttpServer::reply(compressed)));
  const auto transport = open_transport();
  EXPECT_EQ(transport->get(request_for(announced))->body, text);
  EXPECT_EQ(transport->get(request_for(silent))->body, text);
  HttpServer broken(
      always(HttpServer::reply(compressed.substr(0, 20), "Content-Encoding: gzip\r\n")));
  const auto response = transport->get(request_for(broken));
  EXPECT_TRUE(!response.has_value() || response->body != text);
}

TEST(CurlTransport, Hostile_GzipBombs) {
  const std::string bomb = test::gzip(std::string(20 << 20, '0'));
  ASSERT_LT(bomb.size(), 100'000u);
  for (const char* const header : {"Content-Encoding: gzip\r\n", ""}) {
    HttpServer server(always(HttpServer::reply(bomb, header)));
    const auto response = open_transport()->get(request_for(server));
    ASSERT_FALSE(response.has_value()) << header;
    EXPECT_EQ(response.error().code, ErrorCode::kLimit) << header;
  }
}

TEST(CurlTransport, Hostile_EndlessBodyAndHeaders) {
  HttpServer body([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n\r\n");
    while (send(std::string(65536, 'x'))) {
    }
  });
  HttpServer headers([](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\n");
    while (send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
    }
  });
  HttpServer announced(always("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"));
  const auto transport = open_transport();
  EXPECT_EQ(transport->get(request_for(body)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(transport->get(request_for(headers)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(transport->get(request_for(announced)).error().code, ErrorCode::kLimit);
}

TEST(CurlTransport, Hostile_SlowAndSilentServers) {
  const auto drip = [](const std::string&, const HttpServer::Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (send("x")) std::this_thread::sleep_for(milliseconds(50));
  };
  HttpServer slow(drip);
  Request request = request_for(slow);
  request.limits.total_timeout = milliseconds(400);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(open_transport()->get(request).error().code, ErrorCode::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2000));
  HttpServer crawling(drip);
  request = request_for(crawling);
  request.limits.low_speed_time = std::chrono::seconds(1);
  request.limits.low_speed_bytes_per_second = 1000;
  EXPECT_EQ(open_transport()->get(request).error().code, ErrorCode::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(5000));
}

TEST(CurlTransport, CutOffBodyIsAnError) {
  HttpServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"));
  HttpServer garbage(always("SSH-2.0-x\r\n"));
  HttpServer nothing(always(""));
  const auto transport = open_transport();
  EXPECT_EQ(transport->get(request_for(server)).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(transport->get(request_for(garbage)).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(transport->get(request_for(nothing)).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace horizon::crawler
