#include "crawler/fetch/redirect.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Only what says nothing about the operator or the source goes to another host.
bool goes_abroad(std::string_view name) {
  return starts_with_ignoring_case(name, "if-") || starts_with_ignoring_case(name, "accept") ||
         starts_with_ignoring_case(name, "range") ||
         starts_with_ignoring_case(name, "content-type");
}

bool has_secrets(const Request& request) {
  return !request.secrets.empty() ||
         std::any_of(request.headers.begin(), request.headers.end(),
                     [](const auto& entry) { return is_secret_header(entry.first); });
}

bool is_same_site(const Target& from, const Target& to) {
  if (from.origin == to.origin) return true;
  return from.host == to.host && from.scheme == "http" && to.scheme == "https" && from.port == 80 &&
         to.port == 443;
}

tl::unexpected<Error> refuse(ErrorCode code, const Hop& hop, std::string_view why) {
  return fail(code, fmt::format("cannot fetch {}: {}", hop.target.shown(), why));
}

// User information in a Location would be sent to a host of the server's choice.
std::string without_user(const std::string& url) {
  const UrlParts parts = parse_url(url);
  if (!parts.authority) return url;
  const std::size_t at = parts.authority->rfind('@');
  if (at == std::string_view::npos) return url;
  const auto begin = static_cast<std::size_t>(parts.authority->data() - url.data());
  return url.substr(0, begin) + url.substr(begin + at + 1);
}

Status check_secrets(const Request& request, const Hop& hop, const Hop& next) {
  if (!has_secrets(request)) return {};
  if (hop.home && hop.target.scheme == "https" && next.target.scheme == "http") {
    return refuse(ErrorCode::kUnavailable, hop,
                  "it redirects a request with secrets from https to http");
  }
  if (!next.home && next.with_body) {
    return refuse(ErrorCode::kUnavailable, hop,
                  "it redirects the body of a request with secrets to another host");
  }
  return {};
}

}  // namespace

Result<std::optional<Hop>> next_hop(const Request& request, const Hop& hop,
                                    const Response& response, RedirectTrail& trail) {
  const std::string_view location = trim(header(response, "location"));
  if (!is_redirect(response.status) || location.empty()) return std::optional<Hop>();
  auto target =
      parse_target(without_user(resolve_url(hop.target.url, escape_stray_bytes(location))));
  if (!target) {
    return refuse(ErrorCode::kUnavailable, hop, "its redirect: " + target.error().message);
  }
  Hop next;
  next.target = *std::move(target);
  const bool becomes_get =
      response.status == 303 || response.status == 301 || response.status == 302;
  next.method = becomes_get && hop.method == "POST" ? "GET" : hop.method;
  next.with_body = hop.with_body && next.method == hop.method;
  next.home = hop.home && is_same_site(hop.target, next.target);
  HORIZON_TRY(check_secrets(request, hop, next));
  trail.seen.push_back(hop.method + " " + hop.target.url);
  if (std::find(trail.seen.begin(), trail.seen.end(), next.method + " " + next.target.url) !=
      trail.seen.end()) {
    return refuse(ErrorCode::kLimit, hop, "its redirects are a loop");
  }
  if (trail.seen.size() > static_cast<std::size_t>(std::max(request.limits.max_redirects, 0))) {
    return refuse(ErrorCode::kLimit, hop,
                  fmt::format("more than {} redirects", request.limits.max_redirects));
  }
  trail.temporary = trail.temporary || (response.status != 301 && response.status != 308);
  if (!trail.temporary) trail.moved_to = next.target.url;
  return std::optional<Hop>(std::move(next));
}

Headers headers_for(const Request& request, const Hop& hop) {
  Headers headers;
  for (const auto& [name, value] : request.headers) {
    const bool content = starts_with_ignoring_case(name, "content-");
    if ((hop.home || goes_abroad(name)) && (hop.with_body || !content)) {
      headers.emplace_back(name, value);
    }
  }
  if (hop.home) headers.insert(headers.end(), request.secrets.begin(), request.secrets.end());
  return headers;
}

}  // namespace horizon::crawler
