// A port of the loopback network that takes connections.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace horizon::test {

class Listener {
 public:
  explicit Listener(const std::string& host = "127.0.0.1")  // of 127.0.0.0/8
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    if (::bind(socket_, generic, size) == 0 && ::listen(socket_, 128) == 0 &&
        ::getsockname(socket_, generic, &size) == 0) {
      port_ = ntohs(address.sin_port);
    }
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() { ::close(socket_); }

  unsigned port() const { return port_; }  // 0: none could be had
  // The next connection, the caller's to close; -1 if none comes within a moment.
  int accept() const {
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, 20) <= 0 ? -1 : ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
  }

 private:
  int socket_;
  unsigned port_ = 0;
};

}  // namespace horizon::test
