// The robots.txt of each host, and the requests that wait for it (RFC 9309, 2.3, 2.4).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/error.h"
#include "crawler/fetch/job.h"
#include "crawler/fetch/target.h"
#include "crawler/fetch/transport.h"
#include "crawler/robots/robots.h"

namespace horizon::crawler {

struct RobotsAnswer {
  enum class Verdict : std::uint8_t {
    kUnknown,   // the file must be fetched
    kFetching,  // it is being fetched
    kAllowed,
    kDisallowed,
    kDeferred  // it could not be had (5xx, 429, no answer): nothing may be fetched for now
  };
  Verdict verdict = Verdict::kUnknown;
  std::chrono::milliseconds crawl_delay{0};
  std::string reason = {};  // of kDeferred
};

// Not thread-safe.
class RobotsCache {
 public:
  using Time = Job::Time;

  explicit RobotsCache(std::string agent) : agent_(std::move(agent)) {}

  RobotsAnswer ask(const Target& target, Time now) const;

  // The job waits until the file of its next hop's origin is there. True: it is the first, and the
  // file is to be fetched.
  bool park(JobPtr job);
  // The file's fetch has ended so. Returns the jobs that waited for it, in their order.
  std::vector<JobPtr> settle(const std::string& origin, const Result<Response>& result, Time now);
  // Forgets those that wait, and that anything is being fetched.
  void clear_waiting() { waiting_.clear(); }

 private:
  struct Entry {
    RobotsFile rules = {};
    std::string deferred = {};  // why, if it could not be had
    Time expires{};
    std::size_t weight = 0;  // about its memory
  };

  void forget_oldest();

  std::string agent_;
  std::unordered_map<std::string, Entry> entries_;  // by origin
  std::deque<std::string> order_;                   // of arrival; may name what is gone
  std::size_t weight_ = 0;
  std::unordered_map<std::string, std::vector<JobPtr>> waiting_;
};

}  // namespace horizon::crawler
