// robots.txt in the engine, and the recording of what went over the wire.
#include <fmt/format.h>

#include <algorithm>

#include "core/io.h"
#include "crawler/fetch/engine.h"

namespace horizon::crawler {
namespace {

// A file that takes longer keeps the host's pages waiting.
constexpr std::chrono::milliseconds kRobotsTime{30'000};
// A bulk file larger than this is not copied into the recording.
constexpr std::size_t kMaxRecordedFile = std::size_t{64} << 20;

}  // namespace

bool WebFetcher::Engine::passes_robots(JobPtr& job) {
  if (!job->robots_origin.empty() || job->request.robots == Robots::kExempt) return true;
  const RobotsAnswer verdict = robots_.ask(job->hop.target, now());
  switch (verdict.verdict) {
    case RobotsAnswer::Verdict::kAllowed:
    case RobotsAnswer::Verdict::kDisallowed:
    case RobotsAnswer::Verdict::kDeferred:
      return !turned_away_by_robots(job, verdict);
    case RobotsAnswer::Verdict::kUnknown: {
      JobPtr fetch = robots_job(*job);
      robots_.park(std::move(job));
      admit(std::move(fetch));
      return false;
    }
    case RobotsAnswer::Verdict::kFetching:
      robots_.park(std::move(job));
      return false;
  }
  return true;
}

bool WebFetcher::Engine::turned_away_by_robots(JobPtr& job, const RobotsAnswer& verdict) {
  const Target& target = job->hop.target;
  const bool too_slow = options_.long_crawl_delay == LongCrawlDelay::kSkip &&
                        verdict.crawl_delay > options_.longest_crawl_delay;
  if (verdict.verdict == RobotsAnswer::Verdict::kAllowed && !too_slow) {
    job->crawl_delay = std::min(verdict.crawl_delay, options_.longest_crawl_delay);
    return false;
  }
  Error error{ErrorCode::kUsage,
              fmt::format("robots.txt of {} does not allow {}", target.origin, target.shown())};
  if (verdict.verdict == RobotsAnswer::Verdict::kDeferred) {
    error = {ErrorCode::kUnavailable, fmt::format("{} waits for the robots.txt of {}: {}",
                                                  target.shown(), target.origin, verdict.reason)};
  } else if (verdict.verdict == RobotsAnswer::Verdict::kAllowed) {
    error.message = fmt::format("robots.txt of {} asks for {} s between two requests, more than {}",
                                target.origin, verdict.crawl_delay.count() / 1000,
                                options_.longest_crawl_delay.count() / 1000);
  }
  answer(std::move(job), fail(std::move(error)));
  return true;
}

JobPtr WebFetcher::Engine::robots_job(const Job& for_whom) {
  auto job = std::make_unique<Job>();
  job->robots_origin = for_whom.hop.target.origin;
  job->request.url = job->robots_origin + "/robots.txt";
  job->request.limits = for_whom.request.limits;
  job->request.limits.total_timeout = std::min(job->request.limits.total_timeout, kRobotsTime);
  job->request.limits.max_bytes = 2 * kMaxRobotsBytes;
  job->request.limits.max_redirects = 5;  // RFC 9309, 2.3.1.2: at least
  job->first = for_whom.hop.target;
  job->first.url = job->request.url;
  job->first.path = "/robots.txt";
  job->hop = {job->first, "GET", false, true};
  return job;
}

void WebFetcher::Engine::settle_robots(JobPtr job, const Result<Response>& result) {
  for (JobPtr& waiting : robots_.settle(job->robots_origin, result, now())) {
    admit(std::move(waiting));
  }
}

Status WebFetcher::Engine::record(const Job& job, const Response& response) {
  if (!recorder_) return {};
  Exchange exchange;
  exchange.url = job.hop.target.url;
  exchange.method = job.hop.method;
  exchange.when = options_.wall_clock();
  if (job.hop.with_body) exchange.request_body = job.request.body;
  Request without_secrets;
  exchange.request_headers = headers_for(without_secrets, job.hop);
  if (!job.download || !job.download->taking()) return recorder_->write(exchange, response);
  auto file = response.status == 200 ? read_file(job.download->part(), kMaxRecordedFile)
                                     : Result<std::string>(std::string());
  exchange.body_left_out = !file || response.status != 200;
  Response with_body = response;
  if (file) with_body.body = *std::move(file);
  return recorder_->write(exchange, with_body);
}

}  // namespace horizon::crawler
