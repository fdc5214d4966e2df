// HTTP/2 (RFC 9113) over TLS: one connection for many requests.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/http2_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/web.h"

namespace horizon::crawler {
namespace {

using test::FakeTime;
using test::request_for;

class WebHttp2 : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!server_.is_up()) GTEST_SKIP() << "no nghttpd or openssl program";
  }

  WebOptions options() {
    WebOptions options = test::web_options(time_);
    options.ca_file = server_.certificate();
    ProviderRule rule;
    rule.name = "local";
    rule.hosts = {"127.0.0.1"};
    rule.interval = std::chrono::milliseconds(0);
    rule.concurrency = 8;
    options.rules = {rule};
    return options;
  }

  void put(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_.path() / "www" / name, std::ios::binary) << bytes;
  }

  FakeTime time_;
  test::TempDir folder_;
  test::Http2Server server_{folder_.path()};
};

TEST_F(WebHttp2, Rfc9113_5_ManyRequestsShareAConnection) {
  constexpr std::size_t kFiles = 40;
  for (std::size_t i = 0; i < kFiles; ++i) {
    put(std::to_string(i), std::string(i * 3'000, static_cast<char>('a' + i % 26)));
  }
  const auto fetcher = test::open_web(options());
  std::vector<Result<Response>> responses(kFiles);
  for (std::size_t i = 0; i < kFiles; ++i) {
    fetcher->submit(request_for(server_.url() + std::to_string(i)),
                    [&responses, i](Result<Response> response) { responses[i] = response; });
  }
  while (fetcher->run(std::chrono::seconds(10)) > 0) {
  }
  for (std::size_t i = 0; i < kFiles; ++i) {
    ASSERT_TRUE(responses[i].has_value()) << i << ": " << responses[i].error().message;
    EXPECT_EQ(responses[i]->status, 200) << i;
    EXPECT_EQ(responses[i]->body, std::string(i * 3'000, static_cast<char>('a' + i % 26))) << i;
  }
  EXPECT_EQ(server_.connections(), 1);
}

TEST_F(WebHttp2, StatusesHeadersAndLimitsAreAsEver) {
  put("page", std::string(100'000, 'x'));
  const auto page = test::get(options(), request_for(server_.url() + "page"));
  ASSERT_TRUE(page.has_value()) << page.error().message;
  EXPECT_FALSE(page->last_modified.empty());
  EXPECT_EQ(header(*page, "content-length"), "100000") << "names are in lower case";

  Request again = request_for(server_.url() + "page");
  again.headers.emplace_back("If-Modified-Since", page->last_modified);
  const auto unchanged = test::get(options(), again);
  ASSERT_TRUE(unchanged.has_value()) << unchanged.error().message;
  EXPECT_EQ(unchanged->status, 304);

  const auto missing = test::get(options(), request_for(server_.url() + "none"));
  ASSERT_TRUE(missing.has_value()) << missing.error().message;
  EXPECT_EQ(missing->status, 404);

  Request small = request_for(server_.url() + "page");
  small.limits.max_bytes = 1'000;
  const auto large = test::get(options(), small);
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().code, ErrorCode::kLimit) << large.error().message;
}

}  // namespace
}  // namespace horizon::crawler
