// A WebFetcher for tests: on the loopback network, without real waiting.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "crawler/fetch/web_fetcher.h"
#include "tests/support/fake_time.h"
#include "tests/support/http_server.h"

namespace horizon::test {

inline crawler::WebOptions web_options(FakeTime& time) {
  crawler::WebOptions options;
  options.contact = "https://horizon.example.org/contact";
  options.proxy_from_environment = false;
  options.allowed_private_hosts = {"127.0.0.1"};
  options.steady_clock = [&time] { return time.steady(); };
  options.wall_clock = [&time] { return time.wall(); };
  options.sleep = [&time](std::chrono::milliseconds pause) { time.sleep(pause); };
  options.seed = 1;
  return options;
}

inline std::unique_ptr<crawler::WebFetcher> open_web(crawler::WebOptions options) {
  auto fetcher = crawler::WebFetcher::open(std::move(options));
  EXPECT_TRUE(fetcher.has_value()) << fetcher.error().message;
  return fetcher ? *std::move(fetcher) : nullptr;
}

inline HttpServer::Handler always(std::string bytes) {
  return
      [bytes = std::move(bytes)](const std::string&, const HttpServer::Send& send) { send(bytes); };
}

inline crawler::Request request_for(const std::string& url) {
  crawler::Request request;
  request.url = url;
  request.limits.total_timeout = std::chrono::seconds(20);
  request.limits.max_bytes = 1 << 20;
  return request;
}

// One request on a fetcher of its own.
inline Result<crawler::Response> get(crawler::WebOptions options, crawler::Request request) {
  const auto fetcher = open_web(std::move(options));
  return crawler::fetch_now(*fetcher, std::move(request));
}

inline Result<crawler::Response> get(const std::string& url) {
  FakeTime time;
  return get(web_options(time), request_for(url));
}

}  // namespace horizon::test
