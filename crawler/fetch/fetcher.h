// Many requests at once, each answered when it is done: what drives harvests.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

class Fetcher {
 public:
  // Called on the thread that runs run(), never from within submit(). May submit.
  using Done = std::function<void(Result<Response>)>;

  virtual ~Fetcher() = default;

  // Queues a request. Its provider's pace, pauses and the host's robots.txt decide when it goes
  // out; requests to one provider go out in the order in which they came.
  virtual void submit(Request request, Done done) = 0;

  // Works for at most `wait`, returning early once something was answered. The number of requests
  // that are still to be answered.
  virtual std::size_t run(std::chrono::milliseconds wait) = 0;

  // Forgets all requests; none of them is answered.
  virtual void cancel() = 0;

  // Until when the provider of this URL asked for no more requests; nullopt: it may be asked now.
  virtual std::optional<Instant> paused_until(std::string_view /*url*/) const { return {}; }
};

// One request, waited for.
Result<Response> fetch_now(Fetcher& fetcher, Request request);

// A Transport as a Fetcher: one request after another, without pauses. For file: URLs and tests.
class TransportFetcher final : public Fetcher {
 public:
  explicit TransportFetcher(Transport& transport);  // not owned
  ~TransportFetcher() override;
  void submit(Request request, Done done) override;
  std::size_t run(std::chrono::milliseconds wait) override;
  void cancel() override;

 private:
  struct Queue;
  Transport& transport_;
  std::unique_ptr<Queue> queue_;
};

}  // namespace horizon::crawler
