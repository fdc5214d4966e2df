// Redirects by RFC 9110, 15.4: where the next request goes, and what may go along.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "crawler/fetch/target.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

// One request of a chain.
struct Hop {
  Target target;
  std::string method;
  bool with_body = false;  // the request's body goes along
  bool home = true;        // still at the request's own origin (or the same host by https)
};

struct RedirectTrail {
  std::vector<std::string> seen = {};  // "METHOD url" of the hops so far
  std::string moved_to = {};           // see Response
  bool temporary = false;              // a temporary redirect was among them
};

// The hop that `response` leads to; nullopt if it is not a redirect. kLimit: too many redirects or
// a loop; kUnavailable: a Location that is no http or https URL, a way from https to http with
// secrets, or a body with secrets to another host.
Result<std::optional<Hop>> next_hop(const Request& request, const Hop& hop,
                                    const Response& response, RedirectTrail& trail);

// The request's headers that may be sent on this hop, secrets included where they may.
Headers headers_for(const Request& request, const Hop& hop);

}  // namespace horizon::crawler
