#include "crawler/fetch/robots_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace horizon::crawler {
namespace {

constexpr std::chrono::hours kKept{24};  // RFC 9309, 2.4: not longer
constexpr std::chrono::minutes kKeptDeferred{10};
constexpr std::size_t kEntryWeight = 512;
constexpr std::size_t kMaxWeight = std::size_t{32} << 20;
constexpr double kLongestDelaySeconds = 86'400;

bool is_deferring(const Result<Response>& result) {
  return !result || result->status >= 500 || result->status == 429;
}

}  // namespace

RobotsAnswer RobotsCache::ask(const Target& target, Time now) const {
  using Verdict = RobotsAnswer::Verdict;
  if (waiting_.count(target.origin) > 0) return {Verdict::kFetching, {}, {}};
  const auto found = entries_.find(target.origin);
  if (found == entries_.end() || found->second.expires <= now) return {};
  const Entry& entry = found->second;
  if (!entry.deferred.empty()) return {Verdict::kDeferred, {}, entry.deferred};
  RobotsAnswer answer;
  answer.verdict =
      entry.rules.allowed(agent_, target.path) ? Verdict::kAllowed : Verdict::kDisallowed;
  if (const auto delay = entry.rules.crawl_delay(agent_)) {
    answer.crawl_delay = std::chrono::milliseconds(
        static_cast<std::int64_t>(std::ceil(std::min(*delay, kLongestDelaySeconds) * 1000)));
  }
  return answer;
}

bool RobotsCache::park(JobPtr job) {
  auto& jobs = waiting_[job->hop.target.origin];
  jobs.push_back(std::move(job));
  return jobs.size() == 1;
}

std::vector<JobPtr> RobotsCache::settle(const std::string& origin, const Result<Response>& result,
                                        Time now) {
  Entry entry;
  entry.weight = kEntryWeight + origin.size();
  entry.expires = now + kKept;
  if (is_deferring(result)) {
    entry.expires = now + kKeptDeferred;
    entry.deferred =
        result ? fmt::format("it answers with status {}", result->status) : result.error().message;
  } else if (result->status >= 200 && result->status < 300) {
    entry.rules = parse_robots(result->body);
    entry.weight += 2 * result->body.size();
  }  // else there is none, and everything is allowed (2.3.1.3)
  Entry& place = entries_[origin];
  weight_ += entry.weight - place.weight;
  place = std::move(entry);
  order_.push_back(origin);
  forget_oldest();
  const auto found = waiting_.find(origin);
  if (found == waiting_.end()) return {};
  std::vector<JobPtr> jobs = std::move(found->second);
  waiting_.erase(found);
  return jobs;
}

void RobotsCache::forget_oldest() {
  while (weight_ > kMaxWeight && order_.size() > 1) {
    // A file that was fetched again stands in the order twice: it goes a little too soon.
    const auto found = entries_.find(order_.front());
    if (found != entries_.end() && order_.front() != order_.back()) {
      weight_ -= found->second.weight;
      entries_.erase(found);
    }
    order_.pop_front();
  }
}

}  // namespace horizon::crawler
