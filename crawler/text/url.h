// URLs: reference resolution (RFC 3986, 5.2) and the canonical form that identifies a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace horizon::crawler {

// RFC 3986, appendix B. Views into the parsed text; absent parts are nullopt.
struct UrlParts {
  std::optional<std::string_view> scheme, authority;
  std::string_view path;
  std::optional<std::string_view> query, fragment;
};

UrlParts parse_url(std::string_view url);

// Lower-case host without user information, port and brackets; empty if there is none.
std::string host_of(std::string_view url);

// `reference` as seen from `base` (RFC 3986, 5.2), spelled as it was written but for white space
// around it, tabs and line breaks in it, and backslashes, which are slashes. A base without a
// scheme leaves the reference as it is. What a browser would ask for is web_href (web_url.h).
std::string resolve_url(std::string_view base, std::string_view reference);

// Two addresses of one page give one form: as a browser would write it (web_url.h), escapes of
// unreserved characters resolved and others in upper case, no fragment but "#!...", no tracking
// parameters (utm_*, fbclid, ...), no empty query. http and https are kept apart, and so are hosts
// with and without "www.": they may be different pages. Only http and https URLs have one; anything
// else gives an empty text.
std::string canonical_url(std::string_view url);

// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encode(std::string_view text);
// Malformed escapes are left as they are.
std::string percent_decode(std::string_view text);

// True for an absolute http or https URL with a host.
bool is_web_url(std::string_view url);

}  // namespace horizon::crawler
