// The way to the web: many hosts at once, each provider at its own pace.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "crawler/fetch/back_off.h"
#include "crawler/fetch/fetcher.h"
#include "crawler/fetch/provider_rules.h"
#include "crawler/fetch/provider_status.h"
#include "crawler/fetch/timing.h"
#include "crawler/fetch/wire.h"

namespace horizon::crawler {

enum class LongCrawlDelay : std::uint8_t {
  kSlow,  // the longest delay is kept instead
  kSkip   // the host is not fetched (kUsage)
};

struct WebOptions {
  // A URL or mail address where an operator of a source reaches the operator of this crawler.
  // Mandatory: providers block crawlers that cannot be asked.
  std::string contact = {};
  std::string version = "0.1.0";  // sent as "horizon/<version> (+<contact>)"
  // Hosts (names or literal addresses, exactly as in the URL, IPv6 without brackets) that may
  // resolve to private, loopback, link-local or otherwise non-public addresses. All others are
  // refused on such an address, after redirects too, so that a hostile feed cannot make the
  // crawler read the operator's own network.
  std::vector<std::string> allowed_private_hosts = {};
  std::string proxy = {};  // URL, for all requests; empty: as the next member says
  // http_proxy, https_proxy, all_proxy and no_proxy of the environment, as curl reads them.
  bool proxy_from_environment = true;
  std::string ca_file = {};          // PEM file of trusted authorities; empty: the system's
  std::size_t max_connections = 64;  // at once, over all hosts

  // Tried again: 408, 429, 500, 502, 503, 504, no or a lost connection, bodies cut off.
  int max_tries = 3;
  std::chrono::milliseconds first_retry{2'000};  // where no pause is asked for; doubled each time
  // A pause up to this is waited within a request; a longer one is handed back.
  std::chrono::milliseconds longest_pause{60'000};
  std::vector<ProviderRule> rules = {};  // before the known ones
  ProviderRule fallback = {};            // of hosts without a rule, each by itself
  BackOffOptions back_off = {};

  std::string robots_agent = "horizon";  // product token that robots.txt is read for
  // Crawl-delay of robots.txt is kept up to this; what to do about a longer one is the next member.
  std::chrono::milliseconds longest_crawl_delay{30'000};
  LongCrawlDelay long_crawl_delay = LongCrawlDelay::kSlow;

  // What providers asked for is kept in this file (JSON), so that the next process keeps their
  // pauses too, and the pace of the slow ones. Empty: nothing is kept. A file that cannot be read
  // or written is passed over.
  std::filesystem::path memory_file = {};

  // Every request and reply is appended to this file (WARC 1.1); empty: none is.
  std::filesystem::path record_to = {};

  SteadyClock steady_clock = real_steady_clock();
  WallClock wall_clock = real_wall_clock();
  Sleep sleep = real_sleep();  // when nothing is under way
  Resolver resolver = {};      // for tests; empty: the system's
  std::uint64_t seed = 0;      // of the jitter; 0: a random one
};

// Not thread-safe: one thread calls everything.
//
// What a caller gets:
// - Any HTTP status is a Response, after redirects and after further tries of temporary failures.
//   429 and 503 (and a provider's own form of "too much") come with retry_after in whole seconds,
//   whatever form or unit it was sent in.
// - A provider that asked for more than longest_pause gets no request until then; those that wait
//   for it and those submitted meanwhile end as kUnavailable, "... asked to wait until ...".
// - What robots.txt disallows is kUsage; where the file cannot be had for now (5xx, 429, no
//   answer), kUnavailable.
// - Errors name URL (without secrets) and limit: kUsage for what cannot be sent, kLimit for sizes
//   and redirects, kUnavailable for the network, kCorrupt for a body that cannot be unpacked.
class WebFetcher final : public Fetcher {
 public:
  // kUsage if the contact is empty or holds control characters; kUnavailable if libcurl fails.
  static Result<std::unique_ptr<WebFetcher>> open(WebOptions options);
  ~WebFetcher() override;
  WebFetcher(const WebFetcher&) = delete;
  WebFetcher& operator=(const WebFetcher&) = delete;

  void submit(Request request, Done done) override;
  std::size_t run(std::chrono::milliseconds wait) override;
  void cancel() override;
  std::optional<Instant> paused_until(std::string_view url) const override;

  // By name; those that were asked since open().
  std::vector<ProviderStatus> statistics() const;
  // Keeps a pause that a former process was asked for.
  void pause(std::string_view url, Instant until);

 private:
  class Engine;
  explicit WebFetcher(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace horizon::crawler
