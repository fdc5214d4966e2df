#include "crawler/fetch/wire.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/net_address.h"
#include "crawler/fetch/transfer.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSpareHandles = 64;

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyCloser>;
using List = std::unique_ptr<curl_slist, ListCloser>;

void append(List& list, const std::string& text) {
  curl_slist* const longer = curl_slist_append(list.get(), text.c_str());
  if (longer == nullptr) return;  // out of memory: the header is missing
  static_cast<void>(list.release());
  list.reset(longer);
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  return static_cast<Transfer*>(context)->take_body({data, size}) ? size : 0;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
  return static_cast<Transfer*>(context)->take_header({data, size}) ? size : 0;
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

long milliseconds_of(milliseconds duration) {
  return static_cast<long>(std::clamp<std::int64_t>(duration.count(), 1, 1'000'000'000));
}

void set_limits(CURL* easy, const WireRequest& request) {
  const Limits& limits = request.limits;
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(limits.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds_of(request.time_left));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                   static_cast<long>(limits.low_speed_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.low_speed_time.count()));
  if (request.enough_bytes == 0) {
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.max_bytes));
  }
}

void set_callbacks(CURL* easy, Transfer& transfer) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
}

void set_method(CURL* easy, const WireRequest& request) {
  if (request.method != "POST") return;
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

List header_list(const WireRequest& request) {
  List list;
  bool typed = false;
  for (const auto& [name, value] : request.headers) {
    append(list, value.empty() ? name + ";" : name + ": " + value);
    typed = typed || ascii_lower(name) == "content-type";
  }
  if (request.method == "POST") {
    append(list, "Expect:");  // no round trip before the body
    if (!typed) append(list, "Content-Type:");
  }
  return list;
}

struct Outcome {
  CURLcode code;
  std::string details;  // libcurl's own words
  bool sent = false;    // the request had gone out when it failed
};

bool may_pass(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_OUT_OF_MEMORY:
      return false;
    default:
      return true;
  }
}

// A download that met another range than it asked for starts from nothing next time.
Failure failure_of(const Transfer& transfer, const Outcome& outcome) {
  if (!transfer.status) {
    return transfer.status.error().code == ErrorCode::kCorrupt ? Failure::kNetwork
                                                               : Failure::kPermanent;
  }
  if (!transfer.refused.empty() || outcome.code == CURLE_FILESIZE_EXCEEDED) {
    return Failure::kPermanent;
  }
  if (outcome.code == CURLE_OPERATION_TIMEDOUT && outcome.sent) return Failure::kHang;
  return may_pass(outcome.code) ? Failure::kNetwork : Failure::kPermanent;
}

Error error_of(const Transfer& transfer, const Outcome& outcome) {
  const std::string shown = transfer.request.target.shown();
  if (!transfer.status) return transfer.status.error();
  if (!transfer.refused.empty()) {
    return {ErrorCode::kUnavailable,
            fmt::format("{} resolves to {}, which is not a public address; name its host in "
                        "allowed_private_hosts if it is meant",
                        shown, transfer.refused)};
  }
  if (outcome.code == CURLE_FILESIZE_EXCEEDED) {
    return {ErrorCode::kLimit,
            fmt::format("cannot fetch {}: its body exceeds the limit of {} bytes", shown,
                        transfer.request.limits.max_bytes)};
  }
  std::string what = outcome.details.empty() ? curl_easy_strerror(outcome.code) : outcome.details;
  return {ErrorCode::kUnavailable, fmt::format("cannot fetch {}: {}", shown, sanitise_utf8(what))};
}

}  // namespace

struct Wire::Impl {
  struct Running {
    Easy easy;
    Transfer transfer;
    List headers, addresses;
    std::array<char, CURL_ERROR_SIZE> details{};
  };

  WireOptions options;
  std::vector<Easy> spare;
  std::unordered_map<CURL*, std::unique_ptr<Running>> running;
  std::vector<std::pair<Done, WireResult>> failed_to_start;
  // The last member, so that it is closed first... and its handles were removed before.
  std::unique_ptr<CURLM, MultiCloser> multi;

  ~Impl() { drop_all(); }

  void drop_all() {
    for (auto& [easy, entry] : running) curl_multi_remove_handle(multi.get(), easy);
    running.clear();
    failed_to_start.clear();
  }

  bool is_allowed(const std::string& host) const {
    const auto& allowed = options.allowed_private_hosts;
    return std::any_of(allowed.begin(), allowed.end(),
                       [&](const std::string& name) { return ascii_lower(name) == host; });
  }

  Easy fresh_handle() {
    if (spare.empty()) return Easy(curl_easy_init());
    Easy easy = std::move(spare.back());
    spare.pop_back();
    return easy;
  }

  void configure(Running& entry, const std::string& proxy) {
    CURL* const easy = entry.easy.get();
    const WireRequest& request = entry.transfer.request;
    curl_easy_reset(easy);
    set_limits(easy, request);
    set_callbacks(easy, entry.transfer);
    set_method(easy, request);
    curl_easy_setopt(easy, CURLOPT_URL, request.target.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, entry.headers.get());
    curl_easy_setopt(easy, CURLOPT_PROXY, proxy.c_str());  // empty: none, whatever is set
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, entry.details.data());
    if (!options.ca_bundle.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_bundle.c_str());
    }
    if (entry.addresses) curl_easy_setopt(easy, CURLOPT_RESOLVE, entry.addresses.get());
  }

  // What the resolver of the options says, for libcurl's DNS cache.
  List resolve(const Target& target) const {
    List list;
    if (!options.resolver) return list;
    std::string joined;
    for (const std::string& address : options.resolver(target.host)) {
      joined += (joined.empty() ? "" : ",") + address;
    }
    append(list, fmt::format("{}:{}:{}", target.host, target.port, joined));
    return list;
  }

  // Behind a proxy the address connected to is the proxy's, which may well be private, and the
  // proxy resolves names: only literal hosts can be checked.
  static bool is_refused_by_name(const std::string& host) {
    const bool local_name = host == "localhost" || host.ends_with(".localhost");
    return local_name || (is_literal_address(host) && is_forbidden_address(host));
  }

  void start(WireRequest request, Done done) {
    const std::string host = request.target.host;
    const std::string proxy = proxy_for(request.target, options.proxies);
    const bool allowed = is_allowed(host);
    auto entry = std::make_unique<Running>(
        Running{fresh_handle(), Transfer(std::move(request), std::move(done)), {}, {}, {}});
    Transfer& transfer = entry->transfer;
    transfer.check_address = !allowed && proxy.empty();
    if (!allowed && is_refused_by_name(host)) {
      transfer.refused = host;
    } else if (entry->easy) {
      entry->headers = header_list(transfer.request);
      if (proxy.empty()) entry->addresses = resolve(transfer.request.target);
      configure(*entry, proxy);
      CURL* const easy = entry->easy.get();
      if (curl_multi_add_handle(multi.get(), easy) == CURLM_OK) {
        running.emplace(easy, std::move(entry));
        return;
      }
    }
    const Outcome outcome{CURLE_FAILED_INIT, {}};
    WireResult result;
    result.failure = failure_of(transfer, outcome);
    result.error = error_of(transfer, outcome);
    failed_to_start.emplace_back(std::move(transfer.done), std::move(result));
  }

  WireResult result_of(Running& entry, CURLcode code) const {
    CURL* const easy = entry.easy.get();
    Transfer& transfer = entry.transfer;
    WireResult result;
    curl_off_t total = 0;
    curl_off_t before_sending = 0;
    curl_off_t before_reply = 0;
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total);
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &before_sending);
    curl_easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &before_reply);
    result.took = milliseconds(total / 1000);
    result.until_arrived = milliseconds(before_sending / 1000) + kArrival;
    if (before_reply > 0) {
      result.until_arrived = std::min(result.until_arrived, milliseconds(before_reply / 1000 + 1));
    }
    result.until_arrived = std::min(result.until_arrived, result.took);
    result.received_bytes = transfer.received_bytes;
    if (code == CURLE_OK || (transfer.enough && code == CURLE_WRITE_ERROR)) {
      result.response = std::move(transfer.response);
      return result;
    }
    const Outcome outcome{code, entry.details.data(), before_sending > 0};
    result.failure = failure_of(transfer, outcome);
    result.error = error_of(transfer, outcome);
    return result;
  }

  // Everything that has ended, taken out of the loop before any of it is told: a callback may
  // start requests.
  bool finish_ended() {
    std::vector<std::pair<Done, WireResult>> ended = std::move(failed_to_start);
    failed_to_start.clear();
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto found = running.find(easy);
      if (found == running.end()) continue;
      const std::unique_ptr<Running> entry = std::move(found->second);
      running.erase(found);
      ended.emplace_back(std::move(entry->transfer.done), result_of(*entry, code));
      curl_multi_remove_handle(multi.get(), easy);
      curl_easy_reset(easy);  // forgets the pointers into the entry
      if (spare.size() < kSpareHandles) spare.push_back(std::move(entry->easy));
    }
    for (auto& [done, result] : ended) done(std::move(result));
    return !ended.empty();
  }
};

Wire::Wire(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Wire::~Wire() = default;

Result<std::unique_ptr<Wire>> Wire::open(WireOptions options) {
  static const CURLcode kInitialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto impl = std::make_unique<Impl>();
  impl->multi.reset(kInitialised == CURLE_OK ? curl_multi_init() : nullptr);
  if (!impl->multi) return fail(ErrorCode::kUnavailable, "libcurl cannot be started");
  const auto connections = static_cast<long>(options.max_connections);
  curl_multi_setopt(impl->multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
  curl_multi_setopt(impl->multi.get(), CURLMOPT_MAXCONNECTS, connections);
  curl_multi_setopt(impl->multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  impl->options = std::move(options);
  return std::unique_ptr<Wire>(new Wire(std::move(impl)));
}

void Wire::start(WireRequest request, Done done) {
  impl_->start(std::move(request), std::move(done));
}

std::size_t Wire::active() const { return impl_->running.size() + impl_->failed_to_start.size(); }

void Wire::run(milliseconds wait) {
  int running = 0;
  curl_multi_perform(impl_->multi.get(), &running);
  if (impl_->finish_ended()) return;
  const int pause = static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 3'600'000));
  curl_multi_poll(impl_->multi.get(), nullptr, 0, pause, nullptr);
  curl_multi_perform(impl_->multi.get(), &running);
  impl_->finish_ended();
}

void Wire::cancel() { impl_->drop_all(); }

}  // namespace horizon::crawler
