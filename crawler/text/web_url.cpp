#include "crawler/text/web_url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "crawler/text/web_host.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxUrlBytes = std::size_t{1} << 20;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 1.3: the percent-encode sets, each without the C0 controls and what lies beyond ASCII, which are
// in all of them.
constexpr std::string_view kControlSet;
constexpr std::string_view kFragmentSet = " \"<>`";
constexpr std::string_view kQuerySet = " \"#<>";
constexpr std::string_view kSpecialQuerySet = " \"#<>'";
constexpr std::string_view kPathSet = " \"#<>?^`{}";
constexpr std::string_view kUserSet = " \"#<>?^`{}/:;=@[\\]|";

std::string escaped(std::string_view text, std::string_view set) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E || set.find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

struct SpecialScheme {
  std::string_view name;
  std::uint16_t port;
};
constexpr std::array kSpecialSchemes = {
    SpecialScheme{"http", 80}, SpecialScheme{"https", 443}, SpecialScheme{"ws", 80},
    SpecialScheme{"wss", 443}, SpecialScheme{"ftp", 21},    SpecialScheme{"file", 0},
};

const SpecialScheme* find_special(std::string_view scheme) {
  const auto found = std::find_if(kSpecialSchemes.begin(), kSpecialSchemes.end(),
                                  [&](const SpecialScheme& known) { return known.name == scheme; });
  return found == kSpecialSchemes.end() ? nullptr : &*found;
}

bool is_drive_letter(std::string_view text) {
  return text.size() == 2 && is_letter(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool starts_with_drive_letter(std::string_view text) {
  return is_drive_letter(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

bool is_single_dot(std::string_view segment) {
  return segment == "." || ascii_lower(segment) == "%2e";
}

bool is_double_dot(std::string_view segment) {
  if (segment.size() > 6) return false;
  const std::string lower = ascii_lower(segment);
  return lower == ".." || lower == ".%2e" || lower == "%2e." || lower == "%2e%2e";
}

class UrlParser {
 public:
  UrlParser(std::string_view text, const WebUrl* base) : rest_(text), base_(base) {}

  std::optional<WebUrl> run() {
    take_fragment();
    const bool parsed = take_scheme() ? read_absolute() : read_without_scheme();
    return parsed ? std::optional(std::move(url_)) : std::nullopt;
  }

 private:
  // The first '#' ends everything else, in every state of the standard's machine.
  void take_fragment() {
    const std::size_t hash = rest_.find('#');
    if (hash == std::string_view::npos) return;
    url_.fragment = escaped(rest_.substr(hash + 1), kFragmentSet);
    rest_ = rest_.substr(0, hash);
  }

  bool take_scheme() {
    const std::size_t colon = rest_.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(rest_[0])) return false;
    const std::string_view scheme = rest_.substr(0, colon);
    const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
      return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
    if (!valid) return false;
    set_scheme(ascii_lower(scheme));
    rest_.remove_prefix(colon + 1);
    return true;
  }

  void set_scheme(std::string scheme) {
    url_.scheme = std::move(scheme);
    special_ = find_special(url_.scheme);
  }

  bool is_slash(char c) const { return c == '/' || (special_ != nullptr && c == '\\'); }
  bool at_slash(std::size_t i = 0) const { return i < rest_.size() && is_slash(rest_[i]); }

  bool read_absolute() {
    if (url_.scheme == "file") return read_file();
    if (special_ != nullptr) {
      const bool relative = base_ != nullptr && base_->scheme == url_.scheme && !base_->opaque &&
                            !rest_.starts_with("//");
      if (relative) return read_relative();
      skip_slashes();
      return read_authority();
    }
    if (rest_.starts_with("//")) {
      rest_.remove_prefix(2);
      return read_authority();
    }
    if (rest_.starts_with('/')) {
      rest_.remove_prefix(1);
      return read_path();
    }
    return read_opaque_path();
  }

  bool read_without_scheme() {
    if (base_ == nullptr) return false;
    if (base_->opaque) {
      if (!rest_.empty() || !url_.fragment) return false;
      std::optional<std::string> fragment = std::move(url_.fragment);
      url_ = *base_;
      url_.fragment = std::move(fragment);
      return true;
    }
    set_scheme(base_->scheme);
    return url_.scheme == "file" ? read_file() : read_relative();
  }

  void skip_slashes() {
    while (at_slash()) rest_.remove_prefix(1);
  }

  void copy_authority() {
    url_.username = base_->username;
    url_.password = base_->password;
    url_.host = base_->host;
    url_.port = base_->port;
  }

  bool read_relative() {
    if (at_slash()) {
      rest_.remove_prefix(1);
      if (at_slash()) {
        if (special_ != nullptr) {
          skip_slashes();
        } else {
          rest_.remove_prefix(1);
        }
        return read_authority();
      }
      copy_authority();
      return read_path();
    }
    copy_authority();
    return read_below_base();
  }

  // From the base's path on: nothing, a query, or segments in place of the last one.
  bool read_below_base() {
    url_.path = base_->path;
    if (rest_.empty() || rest_[0] == '?') {
      if (rest_.empty()) url_.query = base_->query;
      return read_query();
    }
    shorten_path();
    return read_path();
  }

  // 4.4, authority, host and port states.
  bool read_authority() {
    const std::size_t end =
        std::min(rest_.find_first_of(special_ != nullptr ? "/\\?" : "/?"), rest_.size());
    std::string_view authority = rest_.substr(0, end);
    rest_.remove_prefix(end);
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) {
      read_user(authority.substr(0, at));
      authority.remove_prefix(at + 1);
      if (authority.empty()) return false;
    }
    std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    if (bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket) {
      colon = std::string_view::npos;
    }
    const std::string_view host = authority.substr(0, colon);
    if (colon != std::string_view::npos &&
        (host.empty() || !read_port(authority.substr(colon + 1)))) {
      return false;
    }
    if (special_ != nullptr && host.empty()) return false;
    url_.host = special_ != nullptr ? parse_host(host) : parse_opaque_host(host);
    return url_.host && read_path_start();
  }

  void read_user(std::string_view user) {
    const std::size_t colon = user.find(':');
    url_.username = escaped(user.substr(0, colon), kUserSet);
    if (colon != std::string_view::npos) {
      url_.password = escaped(user.substr(colon + 1), kUserSet);
    }
  }

  bool read_port(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), is_digit)) return false;
    if (text.empty()) return true;
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value > 65'535) return false;
    if (special_ == nullptr || special_->port != value) {
      url_.port = static_cast<std::uint16_t>(value);
    }
    return true;
  }

  bool read_path_start() {
    if (special_ == nullptr && (rest_.empty() || rest_[0] == '?')) return read_query();
    if (at_slash()) rest_.remove_prefix(1);
    return read_path();
  }

  // 4.4, file, file slash and file host states.
  bool read_file() {
    url_.host = "";
    const bool inherits = base_ != nullptr && base_->scheme == "file";
    if (at_slash() && at_slash(1)) {
      rest_.remove_prefix(2);
      return read_file_host();
    }
    if (at_slash()) {
      rest_.remove_prefix(1);
      if (inherits) {
        url_.host = base_->host;
        const bool keeps_drive = !starts_with_drive_letter(rest_) && !base_->path.empty() &&
                                 is_drive_letter(base_->path[0]);
        if (keeps_drive) url_.path.push_back(base_->path[0]);
      }
      return read_path();
    }
    if (!inherits) return read_path();
    url_.host = base_->host;
    if (starts_with_drive_letter(rest_)) return read_path();
    return read_below_base();
  }

  bool read_file_host() {
    const std::size_t end = std::min(rest_.find_first_of("/\\?"), rest_.size());
    const std::string_view host = rest_.substr(0, end);
    if (is_drive_letter(host)) return read_path();
    rest_.remove_prefix(end);
    if (!host.empty()) {
      url_.host = parse_host(host);
      if (!url_.host) return false;
      if (*url_.host == "localhost") url_.host = "";
    }
    return read_path_start();
  }

  void shorten_path() {
    const bool drive =
        url_.scheme == "file" && url_.path.size() == 1 && is_drive_letter(url_.path[0]);
    if (!drive && !url_.path.empty()) url_.path.pop_back();
  }

  // 4.4, path state: `rest_` is behind the slash that begins it.
  bool read_path() {
    const std::string_view path = rest_.substr(0, rest_.find('?'));
    rest_.remove_prefix(path.size());
    const char* const slashes = special_ != nullptr ? "/\\" : "/";
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find_first_of(slashes, begin), path.size());
      take_segment(path.substr(begin, end - begin), end == path.size());
      begin = end + 1;
    }
    return read_query();
  }

  void take_segment(std::string_view segment, bool last) {
    const bool up = is_double_dot(segment);
    if (up) shorten_path();
    if (up || is_single_dot(segment)) {
      if (last) url_.path.emplace_back();
      return;
    }
    std::string text = escaped(segment, kPathSet);
    if (url_.scheme == "file" && url_.path.empty() && is_drive_letter(text)) text[1] = ':';
    url_.path.push_back(std::move(text));
  }

  bool read_opaque_path() {
    const std::string_view path = rest_.substr(0, rest_.find('?'));
    rest_.remove_prefix(path.size());
    url_.opaque = true;
    std::string text = escaped(path, kControlSet);
    // A blank at the very end would be lost when the URL is read again.
    if (text.ends_with(' ') && (!rest_.empty() || url_.fragment)) {
      text.replace(text.size() - 1, 1, "%20");
    }
    url_.path = {std::move(text)};
    return read_query();
  }

  bool read_query() {
    if (rest_.starts_with('?')) {
      url_.query = escaped(rest_.substr(1), special_ != nullptr ? kSpecialQuerySet : kQuerySet);
    }
    return true;
  }

  std::string_view rest_;
  const WebUrl* base_;
  const SpecialScheme* special_ = nullptr;
  WebUrl url_;
};

// 4.4, steps 1 to 3: controls and blanks around, tabs and line breaks within.
std::string cleaned(std::string_view text) {
  const auto outside = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && outside(text.front())) text.remove_prefix(1);
  while (!text.empty() && outside(text.back())) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size());
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c != '\t' && c != '\n' && c != '\r'; });
  return out;
}

}  // namespace

std::optional<WebUrl> parse_web_url(std::string_view text, const WebUrl* base) {
  if (text.size() > kMaxUrlBytes) return std::nullopt;
  return UrlParser(cleaned(text), base).run();
}

std::string to_string(const WebUrl& url) {
  std::string out = url.scheme + ":";
  if (url.host) {
    out += "//";
    if (!url.username.empty() || !url.password.empty()) {
      out += url.username;
      if (!url.password.empty()) out.append(":").append(url.password);
      out += '@';
    }
    out += *url.host;
    if (url.port) out += fmt::format(":{}", *url.port);
  } else if (!url.opaque && url.path.size() > 1 && url.path[0].empty()) {
    out += "/.";  // or the path would be read as a host
  }
  for (const std::string& segment : url.path) {
    if (!url.opaque) out += '/';
    out += segment;
  }
  if (url.query) out.append("?").append(*url.query);
  if (url.fragment) out.append("#").append(*url.fragment);
  return out;
}

std::optional<std::string> web_href(std::string_view text, std::string_view base) {
  const std::optional<WebUrl> seen_from = parse_web_url(base);
  const std::optional<WebUrl> url = parse_web_url(text, seen_from ? &*seen_from : nullptr);
  return url ? std::optional(to_string(*url)) : std::nullopt;
}

}  // namespace horizon::crawler
