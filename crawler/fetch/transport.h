// The way to the world, passed in, so that everything above it runs offline in tests.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace horizon::crawler {

// Bounds on one request. Reaching any of them is an error (kLimit for sizes, kUnavailable for
// time), never a shortened body.
struct Limits {
  std::chrono::milliseconds connect_timeout{15'000};
  // From the first byte sent to the last received, redirects included. Generous, because arXiv's
  // OAI-PMH pages take up to 90 seconds.
  std::chrono::milliseconds total_timeout{180'000};
  // Slower than this for so long is a hang: some providers throttle by holding the connection.
  std::size_t low_speed_bytes_per_second = 64;
  std::chrono::seconds low_speed_time{120};
  std::size_t max_bytes = std::size_t{64} << 20;  // of the body, as sent and after decompression
  std::size_t max_header_bytes = std::size_t{64} << 10;  // all response headers together
  int max_redirects = 5;
};

using Headers = std::vector<std::pair<std::string, std::string>>;  // name, value; no line breaks

// Whose rules a request obeys beside the provider's rate limit.
enum class Robots : std::uint8_t {
  kObey,   // pages, feeds and sitemaps: robots.txt of the host decides (RFC 9309)
  kExempt  // documented APIs and OAI-PMH base URLs, to which robots.txt is customarily not applied
};

struct Request {
  std::string url = {};  // absolute
  Headers headers = {};
  Limits limits = {};
  std::string method = "GET";  // or "POST"
  std::string body = {};       // of a POST; its Content-Type is among the headers
  Robots robots = Robots::kExempt;
  // Headers whose values are secrets (keys, tokens): never recorded, never logged, and never sent
  // to another host by a redirect.
  Headers secrets = {};
  // Set: the body goes to this file and Response::body stays empty. An interrupted download is
  // continued by Range where the server gave a validator and still has the same file.
  std::filesystem::path save_to = {};
};

// Any HTTP status is a Response; an Error means that there was none.
struct Response {
  int status = 0;
  std::string final_url = {};  // after redirects
  // Where a permanent redirect (301, 308) of the requested URL itself leads; empty if there was
  // none, or if a temporary one came before it.
  std::string moved_to = {};
  std::string content_type = {};   // as sent, with its parameters; empty if absent
  std::string body = {};           // content codings (gzip, deflate, br) removed
  std::string etag = {};           // as sent, quotes included
  std::string last_modified = {};  // as sent
  // As sent, seconds or an HTTP date; whole seconds where WebFetcher understood the provider.
  std::string retry_after = {};
  Headers headers = {};  // of the final reply: names in lower case, values as sent
};

// The value of the first header of this lower-case name; empty if there is none.
std::string_view header(const Response& response, std::string_view name);

class Transport {
 public:
  virtual ~Transport() = default;
  // kUsage: a URL or header that cannot be sent; kNotFound: a file that is not there;
  // kUnavailable: network, TLS, time-out, forbidden address; kLimit: too large, too many redirects.
  virtual Result<Response> get(const Request& request) = 0;
};

}  // namespace horizon::crawler
