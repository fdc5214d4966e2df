// The query page's HTTP server: connections, their bounds, and nothing of what is said over them.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "core/error.h"
#include "web/http.h"

namespace horizon::web {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any that is free
  // Connections that are served at the same time; further ones wait to be accepted. One that only
  // waits for its next request is closed when others wait.
  std::size_t connections = 64;
  std::chrono::milliseconds idle{15'000};    // between two requests of a connection
  std::chrono::milliseconds receive{8'000};  // until a request has arrived as a whole
  std::chrono::milliseconds send{30'000};    // until a reply has gone out as a whole
};

// Called on many threads at once; must not throw.
using Handler = std::function<Response(const Request&)>;

class Server {
 public:
  // kUsage if the address cannot be had: it is not this machine's, or taken.
  static Result<std::unique_ptr<Server>> bind(const ServerOptions& options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;
  // Serves until stop(); replies under way are finished.
  void serve();
  void stop();  // from any thread

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::web
