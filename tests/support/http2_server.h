// A server that speaks nothing but HTTP/2 over TLS, by nghttpd of Debian's nghttp2-server.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>

#include "tests/support/tls_server.h"

namespace horizon::test {

class Http2Server : public TlsServer {
 public:
  // Serves the files of folder/www, which is made.
  explicit Http2Server(const std::filesystem::path& folder) : TlsServer(folder) {
    std::filesystem::create_directory(folder / "www");
    if (!make_certificate("IP:127.0.0.1")) return;
    // It cannot be asked which port it was given.
    child_ = start({"nghttpd", "-v", "-a", "127.0.0.1", "-d", path("www"),
                    std::to_string(free_port()), path("key.pem"), path("cert.pem")});
    port_ = reported_port("listen 127.0.0.1:");
  }

  int connections() const {
    const std::string text = said();
    const std::string words = "The negotiated protocol: h2";
    int count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
      ++count;
    return count;
  }

 private:
  static int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    ::bind(socket, generic, size);
    ::getsockname(socket, generic, &size);
    ::close(socket);
    return ntohs(address.sin_port);
  }
};

}  // namespace horizon::test
