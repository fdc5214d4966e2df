// HTTP(S) by libcurl. One instance keeps one connection pool; not thread-safe, one per thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

struct CurlOptions {
  // A URL or mail address where an operator of a source reaches the operator of this crawler.
  // Mandatory: providers block crawlers that cannot be asked.
  std::string contact = {};
  std::string version = "0.1.0";  // sent as "horizon/<version> (+<contact>)"
  // Hosts (names or literal addresses, exactly as in the URL, IPv6 without brackets) that may
  // resolve to private, loopback, link-local or otherwise non-public addresses. All others are
  // refused on such an address, after redirects too, so that a hostile feed cannot make the
  // crawler read the operator's own network.
  std::vector<std::string> allowed_private_hosts = {};
  // Use http_proxy, https_proxy, all_proxy and no_proxy of the environment, as curl does.
  bool proxy_from_environment = true;
};

class CurlTransport final : public Transport {
 public:
  // kUsage if the contact is empty or holds control characters; kUnavailable if libcurl fails.
  static Result<std::unique_ptr<CurlTransport>> open(CurlOptions options);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  // http and https only, redirects too. TLS certificates are verified. Behind a proxy the address
  // check applies to literal hosts only, because the proxy resolves names. Sent to another host by
  // a redirect, only conditional and Accept headers go along.
  Result<Response> get(const Request& request) override;

 private:
  struct Impl;
  explicit CurlTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::crawler
