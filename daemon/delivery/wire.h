// Mail and web requests to addresses that the operator has named, by libcurl.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "daemon/delivery/parcel.h"

namespace horizon::daemon {

struct WireOptions {
  std::chrono::seconds timeout{60};
  std::string ca_file;                      // PEM; empty: the system's authorities
  const std::atomic<bool>* stop = nullptr;  // ends a transfer within a second
};

struct SmtpRequest {
  std::string url;  // smtp://host:port or smtps://host:port
  bool starttls = true;
  std::string user, password;  // empty user: no authentication
  std::string from, to;
  std::string bytes;  // the mail, lines ending in CR LF
};

// One mail to one recipient. Refused: the server said so for good (5yz) of this sender, recipient
// or content. Later: everything else, also that it did not want our password or has no STARTTLS.
Answer send_mail(const SmtpRequest& request, const WireOptions& options);

struct PostRequest {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Sent: 2yz. Refused: 410 (RFC 9110, 15.5.11). Later: everything else. Redirects are not followed:
// what is signed goes to the address that was named.
Answer post(const PostRequest& request, const WireOptions& options);

}  // namespace horizon::daemon
