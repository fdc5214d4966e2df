// What each provider allows. A provider is who counts the requests, not a host: one provider may
// have many hosts, and all its limits hold for all of them together.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/fetch/target.h"

namespace horizon::crawler {

// A part of a provider's API with a pace of its own, beside the provider's.
struct ServiceRule {
  std::string path = {};  // a text in the path of its URLs
  std::string name = {};
  std::chrono::milliseconds interval{0};
};

// How a provider announces its limits, beside 429, 503 and Retry-After.
enum class Signals : std::uint8_t {
  kNone,
  kCrossref,  // x-rate-limit-limit, x-rate-limit-interval, x-concurrency-limit
  kOpenAlex,  // X-RateLimit-Remaining, X-RateLimit-Reset (seconds)
  kEpo        // X-Throttling-Control, X-Rejection-Reason, Retry-After in milliseconds
};

struct ProviderRule {
  std::string name = {};
  std::vector<std::string> hosts = {};        // with all that is below them; empty: any other host
  std::string path_prefix = {};               // only URLs whose path begins so; empty: all
  std::chrono::milliseconds interval{1'000};  // between the starts of two requests
  int concurrency = 1;                        // requests under way at once
  // Requests with this text in their URL are identified, and have these limits instead.
  std::string key_marker = {};
  std::chrono::milliseconds keyed_interval{0};
  int keyed_concurrency = 1;
  std::vector<ServiceRule> services = {};  // the first that matches counts
  Signals signals = Signals::kNone;
  bool throttles_with_403 = false;  // else a 403 is an answer like any other
};

// The rules that are known (sources beside each), most special first.
std::span<const ProviderRule> known_provider_rules();

// The first of `own`, then of the known rules, that applies; nullptr: none does.
const ProviderRule* find_rule(const Target& target, std::span<const ProviderRule> own);

// The service that a request belongs to; nullptr: none of its own.
const ServiceRule* find_service(const ProviderRule& rule, const Target& target);

}  // namespace horizon::crawler
