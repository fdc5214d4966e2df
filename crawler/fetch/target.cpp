#include "crawler/fetch/target.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/text/url.h"
#include "crawler/text/web_host.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxUrl = 16'384;

struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct TextCloser {
  void operator()(char* text) const { curl_free(text); }
};

std::string part_of(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK || text == nullptr) return {};
  const std::unique_ptr<char, TextCloser> owner(text);
  return text;
}

// The "bad ports" of the Fetch standard: other protocols, which a request could be smuggled into.
bool is_foreign_port(int port) {
  static constexpr std::array kPorts = {
      1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,   25,   37,
      42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,  109,  110,
      111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,  389,  427,
      465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,  556,  563,
      587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659, 4045, 5060,
      5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080};
  return std::find(kPorts.begin(), kPorts.end(), port) != kPorts.end();
}

tl::unexpected<Error> refuse(std::string_view url, std::string_view why) {
  return fail(
      ErrorCode::kUsage,
      fmt::format("cannot fetch {}: {}", sanitise_utf8(truncate_utf8(redact_url(url), 300)), why));
}

}  // namespace

std::string Target::shown() const { return redact_url(url); }

std::string escape_stray_bytes(std::string_view url) {
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '<' || c == '>') {
      out += percent_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out;
}

Result<Target> parse_target(std::string_view text) {
  text = trim(text);
  if (text.size() > kMaxUrl) return refuse(text, "its URL is too long");
  const std::unique_ptr<CURLU, UrlCloser> url(curl_url());
  if (!url) return refuse(text, "out of memory");
  const std::string copy(text.substr(0, text.find('#')));
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, copy.c_str(), CURLU_URLENCODE);
  Target target;
  if (code == CURLUE_OK) target.scheme = ascii_lower(part_of(url.get(), CURLUPART_SCHEME));
  if (target.scheme != "http" && target.scheme != "https") {
    return refuse(text, "not an http or https URL");
  }
  // libcurl takes more for a host than browsers do; only what both take is one host to everybody.
  const auto host = parse_host(part_of(url.get(), CURLUPART_HOST));
  if (!host || host->empty() || !part_of(url.get(), CURLUPART_ZONEID).empty() ||
      curl_url_set(url.get(), CURLUPART_HOST, host->c_str(), 0) != CURLUE_OK) {
    return refuse(text, "its host is not a valid name");
  }
  target.host = *host;
  if (target.host.front() == '[') target.host = target.host.substr(1, target.host.size() - 2);
  // "x.org." is x.org, and must not be another provider.
  if (target.host.ends_with('.')) target.host.pop_back();
  if (target.host.empty()) return refuse(text, "its host is not a valid name");
  const std::string port = part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), target.port);
  if (target.port < 1 || target.port > 65535 || is_foreign_port(target.port)) {
    return refuse(text, fmt::format("port {} is not one of a web server", target.port));
  }
  target.url = part_of(url.get(), CURLUPART_URL);
  if (target.url.empty()) return refuse(text, "not a valid URL");
  target.has_password = !part_of(url.get(), CURLUPART_USER).empty();
  const bool six = target.host.find(':') != std::string::npos;
  target.origin = fmt::format("{}://{}{}{}:{}", target.scheme, six ? "[" : "", target.host,
                              six ? "]" : "", target.port);
  target.path = part_of(url.get(), CURLUPART_PATH);
  if (const std::string query = part_of(url.get(), CURLUPART_QUERY); !query.empty()) {
    target.path += "?" + query;
  }
  return target;
}

}  // namespace horizon::crawler
