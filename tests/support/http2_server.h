// A server that speaks nothing but HTTP/2 over TLS, by nghttpd of Debian's nghttp2-server.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "tests/support/listener.h"
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
                    std::to_string(Listener().port()), path("key.pem"), path("cert.pem")});
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
};

}  // namespace horizon::test
