// A pause between two requests to one provider, whichever of its hosts and APIs they go to.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace horizon::crawler {

using Sleep = std::function<void(std::chrono::milliseconds)>;
using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

Sleep real_sleep();
SteadyClock real_steady_clock();

// "arxiv" for every host of arxiv.org (its limit counts all of them together), else the host in
// lower case; empty for file: URLs, which need no pause.
std::string provider_of(std::string_view url);

// Not thread-safe.
class RateLimiter {
 public:
  RateLimiter(SteadyClock clock, Sleep sleep);
  // Least time between two requests: 3 s for arxiv (its terms of use), 1 s by default.
  void set_interval(const std::string& provider, std::chrono::milliseconds interval);
  // Sleeps until a request to the provider may start, and notes that it starts.
  void wait(const std::string& provider);

 private:
  SteadyClock clock_;
  Sleep sleep_;
  std::map<std::string, std::chrono::milliseconds> intervals_;
  std::map<std::string, std::chrono::steady_clock::time_point> last_;
};

}  // namespace horizon::crawler
