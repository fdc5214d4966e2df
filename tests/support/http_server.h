// An HTTP server on the loopback network that sends exactly the bytes it is told to, a thread for
// each connection.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/listener.h"

namespace horizon::test {

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // of 127.0.0.0/8
  bool keep_alive = false;            // else each connection is closed behind its first reply
};

class HttpServer {
 public:
  // Writes to the client; false once it has gone away.
  using Send = std::function<bool(std::string_view)>;
  // Gets the whole request, and sends whatever it likes. May be called on many threads at once.
  using Handler = std::function<void(const std::string& request, const Send& send)>;

  explicit HttpServer(Handler handler, HttpServerOptions options = {})
      : handler_(std::move(handler)),
        options_(std::move(options)),
        listener_(options_.address),
        thread_([this] { serve(); }) {}
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer() {
    stop_ = true;
    thread_.join();
    for (std::thread& connection : connections_) connection.join();
  }

  std::string url(std::string_view path = "/") const {
    return "http://" + options_.address + ":" + std::to_string(port()) + std::string(path);
  }
  unsigned port() const { return listener_.port(); }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::size_t connection_count() const { return accepted_; }
  int most_at_once() const { return most_at_once_; }  // requests whose answer has not begun
  bool stopping() const { return stop_; }

  static std::string reply(std::string_view body, std::string_view headers = "",
                           std::string_view status = "200 OK") {
    return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
           std::string(body);
  }
  // For a server that keeps connections.
  static std::string kept_reply(std::string_view body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
  }
  static std::string redirect(std::string_view location, std::string_view status = "302 Found") {
    return reply("", "Location: " + std::string(location) + "\r\n", status);
  }

 private:
  void serve() {
    while (!stop_) {
      const int client = listener_.accept();
      if (client < 0) continue;
      ++accepted_;
      const int on = 1;
      const timeval patience{0, 50'000};
      ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
      connections_.emplace_back([this, client] { talk(client); });
    }
  }

  void talk(int client) {
    std::string buffered;
    while (answer(client, buffered) && options_.keep_alive && !stop_) {
    }
    ::shutdown(client, SHUT_WR);
    ::close(client);
  }

  // False when the connection has ended.
  bool fill(int client, std::string& buffered) {
    while (!stop_) {
      pollfd waiting{client, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      char buffer[16384];
      const ssize_t got = ::recv(client, buffer, sizeof(buffer), 0);
      if (got <= 0) return false;
      buffered.append(buffer, static_cast<std::size_t>(got));
      return true;
    }
    return false;
  }

  static std::size_t body_size(const std::string& head) {
    for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at)) {
      at += 2;
      constexpr std::string_view kName = "content-length:";
      if (::strncasecmp(head.c_str() + at, kName.data(), kName.size()) == 0) {
        return std::strtoul(head.c_str() + at + kName.size(), nullptr, 10);
      }
    }
    return 0;
  }

  bool answer(int client, std::string& buffered) {
    std::size_t end = 0;
    while ((end = buffered.find("\r\n\r\n")) == std::string::npos) {
      if (buffered.size() > 65536 || !fill(client, buffered)) return false;
    }
    const std::size_t size = end + 4 + body_size(buffered.substr(0, end + 2));
    while (buffered.size() < size) {
      if (!fill(client, buffered)) return false;
    }
    const std::string request = buffered.substr(0, size);
    buffered.erase(0, size);
    note(request);
    bool alive = true;
    bool begun = false;
    // Before the first byte: a client that has it may ask the next thing at once.
    const auto begin = [&] {
      if (!begun) --at_once_;
      begun = true;
    };
    handler_(request, [&](std::string_view bytes) {
      begin();
      while (!bytes.empty() && alive && !stop_) {
        const ssize_t sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) continue;  // a client that does not read
        alive = sent > 0;
        if (alive) bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return alive && !stop_;
    });
    begin();
    return alive;
  }

  void note(const std::string& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    most_at_once_ = std::max<int>(most_at_once_, ++at_once_);
  }

  Handler handler_;
  HttpServerOptions options_;
  Listener listener_;
  std::atomic<bool> stop_ = false;
  std::atomic<std::size_t> accepted_ = 0;
  std::atomic<int> at_once_ = 0;
  std::atomic<int> most_at_once_ = 0;
  std::vector<std::thread> connections_;  // of the serving thread until it has ended
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;  // the last member: it uses all others
};

}  // namespace horizon::test
