// A URL as it is connected to: one reading of it for every check and for the connection itself, so
// that no two parsers can disagree about its host.
#pragma once

#include <string>
#include <string_view>

#include "core/error.h"

namespace horizon::crawler {

struct Target {
  std::string url;     // normalised (dot segments, escapes, numeric hosts), without a fragment
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case, no brackets, no dot at the end; other scripts as Punycode
  int port = 0;
  std::string origin;  // "scheme://host:port", always with the port
  std::string path;    // with the query, from the first slash on
  bool has_password = false;

  std::string shown() const;  // for messages and recordings: no secrets in it
};

// kUsage for anything that is not an absolute http or https URL with a host and a port that web
// servers use (ports of mail, chat, shells and the like are refused as browsers refuse them).
Result<Target> parse_target(std::string_view url);

// Characters that may not stand in a URL (spaces, non-ASCII bytes) as %XX; for Location headers.
std::string escape_stray_bytes(std::string_view url);

}  // namespace horizon::crawler
