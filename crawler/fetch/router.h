// Sends file: URLs to one transport and http(s): URLs to another.
#pragma once

#include "crawler/fetch/transport.h"

namespace horizon::crawler {

class Router final : public Transport {
 public:
  // Neither is owned; both outlive the router. `web` may be null (an offline workspace): http(s)
  // URLs are then kUsage, with a message that says which setting is missing.
  Router(Transport& files, Transport* web) : files_(files), web_(web) {}
  Result<Response> get(const Request& request) override;

 private:
  Transport& files_;
  Transport* web_;
};

}  // namespace horizon::crawler
