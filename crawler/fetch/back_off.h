// How long to leave a provider alone that throttles without saying for how long.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

namespace horizon::crawler {

struct BackOffOptions {
  std::chrono::milliseconds first{60'000};  // doubled by each further incident
  std::chrono::milliseconds longest = std::chrono::hours(24);
  double jitter = 0.1;  // at most this share more or less, so that crawlers do not come in step
  std::chrono::minutes forgiven_after{30};  // without an incident since the last pause's end
};

// Not thread-safe.
class BackOff {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Notes an incident of a request that was sent at `sent`, and tells until when to pause.
  // Requests that were under way together are one incident: nullopt for the others. `asked`
  // (Retry-After) goes before the curve.
  std::optional<Time> incident(const BackOffOptions& options, Time sent, Time now,
                               std::optional<std::chrono::milliseconds> asked,
                               std::mt19937_64& random);

  // For keeping it beyond the process: how many incidents are not forgiven, and when the last
  // pause ends or ended.
  int incidents() const { return incidents_; }
  Time until() const { return until_; }
  void restore(int incidents, Time until);

 private:
  int incidents_ = 0;
  std::optional<Time> last_;  // when the last incident was noticed
  Time until_{};              // end of the pause it led to
};

}  // namespace horizon::crawler
