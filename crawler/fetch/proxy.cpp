#include "crawler/fetch/proxy.h"

#include <cstdlib>

#include "core/text.h"

namespace horizon::crawler {
namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool bypasses_proxy(const std::string& host, const std::string& no_proxy) {
  for (const std::string_view part : split(no_proxy, ',')) {
    std::string domain = ascii_lower(trim(part));
    if (domain == "*") return true;
    if (domain.starts_with('.')) domain.erase(0, 1);
    if (domain.empty()) continue;
    if (host == domain || host.ends_with("." + domain)) return true;
  }
  return false;
}

}  // namespace

// HTTP_PROXY in capitals is not read: in a CGI environment a client sets it (httpoxy).
Proxies proxies_of_environment() {
  const auto either = [](const char* lower, const char* upper) {
    std::string value = environment(lower);
    return value.empty() ? environment(upper) : value;
  };
  return {environment("http_proxy"), either("https_proxy", "HTTPS_PROXY"),
          either("all_proxy", "ALL_PROXY"), either("no_proxy", "NO_PROXY")};
}

std::string proxy_for(const Target& target, const Proxies& proxies) {
  if (bypasses_proxy(target.host, proxies.none)) return {};
  const std::string& own = target.scheme == "https" ? proxies.https : proxies.http;
  return own.empty() ? proxies.all : own;
}

}  // namespace horizon::crawler
