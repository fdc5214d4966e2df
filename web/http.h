// Requests and replies of the query page, apart from any server: what a handler reads and gives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace horizon::web {

inline constexpr std::size_t kMaxTargetBytes = 6'000;
inline constexpr std::size_t kMaxFormBytes = 16'384;
inline constexpr std::size_t kMaxParameters = 64;

// The names and values behind "?", or of a form, in their order; a name may come several times.
class Params {
 public:
  void add(std::string name, std::string value) {
    values_.emplace_back(std::move(name), std::move(value));
  }
  // Instead of every value that it has; an empty value removes it.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  // The first value; "" if there is none.
  std::string get(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }

  friend bool operator==(const Params&, const Params&) = default;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

struct Target {
  std::string path;  // decoded: "/topic/INF.qcomp"
  Params params;
};

// What a request line asks for (RFC 3986; "+" is a space behind the "?"). Linear in its length.
// kUsage: malformed escapes, bytes that are no UTF-8, control characters, "." and ".." segments;
// kLimit: longer than kMaxTargetBytes or more than kMaxParameters names.
Result<Target> parse_target(std::string_view target);
// The same of a form's body (application/x-www-form-urlencoded), up to kMaxFormBytes.
Result<Params> parse_form(std::string_view body);

// For a path segment or a value: everything but letters, digits and -._~ becomes %XX.
std::string percent_encoded(std::string_view text);
// "a=1&b=%E8%84%91"; "" of none.
std::string to_query(const Params& params);

// The value of a cookie (RFC 6265); "" if it was not sent.
std::string cookie_value(std::string_view header, std::string_view name);

// True if Chinese is at least as welcome as English (RFC 9110, section 12.5.4).
bool prefers_chinese(std::string_view accept_language);

struct Request {
  std::string method = "GET";
  std::string target = "/";
  std::string accept_language = {};
  std::string cookie = {};
  std::string authorization = {};
  std::string if_none_match = {};
  std::string forwarded_proto = {};  // what a reverse proxy says that the browser used
  std::string content_type = {};
  std::string body = {};
  bool accepts_gzip = false;
};

struct Response {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // no foreign bytes in them
  bool gzipped = false;                                      // the body is
};

}  // namespace horizon::web
