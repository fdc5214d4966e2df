// What WebFetcher is made of: pacer, wire and what happens between them.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/fetch/job.h"
#include "crawler/fetch/pacer.h"
#include "crawler/fetch/robots_cache.h"
#include "crawler/fetch/signals.h"
#include "crawler/fetch/warc_writer.h"
#include "crawler/fetch/web_fetcher.h"
#include "crawler/fetch/wire.h"

namespace horizon::crawler {

class WebFetcher::Engine {
 public:
  using Time = Job::Time;

  Engine(WebOptions options, PacerOptions pace, std::unique_ptr<Wire> wire,
         std::unique_ptr<WarcWriter> recorder);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  void submit(Request request, Fetcher::Done done);
  std::size_t run(std::chrono::milliseconds wait);
  void cancel();
  std::vector<ProviderStatus> statistics() const;
  std::optional<Instant> paused_until(std::string_view url);
  void pause(std::string_view url, Instant until);

 private:
  Time now() const { return options_.steady_clock(); }
  Instant instant_of(Time time) const;
  Time time_of(Instant instant) const;

  // The way of a job: admit, start, ended, and then answer, admit (a redirect) or again.
  void admit(JobPtr job);
  // False: the job was answered, or waits for the host's robots.txt.
  bool passes_robots(JobPtr& job);
  JobPtr robots_job(const Job& for_whom);
  void settle_robots(JobPtr job, const Result<Response>& result);
  bool turned_away_by_robots(JobPtr& job, const RobotsAnswer& answer);
  void dispatch();
  void start(JobPtr job);
  WireRequest wire_request(const Job& job) const;
  void ended(JobPtr job, WireResult result);
  void failed(JobPtr job, Failure failure, Error error);
  void replied(JobPtr job, Response response);
  void succeeded(JobPtr job, Response response);
  void finish_download(JobPtr job, Response response);
  void throttled(JobPtr job, Response response, std::optional<std::chrono::milliseconds> asked);
  bool may_try_again(const Job& job) const { return job.tries < options_.max_tries; }
  void again(JobPtr job, std::chrono::milliseconds pause);
  std::chrono::milliseconds retry_pause(const Job& job) const;
  void answer(JobPtr job, Result<Response> result);

  Status record(const Job& job, const Response& response);

  void recall();    // reads the memory file
  void remember();  // writes it

  // Takes over what the reply says of the provider's pace.
  void obey(Job& job, const ProviderSignals& signals);
  // Answers those that would have to wait for too long.
  void turn_away_waiting(Provider& provider);
  Error paused_error(const Job& job) const;

  bool flush();  // calls the callbacks; false if there were none
  // Until the next thing that can happen, at most `wait`.
  std::chrono::milliseconds idle_time(std::chrono::milliseconds wait) const;

  WebOptions options_;
  Pacer pacer_;
  RobotsCache robots_;
  std::unique_ptr<Wire> wire_;
  std::unique_ptr<WarcWriter> recorder_;  // may be null
  std::deque<std::pair<Fetcher::Done, Result<Response>>> answers_;
  std::size_t pending_ = 0;  // submitted, not answered
  std::uint64_t next_sequence_ = 1;
};

}  // namespace horizon::crawler
