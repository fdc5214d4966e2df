// TLS and proxies.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/temp_dir.h"
#include "tests/support/tls_server.h"
#include "tests/support/web.h"

namespace horizon::crawler {
namespace {

using test::FakeTime;
using test::HttpServer;
using test::request_for;
using test::web_options;

TEST(WebTls, CertificatesAreChecked) {
  test::TempDir folder;
  const test::TlsServer server(folder.path(), "IP:127.0.0.1");
  if (!server.is_up()) GTEST_SKIP() << "no openssl program";
  FakeTime time;
  WebOptions options = web_options(time);
  const auto unknown = test::get(options, request_for(server.url()));
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(unknown.error().message.find("certificate"), std::string::npos)
      << unknown.error().message;
  EXPECT_EQ(unknown.error().message.find("tries"), std::string::npos)
      << "will be the same next time: " << unknown.error().message;
  options.ca_file = server.certificate();
  const auto known = test::get(options, request_for(server.url()));
  ASSERT_TRUE(known.has_value()) << known.error().message;
  EXPECT_EQ(known->status, 200);
  options.ca_file = (folder.path() / "none.pem").string();
  const auto no_file = test::get(options, request_for(server.url()));
  ASSERT_FALSE(no_file.has_value());
  EXPECT_NE(no_file.error().message.find("none.pem"), std::string::npos) << no_file.error().message;
}

TEST(WebTls, ACertificateForAnotherNameIsRefused) {
  test::TempDir folder;
  const test::TlsServer server(folder.path(), "DNS:elsewhere.example");
  if (!server.is_up()) GTEST_SKIP() << "no openssl program";
  FakeTime time;
  WebOptions options = web_options(time);
  options.ca_file = server.certificate();
  const auto response = test::get(options, request_for(server.url()));
  ASSERT_FALSE(response.has_value());
  EXPECT_NE(response.error().message.find("127.0.0.1"), std::string::npos)
      << response.error().message;
}

TEST(WebTls, PlainServerAtATlsPort) {
  HttpServer server(test::always(HttpServer::reply("x")));
  FakeTime time;
  WebOptions options = web_options(time);
  options.max_tries = 1;
  Request request = request_for("https" + server.url().substr(4));
  request.limits.connect_timeout = std::chrono::milliseconds(300);
  const auto response = test::get(options, request);
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
}

TEST(WebProxy, RequestsGoThroughIt) {
  HttpServer proxy(test::always(HttpServer::reply("by proxy")));
  FakeTime time;
  WebOptions options = web_options(time);
  options.allowed_private_hosts.clear();
  options.proxy = proxy.url();
  const auto response = test::get(options, request_for("http://somewhere.example/x"));
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->body, "by proxy");
  EXPECT_TRUE(proxy.requests().at(0).starts_with("GET http://somewhere.example/x HTTP/1.1\r\n"))
      << proxy.requests().at(0);
  for (const char* const inside :
       {"http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/", "http://[::1]/",
        "http://foo.localhost/", "http://2130706433/"}) {
    EXPECT_FALSE(test::get(options, request_for(inside)).has_value()) << inside;
  }
  EXPECT_EQ(proxy.requests().size(), 1u);
}

}  // namespace
}  // namespace horizon::crawler
