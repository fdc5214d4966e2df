// Which proxy a request goes through, as curl reads it from the environment.
#pragma once

#include <string>

#include "crawler/fetch/target.h"

namespace horizon::crawler {

struct Proxies {
  std::string http, https, all;  // URLs of proxies for these schemes, and for both
  std::string none;              // comma-separated domains that are reached directly; "*": all
};

// http_proxy, https_proxy, all_proxy and no_proxy.
Proxies proxies_of_environment();

// Empty: none.
std::string proxy_for(const Target& target, const Proxies& proxies);

}  // namespace horizon::crawler
