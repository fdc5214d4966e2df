// A few fixed pages over HTTP/1.1 for machines that watch this one: GET and HEAD, one request a
// connection. Without threads: it takes part in its owner's poll(). It bounds what strangers can
// take: 16 connections, 8 KiB and 5 s a request.
#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace horizon::daemon {

struct Page {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// The page of a path; of one that is unknown, 404.
using Pages = std::function<Page(std::string_view path)>;

// The answer to what a client has sent; empty while its head is not complete.
std::string answer(std::string_view request, const Pages& pages);

class Listener {
 public:
  // "127.0.0.1:8471", "[::1]:8471", port 0: any. kUsage for anything else, kUnavailable if it
  // cannot be bound.
  static Result<Listener> open(const std::string& address);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&& other) noexcept;
  ~Listener();

  // Adds what is to be waited for.
  void watch(std::vector<pollfd>& out) const;
  // Reads and writes what can be without waiting, and closes who is too slow.
  void serve(const Pages& pages);
  // When serve() is to be called at the latest.
  bool busy() const { return !clients_.empty(); }
  unsigned port() const { return port_; }

 private:
  struct Client {
    int descriptor = -1;
    std::chrono::steady_clock::time_point since;
    std::string request, reply;
    std::size_t sent = 0;
  };
  explicit Listener(int descriptor) : descriptor_(descriptor) {}
  void accept();
  // False when it is over.
  static bool go_on(Client& client, const Pages& pages);

  int descriptor_ = -1;
  unsigned port_ = 0;
  std::list<Client> clients_;
};

}  // namespace horizon::daemon
