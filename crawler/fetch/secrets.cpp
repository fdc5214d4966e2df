#include "crawler/fetch/secrets.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::string_view kRedacted = "REDACTED";

bool is_secret_parameter(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "api_key",       "apikey",   "api-key", "access_token", "auth_token", "token",
      "client_secret", "password", "secret",  "key",          "signature",  "x-amz-signature"};
  const std::string lower = ascii_lower(name);
  return std::find(kNames.begin(), kNames.end(), lower) != kNames.end();
}

std::string redact_query(std::string_view query) {
  std::string out;
  bool first = true;
  for (const std::string_view parameter : split(query, '&')) {
    if (!first) out += '&';
    first = false;
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || !is_secret_parameter(parameter.substr(0, equals))) {
      out += parameter;
    } else {
      out.append(parameter.substr(0, equals + 1)).append(kRedacted);
    }
  }
  return out;
}

}  // namespace

std::string redact_url(std::string_view url) {
  const UrlParts parts = parse_url(url);
  std::string out;
  if (parts.scheme) out.append(*parts.scheme).append(":");
  if (parts.authority) {
    const std::size_t at = parts.authority->rfind('@');
    out += "//";
    if (at == std::string_view::npos) {
      out += *parts.authority;
    } else {
      out.append(kRedacted).append(parts.authority->substr(at));
    }
  }
  out += parts.path;
  if (parts.query) out.append("?").append(redact_query(*parts.query));
  if (parts.fragment) out.append("#").append(*parts.fragment);
  return out;
}

bool is_secret_header(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "authorization", "proxy-authorization",     "cookie", "x-api-key",
      "api-key",       "crossref-plus-api-token", "apikey", "x-auth-token"};
  const std::string lower = ascii_lower(name);
  return std::find(kNames.begin(), kNames.end(), lower) != kNames.end();
}

std::string redact_tokens(std::string_view json) {
  std::string out;
  std::size_t done = 0;
  while (done < json.size()) {
    std::size_t name = std::string_view::npos;
    for (const std::string_view wanted : {"access_token\"", "refresh_token\""}) {
      const std::size_t found = json.find(wanted, done);
      if (found != std::string_view::npos) name = std::min(name, found + wanted.size());
    }
    if (name == std::string_view::npos) break;
    const std::size_t open = json.find_first_not_of(" \t\r\n:", name);
    const bool text = open != std::string_view::npos && json[open] == '"';
    const std::size_t close = text ? json.find('"', open + 1) : std::string_view::npos;
    const std::size_t until = close == std::string_view::npos ? name : close;
    out += json.substr(done, (close == std::string_view::npos ? name : open + 1) - done);
    if (close != std::string_view::npos) out += kRedacted;
    done = until;
  }
  return out.append(json.substr(std::min(done, json.size())));
}

}  // namespace horizon::crawler
