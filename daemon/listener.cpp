#include "daemon/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "core/text.h"

namespace horizon::daemon {
namespace {

constexpr std::size_t kMostClients = 16;
constexpr std::size_t kMaxRequest = 8'192;
constexpr std::chrono::seconds kPatienceWithClients{5};

const char* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Service Unavailable";
  }
}

std::string reply_of(const Page& page, bool body) {
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n"
      "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
      page.status, reason_of(page.status), page.content_type, page.body.size(),
      body ? page.body : std::string());
}

Page plain(int status) {
  return {status, "text/plain; charset=utf-8", reason_of(status) + std::string("\n")};
}

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

Result<Address> parse_address(const std::string& text) {
  const auto wrong = [&] {
    return fail(ErrorCode::kUsage,
                fmt::format("'{}' is no address to listen on; write it as \"127.0.0.1:8471\" or "
                            "\"[::1]:8471\"",
                            sanitise_utf8(text)));
  };
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return wrong();
  unsigned port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data() + colon + 1, end, port);
  if (code != std::errc() || stop != end || port > 65'535) return wrong();
  std::string host = text.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  Address address;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    auto* const six = reinterpret_cast<sockaddr_in6*>(&address.bytes);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(static_cast<std::uint16_t>(port));
    address.size = sizeof(sockaddr_in6);
    if (::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &six->sin6_addr) == 1)
      return address;
    return wrong();
  }
  auto* const four = reinterpret_cast<sockaddr_in*>(&address.bytes);
  four->sin_family = AF_INET;
  four->sin_port = htons(static_cast<std::uint16_t>(port));
  address.size = sizeof(sockaddr_in);
  if (::inet_pton(AF_INET, host.c_str(), &four->sin_addr) == 1) return address;
  return wrong();
}

}  // namespace

std::string answer(std::string_view request, const Pages& pages) {
  if (request.find("\r\n\r\n") == std::string_view::npos &&
      request.find("\n\n") == std::string_view::npos) {
    return request.size() >= kMaxRequest ? reply_of(plain(431), true) : std::string();
  }
  const std::string_view line = request.substr(0, request.find_first_of("\r\n"));
  const auto parts = split(line, ' ');
  if (parts.size() != 3 || !parts[2].starts_with("HTTP/1.") || !parts[1].starts_with('/')) {
    return reply_of(plain(400), true);
  }
  if (parts[0] != "GET" && parts[0] != "HEAD") return reply_of(plain(405), true);
  const std::string_view path = parts[1].substr(0, parts[1].find('?'));
  return reply_of(pages(path), parts[0] == "GET");
}

Result<Listener> Listener::open(const std::string& text) {
  const auto address = parse_address(text);
  if (!address) return fail(address.error());
  Listener listener(
      ::socket(address->bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  ::setsockopt(listener.descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  Address bound = *address;
  auto* const generic = reinterpret_cast<sockaddr*>(&bound.bytes);
  if (::bind(listener.descriptor_, generic, bound.size) != 0 ||
      ::listen(listener.descriptor_, 16) != 0 ||
      ::getsockname(listener.descriptor_, generic, &bound.size) != 0) {
    return fail(ErrorCode::kUnavailable, fmt::format("cannot listen on {}: {}; choose another "
                                                     "address in [daemon] listen, or \"\"",
                                                     text, std::strerror(errno)));
  }
  listener.port_ = bound.bytes.ss_family == AF_INET
                       ? ntohs(reinterpret_cast<const sockaddr_in*>(&bound.bytes)->sin_port)
                       : ntohs(reinterpret_cast<const sockaddr_in6*>(&bound.bytes)->sin6_port);
  return listener;
}

Listener::Listener(Listener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      port_(other.port_),
      clients_(std::move(other.clients_)) {
  other.clients_.clear();
}

Listener& Listener::operator=(Listener&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(port_, other.port_);
  std::swap(clients_, other.clients_);
  return *this;
}

Listener::~Listener() {
  for (const Client& client : clients_) ::close(client.descriptor);
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Listener::watch(std::vector<pollfd>& out) const {
  if (clients_.size() < kMostClients) out.push_back({descriptor_, POLLIN, 0});
  for (const Client& client : clients_) {
    const short events = client.reply.empty() ? POLLIN : POLLOUT;
    out.push_back({client.descriptor, events, 0});
  }
}

void Listener::accept() {
  while (clients_.size() < kMostClients) {
    const int client = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    clients_.push_back({client, std::chrono::steady_clock::now(), {}, {}, 0});
  }
}

bool Listener::go_on(Client& client, const Pages& pages) {
  std::array<char, 2048> buffer{};
  while (client.reply.empty()) {
    const ssize_t got = ::recv(client.descriptor, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (got <= 0) return false;
    client.request.append(buffer.data(), static_cast<std::size_t>(got));
    client.reply = answer(client.request, pages);
  }
  while (client.sent < client.reply.size()) {
    const ssize_t put = ::send(client.descriptor, client.reply.data() + client.sent,
                               client.reply.size() - client.sent, MSG_NOSIGNAL);
    if (put < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (put <= 0) return false;
    client.sent += static_cast<std::size_t>(put);
  }
  return false;
}

void Listener::serve(const Pages& pages) {
  accept();
  const auto now = std::chrono::steady_clock::now();
  for (auto client = clients_.begin(); client != clients_.end();) {
    if (now - client->since < kPatienceWithClients && go_on(*client, pages)) {
      ++client;
      continue;
    }
    ::shutdown(client->descriptor, SHUT_WR);
    ::close(client->descriptor);
    client = clients_.erase(client);
  }
}

}  // namespace horizon::daemon
