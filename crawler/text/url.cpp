#include "crawler/text/url.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "core/text.h"
#include "crawler/text/web_url.h"

namespace horizon::crawler {
namespace {

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_scheme(std::string_view text) {
  return !text.empty() && is_alpha(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// RFC 3986, 5.2.4, for paths of any length in one pass.
std::string remove_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool absolute = !path.empty() && path[0] == '/';
  if (absolute) path.remove_prefix(1);
  const std::vector<std::string_view> segments = split(path, '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool last = i + 1 == segments.size();
    const bool up = segments[i] == "..";
    if (up && !kept.empty()) kept.pop_back();
    if (!up && segments[i] != ".") {
      kept.push_back(segments[i]);
    } else if (last) {
      kept.emplace_back();  // "/a/." is "/a/"
    }
  }
  std::string out;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0 || absolute) out += '/';
    out += kept[i];
  }
  return out;
}

std::string merge_paths(const UrlParts& base, std::string_view reference) {
  if (base.authority && base.path.empty()) return "/" + std::string(reference);
  const std::size_t slash = base.path.rfind('/');
  if (slash == std::string_view::npos) return std::string(reference);
  return std::string(base.path.substr(0, slash + 1)) + std::string(reference);
}

std::string compose(std::optional<std::string_view> scheme,
                    std::optional<std::string_view> authority, std::string_view path,
                    std::optional<std::string_view> query,
                    std::optional<std::string_view> fragment) {
  std::string out;
  if (scheme) out.append(*scheme).append(":");
  if (authority) out.append("//").append(*authority);
  out.append(path);
  if (query) out.append("?").append(*query);
  if (fragment) out.append("#").append(*fragment);
  return out;
}

// As browsers do: no white space around, no tabs and line breaks within; a backslash before query
// and fragment is a slash.
std::string cleaned_reference(std::string_view text) {
  std::string out;
  bool in_path = true;
  for (const char c : trim(text)) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    if (c == '?' || c == '#') in_path = false;
    out += in_path && c == '\\' ? '/' : c;
  }
  return out;
}

// Parameters that say how a reader came to a page, not which page it is.
bool is_tracking(std::string_view parameter) {
  static constexpr std::array<std::string_view, 18> kNames = {
      "fbclid", "gclid",       "dclid",       "msclkid",   "yclid",   "igshid",
      "mc_cid", "mc_eid",      "spm",         "_ga",       "ref_src", "cmpid",
      "ncid",   "ns_campaign", "ns_mchannel", "ns_source", "_hsenc",  "_hsmi"};
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  return name.starts_with("utm_") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string without_tracking(std::string_view query) {
  std::string out;
  for (const std::string_view parameter : split(query, '&')) {
    if (parameter.empty() || is_tracking(parameter)) continue;
    if (!out.empty()) out += '&';
    out += parameter;
  }
  return out;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// RFC 3986, 6.2.2: escapes of unreserved characters are those characters, others in upper case.
std::string normal_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (!escape) {
      // A stray '%' must not become the beginning of an escape.
      out += text[i] == '%' ? "%25" : std::string(1, text[i]);
      continue;
    }
    const char c = static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
    out += is_unreserved(c) ? std::string(1, c) : percent_encode(std::string_view(&c, 1));
    i += 2;
  }
  return out;
}

struct HostPort {
  std::string_view userinfo, host, port;
};

HostPort split_authority(std::string_view authority) {
  HostPort parts;
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    parts.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket) {
    colon = std::string_view::npos;
  }
  parts.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) parts.port = authority.substr(colon + 1);
  return parts;
}

}  // namespace

UrlParts parse_url(std::string_view url) {
  UrlParts parts;
  if (const std::size_t hash = url.find('#'); hash != std::string_view::npos) {
    parts.fragment = url.substr(hash + 1);
    url = url.substr(0, hash);
  }
  if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
    parts.query = url.substr(mark + 1);
    url = url.substr(0, mark);
  }
  const std::size_t colon = url.find(':');
  if (colon != std::string_view::npos && is_scheme(url.substr(0, colon))) {
    parts.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 1);
  }
  if (url.starts_with("//")) {
    const std::size_t end = std::min(url.find('/', 2), url.size());
    parts.authority = url.substr(2, end - 2);
    url.remove_prefix(end);
  }
  parts.path = url;
  return parts;
}

std::string host_of(std::string_view url) {
  const UrlParts parts = parse_url(url);
  if (!parts.authority) return {};
  std::string_view host = split_authority(*parts.authority).host;
  if (host.size() > 1 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return ascii_lower(host);
}

std::string resolve_url(std::string_view base_text, std::string_view reference_as_sent) {
  const std::string reference_text = cleaned_reference(reference_as_sent);
  const UrlParts reference = parse_url(reference_text);
  const UrlParts base = parse_url(trim(base_text));
  if (reference.scheme || !base.scheme) return reference_text;
  if (reference.authority) {
    return compose(base.scheme, reference.authority, remove_dot_segments(reference.path),
                   reference.query, reference.fragment);
  }
  if (reference.path.empty()) {
    return compose(base.scheme, base.authority, base.path,
                   reference.query ? reference.query : base.query, reference.fragment);
  }
  const std::string path = remove_dot_segments(
      reference.path[0] == '/' ? std::string(reference.path) : merge_paths(base, reference.path));
  return compose(base.scheme, base.authority, path, reference.query, reference.fragment);
}

std::string canonical_url(std::string_view text) {
  text = trim(text);
  const bool web =
      starts_with_ignoring_case(text, "http://") || starts_with_ignoring_case(text, "https://");
  if (!web || host_of(text).empty()) return {};
  std::optional<WebUrl> url = parse_web_url(text);
  if (!url || !url->host) return {};
  if (url->host->ends_with('.')) {
    while (url->host->ends_with('.')) url->host->pop_back();
    if (url->host->empty()) return {};
    // "1.." is a name, "1" a number, which is an address written otherwise.
    url = parse_web_url(to_string(*url));
    if (!url || !url->host) return {};
  }
  for (std::string& segment : url->path) segment = normal_escapes(segment);
  if (url->query) {
    std::string query = without_tracking(normal_escapes(*url->query));
    url->query = query.empty() ? std::nullopt : std::optional(std::move(query));
  }
  // "#!" names a page of its own on sites that are drawn by scripts.
  if (url->fragment && !url->fragment->starts_with('!')) url->fragment.reset();
  return to_string(*url);
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_web_url(std::string_view url) {
  const bool web =
      starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
  if (!web || host_of(url).empty()) return false;
  return std::none_of(url.begin(), url.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
}

}  // namespace horizon::crawler
