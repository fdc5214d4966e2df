// HTTP/1.1 and HTTP/2 on one event loop: many requests under way at once, each of one hop. Knows
// nothing of providers, robots.txt, redirects and further tries.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "crawler/fetch/download.h"
#include "crawler/fetch/proxy.h"
#include "crawler/fetch/target.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

// Addresses of a host, as literals; for tests, in place of the system's resolver.
using Resolver = std::function<std::vector<std::string>(const std::string& host)>;

struct WireOptions {
  std::string user_agent = {};
  std::vector<std::string> allowed_private_hosts = {};  // see WebOptions
  Proxies proxies = {};
  std::string ca_bundle = {};  // file; empty: the system's
  Resolver resolver = {};
  std::size_t max_connections = 64;
};

struct WireRequest {
  Target target = {};
  std::string method = "GET";
  std::string body = {};
  Headers headers = {};
  Limits limits = {};
  std::chrono::milliseconds time_left{0};  // of limits.total_timeout
  // Not 0: the body is wanted up to this size only; what is longer is cut off without an error.
  std::size_t enough_bytes = 0;
  Download* download = nullptr;  // takes the body where it wants it; outlives the request
};

// Why there is no usable answer, as far as it matters for what to do next.
enum class Failure : std::uint8_t {
  kNone,
  kNetwork,   // no connection, connection lost, body cut off: may be better next time
  kHang,      // time-out or too slow once connected: some providers throttle so
  kPermanent  // a limit, a forbidden address, a bad certificate: will be the same next time
};

// A busy server or network takes a request in that much later than another one.
inline constexpr std::chrono::milliseconds kArrival{50};

struct WireResult {
  Failure failure = Failure::kNone;
  Error error = {};        // if failure is not kNone
  Response response = {};  // else; the body as received, codings not yet removed
  std::chrono::milliseconds took{0};
  // Part of it: until the server has the request, as far as can be told: until its reply begins,
  // and at most kArrival after the last byte was sent.
  std::chrono::milliseconds until_arrived{0};
  std::uint64_t received_bytes = 0;  // of the body
};

// Not thread-safe; not movable, because transfers point into it.
class Wire {
 public:
  using Done = std::function<void(WireResult)>;

  static Result<std::unique_ptr<Wire>> open(WireOptions options);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // `done` is called from within run().
  void start(WireRequest request, Done done);
  std::size_t active() const;
  // Works for at most `wait`, returning early once something has ended.
  void run(std::chrono::milliseconds wait);
  // Drops all requests; none of them is answered.
  void cancel();

 private:
  struct Impl;
  explicit Wire(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace horizon::crawler
