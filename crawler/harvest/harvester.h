// Here is a source: which records does it hold that we have not seen.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/rate_limiter.h"
#include "crawler/fetch/transport.h"
#include "crawler/harvest/harvest.h"
#include "crawler/record.h"
#include "crawler/source.h"

namespace horizon::crawler {

struct HarvesterOptions {
  int max_tries = 3;  // per page
  // Pause before the second try where the source names none; doubled for each further one.
  std::chrono::milliseconds first_pause{2'000};
  std::chrono::seconds longest_pause{60};  // that is waited here; a longer one is handed back
  Limits limits;
};

// Fetches and parses; keeps the pauses that providers ask for. Not thread-safe; neither transport
// nor clock is owned.
class Harvester {
 public:
  Harvester(Transport& transport, const Clock& clock, HarvesterOptions options = {},
            Sleep sleep = real_sleep(), SteadyClock steady_clock = real_steady_clock());

  // Fetches ONE page. `cursor_state` is that of the source's last stored page (nullopt: none).
  // `restart` forgets it: a feed is fetched unconditionally, an OAI-PMH source from its beginning;
  // it is meant for the first page of a scan only.
  // Tried again, at most max_tries times: 408, 429, 500, 502, 503, 504, network failures and pages
  // cut off. kUnavailable with status and URL in the message when that does not help; kNotFound
  // for 404 and 410; kCorrupt for what is not a feed or an OAI-PMH reply. A feed that has not
  // changed (304) is an empty page.
  Result<Page> fetch_page(const Source& source, const std::optional<std::string>& cursor_state,
                          bool restart = false);

  RateLimiter& rate_limiter() { return limiter_; }

 private:
  // A reply to be read, or the pause that the source asks for.
  struct Fetched {
    Response response;
    std::optional<std::chrono::seconds> retry_after;
  };
  // False: the reply is cut off, ask again.
  using Whole = std::function<bool(const Response&)>;
  Result<Fetched> fetch(const Request& request, const Whole& whole);
  Result<Page> fetch_feed(const Source& source, const std::optional<std::string>& cursor_state);
  Result<Page> fetch_oai(const Source& source, const std::optional<std::string>& cursor_state,
                         bool restart);

  Transport& transport_;
  const Clock& clock_;
  HarvesterOptions options_;
  Sleep sleep_;
  RateLimiter limiter_;
};

// Retry-After as sent: delta-seconds or an HTTP date. nullopt if neither; never negative, at most
// one day.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Instant now);

}  // namespace horizon::crawler
