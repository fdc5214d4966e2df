// A URL, and a redirect away from it: what is accepted is http or https, parses again to itself,
// and secrets never leave their host.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/fetch/provider_rules.h"
#include "crawler/fetch/redirect.h"
#include "crawler/fetch/retry_after.h"
#include "crawler/fetch/secrets.h"
#include "crawler/fetch/signals.h"
#include "crawler/fetch/target.h"
#include "fuzz/check.h"

namespace {

using namespace horizon::crawler;
using horizon::fuzz::require;

void check_target(const Target& target) {
  require(target.scheme == "http" || target.scheme == "https", "only the web");
  require(!target.host.empty(), "a target has a host");
  const auto again = parse_target(target.url);
  require(again.has_value() && again->host == target.host && again->origin == target.origin,
          "a normalised URL means the same host");
  static_cast<void>(find_rule(target, {}));
}

void check_signals(std::string_view text) {
  Response response;
  response.status = 429;
  for (const char* const name : {"x-throttling-control", "retry-after", "x-rate-limit-limit",
                                 "x-rate-limit-interval", "x-ratelimit-reset"}) {
    response.headers.emplace_back(name, text);
  }
  const auto rules = known_provider_rules();
  const auto signals =
      read_signals(rules[text.size() % rules.size()], response, horizon::Instant());
  require(!signals.interval || signals.interval->count() > 0, "a pace is positive");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = bytes.find('\n');
  const std::string_view url = bytes.substr(0, cut);
  const std::string_view rest = cut == std::string_view::npos ? "" : bytes.substr(cut + 1);
  static_cast<void>(redact_tokens(rest));
  check_signals(rest);
  const auto target = parse_target(url);
  if (!target) return 0;
  check_target(*target);
  Request request;
  request.url = target->url;
  request.secrets = {{"X-API-KEY", "k"}};
  Response response;
  response.status = 302;
  response.headers = {{"location", std::string(rest)}};
  RedirectTrail trail;
  const auto hop = next_hop(request, {*target, "GET", false, true}, response, trail);
  if (!hop || !*hop) return 0;
  check_target((*hop)->target);
  const bool same = (*hop)->target.host == target->host;
  require(same || headers_for(request, **hop).empty(), "secrets stay at home");
  return 0;
}
