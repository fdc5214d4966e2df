#include "crawler/fetch/curl_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>

#include "core/text.h"
#include "crawler/bytes/byte_source.h"
#include "crawler/fetch/net_address.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListCloser>;

// One hop of one request, as the callbacks see it.
struct Transfer {
  const Limits* limits = nullptr;
  bool check_address = true;
  std::string refused;  // the address, if one was refused
  bool too_large = false;
  std::size_t header_bytes = 0;
  Response response;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.response.body.size() + size > transfer.limits->max_bytes) {
    transfer.too_large = true;
    return 0;  // makes curl give up
  }
  transfer.response.body.append(data, size);
  return size;
}

void keep_header(std::string_view line, Response& response) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    // A status line: of an interim reply, a proxy's, or the final one. The last one counts.
    if (line.starts_with("HTTP/")) {
      response.etag.clear();
      response.last_modified.clear();
      response.retry_after.clear();
    }
    return;
  }
  const std::string name = ascii_lower(line.substr(0, colon));
  const std::string value(trim(line.substr(colon + 1)));
  if (name == "etag") response.etag = value;
  if (name == "last-modified") response.last_modified = value;
  if (name == "retry-after") response.retry_after = value;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  transfer.header_bytes += size;
  if (transfer.header_bytes > transfer.limits->max_header_bytes) {
    transfer.too_large = true;
    return 0;
  }
  keep_header(std::string_view(data, size), transfer.response);
  return size;
}

// Counts the bytes on the wire, which decompression may hide.
int on_progress(void* context, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (received < 0 || static_cast<std::uint64_t>(received) <= transfer.limits->max_bytes) return 0;
  transfer.too_large = true;
  return 1;
}

std::string literal_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address.sa_family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr;
  } else if (address.sa_family == AF_INET6) {
    bytes = &reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr;
  }
  if (bytes == nullptr || inet_ntop(address.sa_family, bytes, text.data(),
                                    static_cast<socklen_t>(text.size())) == nullptr) {
    return {};
  }
  return text.data();
}

// Checks the very address that is connected to, so that no second name lookup can differ.
curl_socket_t on_socket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.check_address) {
    const std::string literal = literal_of(address->addr);
    if (is_forbidden_address(literal)) {
      transfer.refused = literal.empty() ? "an address of an unknown family" : literal;
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

struct Proxies {
  std::string http, https, all, none;
};

// HTTP_PROXY in capitals is not read: in a CGI environment a client sets it (httpoxy).
Proxies proxies_of_environment() {
  const auto either = [](const char* lower, const char* upper) {
    std::string value = environment(lower);
    return value.empty() ? environment(upper) : value;
  };
  return {environment("http_proxy"), either("https_proxy", "HTTPS_PROXY"),
          either("all_proxy", "ALL_PROXY"), either("no_proxy", "NO_PROXY")};
}

bool bypasses_proxy(const std::string& host, const std::string& no_proxy) {
  for (const std::string_view part : split(no_proxy, ',')) {
    std::string domain = ascii_lower(trim(part));
    if (domain == "*") return true;
    if (domain.starts_with('.')) domain.erase(0, 1);
    if (domain.empty()) continue;
    if (host == domain || host.ends_with("." + domain)) return true;
  }
  return false;
}

std::string proxy_for(const std::string& url, const std::string& host, const Proxies& proxies) {
  if (bypasses_proxy(host, proxies.none)) return {};
  const std::string& own = starts_with_ignoring_case(url, "https:") ? proxies.https : proxies.http;
  return own.empty() ? proxies.all : own;
}

bool is_header_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool goes_to_other_hosts(std::string_view name) {
  return starts_with_ignoring_case(name, "if-") || starts_with_ignoring_case(name, "accept");
}

HeaderList header_list(const Request& request, bool same_host) {
  HeaderList list;
  for (const auto& [name, value] : request.headers) {
    if (!same_host && !goes_to_other_hosts(name)) continue;
    const std::string line = name + ": " + value;
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) break;
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

Error transfer_error(CURLcode code, const Transfer& transfer, const std::string& url,
                     const char* details) {
  if (!transfer.refused.empty()) {
    return {ErrorCode::kUnavailable,
            fmt::format("{} resolves to {}, which is not a public address; name its host in "
                        "allowed_private_hosts if it is meant",
                        url, transfer.refused)};
  }
  if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED) {
    return {ErrorCode::kLimit, fmt::format("reply of {} exceeds the limit of {} bytes", url,
                                           transfer.limits->max_bytes)};
  }
  const std::string_view what = *details == '\0' ? curl_easy_strerror(code) : details;
  return {ErrorCode::kUnavailable, fmt::format("cannot fetch {}: {}", url, what)};
}

long milliseconds_of(milliseconds duration) {
  return static_cast<long>(std::max<std::int64_t>(duration.count(), 1));
}

void set_limits(CURL* easy, const Limits& limits, milliseconds remaining) {
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(limits.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds_of(remaining));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                   static_cast<long>(limits.low_speed_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.low_speed_time.count()));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.max_bytes));
}

void set_callbacks(CURL* easy, Transfer& transfer) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
}

// Some servers send a .gz file, or a compressed reply, without saying so.
Status unpack_unannounced(const Request& request, Response& response) {
  if (!is_compressed(response.body)) return {};
  auto source = open_memory(response.body);
  if (!source) return fail(source.error());
  auto plain = read_all(**source, request.limits.max_bytes, request.url);
  if (!plain) return fail(plain.error());
  response.body = *std::move(plain);
  return {};
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

struct CurlTransport::Impl {
  CurlOptions options;
  Proxies proxies;
  std::string user_agent;
  std::unique_ptr<CURL, EasyCloser> easy;

  bool is_allowed(const std::string& host) const {
    return std::any_of(options.allowed_private_hosts.begin(), options.allowed_private_hosts.end(),
                       [&](const std::string& allowed) { return ascii_lower(allowed) == host; });
  }

  // One hop. On a redirect, `next` is where to.
  Result<Response> hop(const Request& request, const std::string& url, milliseconds remaining,
                       std::string& next) {
    const std::string host = host_of(url);
    const std::string proxy = proxy_for(url, host, proxies);
    Transfer transfer;
    transfer.limits = &request.limits;
    // Through a proxy the address connected to is the proxy's, which may well be private.
    transfer.check_address = !is_allowed(host) && proxy.empty();
    const bool local_name = host == "localhost" || host.ends_with(".localhost");
    if (!proxy.empty() && !is_allowed(host) &&
        (local_name || (is_literal_address(host) && is_forbidden_address(host)))) {
      transfer.refused = host;
      return fail(transfer_error(CURLE_COULDNT_CONNECT, transfer, url, ""));
    }
    const HeaderList headers = header_list(request, host == host_of(request.url));
    std::array<char, CURL_ERROR_SIZE> details{};
    CURL* const handle = easy.get();
    curl_easy_reset(handle);  // keeps connections and the DNS cache
    set_limits(handle, request.limits, remaining);
    set_callbacks(handle, transfer);
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, user_agent.c_str());
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_PROXY, proxy.c_str());  // empty: none, whatever is set
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, details.data());
    const CURLcode code = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
    if (code != CURLE_OK) return fail(transfer_error(code, transfer, url, details.data()));
    return finish(url, std::move(transfer.response), next);
  }

  Response finish(const std::string& url, Response response, std::string& next) const {
    long status = 0;
    const char* text = nullptr;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    if (curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &text) == CURLE_OK &&
        text != nullptr) {
      response.content_type = text;
    }
    if (is_redirect(response.status) &&
        curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &text) == CURLE_OK &&
        text != nullptr) {
      next = text;
    }
    response.final_url = url;
    return response;
  }
};

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::open(CurlOptions options) {
  if (trim(options.contact).empty() || !is_header_text(options.contact) ||
      !is_header_text(options.version)) {
    return fail(ErrorCode::kUsage,
                "no contact is configured: set it to a URL or mail address where operators of "
                "sources can reach you");
  }
  static const CURLcode kInitialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto impl = std::make_unique<Impl>();
  impl->easy.reset(kInitialised == CURLE_OK ? curl_easy_init() : nullptr);
  if (!impl->easy) return fail(ErrorCode::kUnavailable, "libcurl cannot be started");
  impl->user_agent = fmt::format("horizon/{} (+{})", options.version, trim(options.contact));
  if (options.proxy_from_environment) impl->proxies = proxies_of_environment();
  impl->options = std::move(options);
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

Result<Response> CurlTransport::get(const Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || !is_header_text(name) || !is_header_text(value)) {
      return fail(ErrorCode::kUsage, "header with control characters for " + request.url);
    }
  }
  const auto deadline = std::chrono::steady_clock::now() + request.limits.total_timeout;
  std::string url = request.url;
  for (int redirects = 0;; ++redirects) {
    if (!is_web_url(url)) {
      const bool first = redirects == 0;
      return fail(first ? ErrorCode::kUsage : ErrorCode::kUnavailable,
                  fmt::format("{} {}, which is not an http or https URL", request.url,
                              first ? "cannot be fetched" : "redirects to " + url));
    }
    const auto remaining =
        std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (remaining.count() <= 0) {
      return fail(ErrorCode::kUnavailable, "cannot fetch " + request.url + ": time-out");
    }
    std::string next;
    auto response = impl_->hop(request, url, remaining, next);
    if (!response) return fail(response.error());
    if (next.empty()) {
      HORIZON_TRY(unpack_unannounced(request, *response));
      return response;
    }
    if (redirects == request.limits.max_redirects) {
      return fail(ErrorCode::kLimit,
                  fmt::format("{} redirects more than {} times", request.url, redirects));
    }
    url = std::move(next);
  }
}

}  // namespace horizon::crawler
