// Which addresses the crawler must not be led to.
#pragma once

#include <string>

namespace horizon::crawler {

// True for literal addresses that are not of the public internet: private, loopback, link-local,
// carrier-grade NAT, multicast, documentation, reserved (IANA special-purpose registries), and
// IPv6 forms that embed such an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo). Also true
// for what is no literal address.
bool is_forbidden_address(const std::string& address);

// True if `host` is spelled as an IPv4 or IPv6 address (without brackets).
bool is_literal_address(const std::string& host);

}  // namespace horizon::crawler
