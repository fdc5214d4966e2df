// The small parts of the fetch engine, each by itself.
#include <gtest/gtest.h>
#include <zstd.h>

#include <chrono>
#include <string>
#include <vector>

#include "crawler/fetch/content_coding.h"
#include "crawler/fetch/proxy.h"
#include "crawler/fetch/redirect.h"
#include "crawler/fetch/retry_after.h"
#include "crawler/fetch/secrets.h"
#include "crawler/fetch/signals.h"
#include "crawler/fetch/target.h"
#include "tests/support/gzip.h"

namespace horizon::crawler {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Instant kNow{seconds(1'795'348'800)};  // Sunday, 2026-11-22T12:00:00Z

std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

const std::string kBrotli =
    bytes_of("0b0e80486f72697a6f6e2072656164732042726f746c692c20e7a791e68a802e03");
// 20 MiB of zeros.
const std::string kBrotliBomb =
    bytes_of("cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd5ffeffffe09f0088c30200ddfb1f");

TEST(RetryAfter, Rfc9110_10_2_3_AllForms) {
  struct Case {
    std::string_view text;
    std::optional<milliseconds> pause;
  };
  for (const auto& [text, pause] :
       std::vector<Case>{{"120", seconds(120)},
                         {" 120 ", seconds(120)},
                         {"0", seconds(0)},
                         {"1.5", milliseconds(1'500)},
                         {"0.0001", milliseconds(1)},
                         {"120, 120", seconds(120)},
                         {"120s", seconds(120)},
                         {"99999999999999999999999999", hours(24)},
                         {"1e99", std::nullopt},
                         {"Sun, 22 Nov 2026 12:01:00 GMT", seconds(60)},
                         {"Sunday, 22-Nov-26 12:01:00 GMT", seconds(60)},
                         {"Sun Nov 22 12:01:00 2026", seconds(60)},
                         {"Sat, 21 Nov 2026 12:00:00 GMT", seconds(0)},
                         {"Sun, 22 Nov 2099 12:00:00 GMT", hours(24)},
                         {"-5", std::nullopt},
                         {"", std::nullopt},
                         {"soon", std::nullopt},
                         {"12 monkeys", std::nullopt},
                         {"nan", std::nullopt},
                         {"inf", std::nullopt}}) {
    EXPECT_EQ(read_retry_after(text, kNow), pause) << text;
  }
  EXPECT_EQ(read_retry_after("120", kNow, RetryAfterUnit::kMilliseconds), milliseconds(120));
  EXPECT_EQ(read_retry_after("999999999999", kNow, RetryAfterUnit::kMilliseconds), hours(24));
}

TEST(ContentCoding, EveryCoding) {
  const std::string text = "Horizon reads Brotli, 科技.";
  const std::string gz = test::gzip(text);
  struct Case {
    std::string_view coding;
    std::string body;
  };
  for (const auto& [coding, body] : std::vector<Case>{{"gzip", gz},
                                                      {"x-gzip", gz},
                                                      {"GZIP", gz},
                                                      {"deflate", test::deflated(text, 15)},
                                                      {"deflate", test::deflated(text, -15)},
                                                      {"br", kBrotli},
                                                      {"zstd", zstd(text)},
                                                      {"", gz},
                                                      {"", zstd(text)},
                                                      {"", text},
                                                      {"identity", text},
                                                      {"gzip", text},
                                                      {"deflate", text},
                                                      {"br", text},
                                                      {"zstd", text},
                                                      {"utf-8", text},
                                                      {"gzip", gz + "trailing"},
                                                      {"br, gzip", test::gzip(kBrotli)},
                                                      {"gzip,,gzip", test::gzip(gz)}}) {
    const auto plain = decode_content(body, coding, 1'000);
    ASSERT_TRUE(plain.has_value()) << coding << ": " << plain.error().message;
    EXPECT_EQ(*plain, text) << coding;
  }
  EXPECT_EQ(*decode_content("", "gzip", 10), "");
  EXPECT_EQ(*decode_content("", "br", 10), "");
}

TEST(ContentCoding, Hostile_Bombs) {
  const std::string zeros(20 << 20, '\0');
  struct Case {
    std::string_view coding;
    std::string body;
  };
  for (const auto& [coding, body] : std::vector<Case>{{"br", kBrotliBomb},
                                                      {"gzip", test::gzip(zeros)},
                                                      {"", test::gzip(zeros)},
                                                      {"deflate", test::deflated(zeros, -15)},
                                                      {"deflate", test::deflated(zeros, 15)},
                                                      {"zstd", zstd(zeros)},
                                                      {"br", test::gzip(zeros) + "x"},
                                                      {"gzip, gzip", test::gzip(test::gzip(zeros))},
                                                      {"gzip, gzip, gzip, gzip, gzip", "x"}}) {
    const auto plain = decode_content(body, coding, 1 << 20);
    ASSERT_FALSE(plain.has_value()) << coding;
    EXPECT_EQ(plain.error().code, ErrorCode::kLimit) << coding << plain.error().message;
  }
}

TEST(ContentCoding, CutOffIsNoticed) {
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += std::to_string(i * 7919) + " ";
  for (const auto& [coding, body] :
       std::vector<std::pair<std::string, std::string>>{{"gzip", test::gzip(text)},
                                                        {"deflate", test::deflated(text, 15)},
                                                        {"deflate", test::deflated(text, -15)},
                                                        {"zstd", zstd(text)}}) {
    const auto plain = decode_content(body.substr(0, body.size() / 2), coding, 1 << 20);
    ASSERT_FALSE(plain.has_value()) << coding;
    EXPECT_EQ(plain.error().code, ErrorCode::kCorrupt) << coding;
  }
  EXPECT_EQ(decode_content(kBrotli.substr(0, 20), "br", 1 << 20).error().code, ErrorCode::kCorrupt);
}

TEST(Target, WhatIsAHostToOneReaderOnlyIsRefused) {
  for (const std::string_view url :
       {"http:/-a%7Fb/", "http://a%00b/", "http://a%2Fb/", "http://a%20b/", "http://a%C3.org/",
        "http://1.2.3.400/", "http://[::1%25eth0]/"}) {
    EXPECT_FALSE(parse_target(url).has_value()) << url;
  }
}

TEST(Target, Normalised) {
  struct Case {
    std::string_view text, url, host, origin, path;
  };
  for (const auto& [text, url, host, origin, path] : std::vector<Case>{
           {" HTTP://Example.ORG/a/../b?q=1#x ", "http://example.org/b?q=1", "example.org",
            "http://example.org:80", "/b?q=1"},
           {"https://x.org", "https://x.org/", "x.org", "https://x.org:443", "/"},
           {"http://x.org:8080/%7Ea", "http://x.org:8080/%7Ea", "x.org", "http://x.org:8080",
            "/%7Ea"},
           {"http://0x7f000001/", "http://127.0.0.1/", "127.0.0.1", "http://127.0.0.1:80", "/"},
           {"http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/", "2001:db8::1",
            "http://[2001:db8::1]:81", "/"},
           {"http://科技.example/", "http://xn--2qux23c.example/", "xn--2qux23c.example",
            "http://xn--2qux23c.example:80", "/"},
           {"http://user:pw@x.org/", "http://user:pw@x.org/", "x.org", "http://x.org:80", "/"}}) {
    const auto target = parse_target(text);
    ASSERT_TRUE(target.has_value()) << text << ": " << target.error().message;
    EXPECT_EQ(target->host, host) << text;
    EXPECT_EQ(target->origin, origin) << text;
    EXPECT_EQ(target->path, path) << text;
    if (host.substr(0, 4) != "xn--") {
      EXPECT_EQ(target->url, url) << text;
    }
  }
  EXPECT_EQ(parse_target("https://Export.arXiv.org./")->host, "export.arxiv.org");
  EXPECT_EQ(parse_target("http://user:pw@x.org/?api_key=1")->shown(),
            "http://REDACTED@x.org/?api_key=REDACTED");
}

class Redirects : public ::testing::Test {
 protected:
  Redirects() {
    request_.url = "https://a.org/x";
    request_.headers = {{"Accept", "x"},
                        {"If-None-Match", "\"1\""},
                        {"From", "me"},
                        {"Content-Type", "text/plain"}};
    request_.secrets = {{"X-API-KEY", "k"}};
  }
  Result<std::optional<Hop>> follow(int status, const std::string& location,
                                    const std::string& method = "GET") {
    request_.method = method;
    request_.body = method == "POST" ? "body" : "";
    Hop hop{*parse_target(request_.url), method, method == "POST", true};
    Response response;
    response.status = status;
    if (!location.empty()) response.headers = {{"location", location}};
    trail_ = {};
    return next_hop(request_, hop, response, trail_);
  }
  Request request_;
  RedirectTrail trail_;
};

TEST_F(Redirects, Rfc9110_15_4_MethodAndTarget) {
  struct Case {
    int status;
    std::string method, location, next_method, next_url, moved_to;
  };
  for (const auto& c :
       std::vector<Case>{{301, "GET", "/y", "GET", "https://a.org/y", "https://a.org/y"},
                         {308, "GET", "y?z", "GET", "https://a.org/y?z", "https://a.org/y?z"},
                         {302, "GET", "//b.org/", "GET", "https://b.org/", ""},
                         {307, "GET", "https://b.org", "GET", "https://b.org/", ""},
                         {301, "POST", "/y", "GET", "https://a.org/y", "https://a.org/y"},
                         {302, "POST", "/y", "GET", "https://a.org/y", ""},
                         {303, "POST", "/y", "GET", "https://a.org/y", ""},
                         {307, "POST", "/y", "POST", "https://a.org/y", ""},
                         {308, "POST", "/y", "POST", "https://a.org/y", "https://a.org/y"},
                         {302, "GET", "/a b/科", "GET", "https://a.org/a%20b/%E7%A7%91", ""},
                         {302, "GET", "https://u:p@b.org/", "GET", "https://b.org/", ""}}) {
    const auto hop = follow(c.status, c.location, c.method);
    ASSERT_TRUE(hop.has_value()) << c.location << hop.error().message;
    ASSERT_TRUE(hop->has_value()) << c.location;
    EXPECT_EQ((*hop)->method, c.next_method) << c.status;
    EXPECT_EQ((*hop)->with_body, c.next_method == "POST") << c.status;
    EXPECT_EQ((*hop)->target.url, c.next_url) << c.location;
    EXPECT_EQ(trail_.moved_to, c.moved_to) << c.status;
  }
  EXPECT_FALSE(follow(302, "")->has_value());
  EXPECT_FALSE(follow(304, "/y")->has_value());
  EXPECT_FALSE(follow(300, "/y")->has_value());
  EXPECT_FALSE(follow(200, "/y")->has_value());
}

TEST_F(Redirects, SecretsStayAtHome) {
  const auto names = [&](const Hop& hop) {
    std::string all;
    for (const auto& [name, value] : headers_for(request_, hop)) all += name + " ";
    return all;
  };
  EXPECT_EQ(names(**follow(302, "/y")), "Accept If-None-Match From X-API-KEY ");
  EXPECT_EQ(names(**follow(302, "https://b.org/")), "Accept If-None-Match ");
  EXPECT_EQ(names(**follow(302, "https://a.org:444/")), "Accept If-None-Match ");
  EXPECT_EQ(names(**follow(307, "/y", "POST")),
            "Accept If-None-Match From Content-Type X-API-KEY ");
  EXPECT_FALSE(follow(302, "http://a.org/").has_value()) << "https to http";
  EXPECT_FALSE(follow(307, "https://b.org/", "POST").has_value()) << "a body to another host";
  request_.secrets.clear();
  EXPECT_TRUE(follow(302, "http://a.org/").has_value());
  request_.headers.emplace_back("Authorization", "Basic x");
  EXPECT_FALSE(follow(302, "http://a.org/").has_value());
  request_.url = "http://a.org/x";
  EXPECT_EQ(names(**follow(301, "https://a.org/x")), "Accept If-None-Match From Authorization ");
}

TEST_F(Redirects, ATemporaryOneEndsWhatIsPermanent) {
  Hop hop{*parse_target("https://a.org/1"), "GET", false, true};
  for (const auto& [status, location] :
       std::vector<std::pair<int, std::string>>{{301, "/2"}, {302, "/3"}, {301, "/4"}}) {
    Response response;
    response.status = status;
    response.headers = {{"location", location}};
    auto next = next_hop(request_, hop, response, trail_);
    ASSERT_TRUE(next.has_value());
    hop = **next;
  }
  EXPECT_EQ(trail_.moved_to, "https://a.org/2");
}

TEST(Secrets, AreRedacted) {
  EXPECT_EQ(redact_url("https://x.org/a?API_KEY=1&q=2&token=&resumptionToken=3#f"),
            "https://x.org/a?API_KEY=REDACTED&q=2&token=REDACTED&resumptionToken=3#f");
  EXPECT_EQ(redact_url("https://x.org/a"), "https://x.org/a");
  EXPECT_EQ(redact_tokens(R"({"access_token":"a","x":"access_token"})"),
            R"({"access_token":"REDACTED","x":"access_token"})");
  EXPECT_EQ(redact_tokens(R"({"access_token": 5, "b": "c"})"), R"({"access_token": 5, "b": "c"})");
  EXPECT_EQ(redact_tokens(R"({"access_token":"cut)"), R"({"access_token":"cut)");
}

TEST(Proxy, AsCurlReadsIt) {
  const Proxies proxies{"http://p:1", "http://s:2", "socks5://a:3", "x.org, .y.org,127.0.0.1"};
  const auto chosen = [&](const char* url) { return proxy_for(*parse_target(url), proxies); };
  EXPECT_EQ(chosen("http://z.org/"), "http://p:1");
  EXPECT_EQ(chosen("https://z.org/"), "http://s:2");
  for (const char* const direct : {"http://x.org/", "http://a.x.org/", "http://y.org/",
                                   "http://b.y.org/", "http://127.0.0.1/"}) {
    EXPECT_EQ(chosen(direct), "") << direct;
  }
  EXPECT_EQ(chosen("http://notx.org/"), "http://p:1");
  EXPECT_EQ(proxy_for(*parse_target("http://z.org/"), {{}, {}, "socks5://a:3", {}}),
            "socks5://a:3");
  EXPECT_EQ(proxy_for(*parse_target("http://z.org/"), {{}, {}, "socks5://a:3", "*"}), "");
}

TEST(ProviderRules, WhoCounts) {
  struct Case {
    std::string_view url, provider, service;
  };
  for (const auto& [url, provider, service] : std::vector<Case>{
           {"https://oaipmh.arxiv.org/oai", "arxiv", ""},
           {"http://arxiv.org/abs/1", "arxiv", ""},
           {"https://notarxiv.org/", "", ""},
           {"https://api.crossref.org/v1/works", "crossref", ""},
           {"https://eutils.ncbi.nlm.nih.gov/entrez/", "ncbi", ""},
           {"https://ftp.ncbi.nlm.nih.gov/pubmed/", "ncbi", ""},
           {"https://www.ebi.ac.uk/europepmc/webservices/rest/search", "europepmc", ""},
           {"https://www.ebi.ac.uk/chembl/", "", ""},
           {"https://api.biorxiv.org/details/medrxiv/1", "biorxiv", ""},
           {"https://connect.medrxiv.org/", "biorxiv", ""},
           {"https://ops.epo.org/3.2/rest-services/published-data/search/biblio?q=1", "epo",
            "search"},
           {"https://ops.epo.org/3.2/rest-services/published-data/publication/epodoc/EP1/biblio",
            "epo", "retrieval"},
           {"https://ops.epo.org/3.2/rest-services/published-data/images/EP/1", "epo", "images"},
           {"https://ops.epo.org/3.2/rest-services/family/x", "epo", "inpadoc"},
           {"https://ops.epo.org/3.2/auth/accesstoken", "epo", "other"},
           {"https://api.uspto.gov/api/v1/datasets/products/files/A/b.zip", "uspto", "files"},
           {"https://api.uspto.gov/api/v1/datasets/products/A", "uspto", ""}}) {
    const auto target = parse_target(url);
    const ProviderRule* const rule = find_rule(*target, {});
    EXPECT_EQ(rule == nullptr ? "" : rule->name, provider) << url;
    if (rule == nullptr) continue;
    const ServiceRule* const found = find_service(*rule, *target);
    EXPECT_EQ(found == nullptr ? "" : found->name, service) << url;
  }
}

TEST(Signals, Hostile_HeadersOfAnyKind) {
  const std::vector<std::string> values = {"",
                                           "0",
                                           "-1",
                                           "99999999999999999999",
                                           "x",
                                           "1s",
                                           "0s",
                                           "busy (",
                                           "()",
                                           "a(=:)",
                                           "busy (search=green:-5)",
                                           "busy (search=green:0, images)",
                                           "x (search=black)"};
  for (const ProviderRule& rule : known_provider_rules()) {
    for (const std::string& value : values) {
      Response response;
      response.status = 403;
      for (const char* const name :
           {"x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit", "retry-after",
            "x-ratelimit-remaining", "x-ratelimit-reset", "x-throttling-control",
            "x-rejection-reason"}) {
        response.headers.emplace_back(name, value);
      }
      const ProviderSignals signals = read_signals(rule, response, kNow);
      if (signals.interval) {
        EXPECT_GT(*signals.interval, milliseconds(0)) << value;
        EXPECT_LE(*signals.interval, std::chrono::minutes(10)) << value;
      }
      EXPECT_GE(signals.pause.value_or(milliseconds(0)), milliseconds(0)) << value;
      EXPECT_LE(signals.pause.value_or(milliseconds(0)), hours(24 * 7)) << value;
      EXPECT_GE(signals.concurrency.value_or(1), 1) << value;
    }
  }
}

}  // namespace
}  // namespace horizon::crawler
