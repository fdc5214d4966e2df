#include "crawler/fetch/rate_limiter.h"

#include <thread>
#include <utility>

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::milliseconds kDefaultInterval{1'000};
// info.arxiv.org/help/api/tou.html: one request every three seconds, all machines and APIs
// together.
constexpr std::chrono::milliseconds kArxivInterval{3'000};

}  // namespace

Sleep real_sleep() {
  return [](std::chrono::milliseconds pause) { std::this_thread::sleep_for(pause); };
}

SteadyClock real_steady_clock() {
  return [] { return std::chrono::steady_clock::now(); };
}

std::string provider_of(std::string_view url) {
  if (starts_with_ignoring_case(url, "file:")) return {};
  const std::string host = host_of(url);
  return host == "arxiv.org" || host.ends_with(".arxiv.org") ? "arxiv" : host;
}

RateLimiter::RateLimiter(SteadyClock clock, Sleep sleep)
    : clock_(std::move(clock)), sleep_(std::move(sleep)), intervals_{{"arxiv", kArxivInterval}} {}

void RateLimiter::set_interval(const std::string& provider, std::chrono::milliseconds interval) {
  intervals_[provider] = interval;
}

void RateLimiter::wait(const std::string& provider) {
  if (provider.empty()) return;
  const auto set = intervals_.find(provider);
  const auto interval = set == intervals_.end() ? kDefaultInterval : set->second;
  const auto last = last_.find(provider);
  if (last != last_.end()) {
    const auto due = last->second + interval;
    const auto now = clock_();
    if (now < due) sleep_(std::chrono::ceil<std::chrono::milliseconds>(due - now));
  }
  last_[provider] = clock_();
}

}  // namespace horizon::crawler
