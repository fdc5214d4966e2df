// The event loop of the engine, and what it tells about itself.
#include <algorithm>

#include "crawler/fetch/engine.h"

namespace horizon::crawler {

using std::chrono::milliseconds;

bool WebFetcher::Engine::flush() {
  // Only those that are there now: a callback may submit what fails at once.
  const std::size_t count = answers_.size();
  for (std::size_t i = 0; i < count && !answers_.empty(); ++i) {
    auto [done, result] = std::move(answers_.front());
    answers_.pop_front();
    --pending_;
    done(std::move(result));
  }
  return count > 0;
}

milliseconds WebFetcher::Engine::idle_time(milliseconds wait) const {
  const auto due = pacer_.next_due();
  const bool full = wire_->active() >= options_.max_connections;
  if (!due || full) return wait;
  return std::clamp(std::chrono::ceil<milliseconds>(*due - now()), milliseconds(0), wait);
}

std::size_t WebFetcher::Engine::run(milliseconds wait) {
  const Time end = now() + wait;
  milliseconds polled{0};  // by the wire, whose time no test's clock sees
  for (;;) {
    dispatch();
    if (flush()) return pending_;
    const milliseconds left = std::clamp(std::chrono::ceil<milliseconds>(end - now()),
                                         milliseconds(0), wait - std::min(polled, wait));
    const milliseconds pause = idle_time(left);
    if (wire_->active() > 0) {
      const auto begin = std::chrono::steady_clock::now();
      wire_->run(pause);
      polled += std::chrono::ceil<milliseconds>(std::chrono::steady_clock::now() - begin);
    } else if (pause.count() > 0) {
      options_.sleep(pause);
    }
    if (flush()) return pending_;
    if (now() >= end || polled >= wait || pending_ == 0) return pending_;
  }
}

void WebFetcher::Engine::cancel() {
  wire_->cancel();
  pacer_.clear();
  robots_.clear_waiting();
  answers_.clear();
  pending_ = 0;
}

std::vector<ProviderStatus> WebFetcher::Engine::statistics() const {
  std::vector<ProviderStatus> all;
  for (const auto& provider : pacer_.providers()) {
    ProviderStatus status = provider->status;
    status.name = provider->name;
    status.active = provider->active;
    for (const auto& lane : provider->lanes) status.queued += lane->waiting.size();
    if (provider->paused_until > now()) status.paused_until = instant_of(provider->paused_until);
    all.push_back(std::move(status));
  }
  std::sort(all.begin(), all.end(),
            [](const auto& left, const auto& right) { return left.name < right.name; });
  return all;
}

std::optional<Instant> WebFetcher::Engine::paused_until(std::string_view url) {
  auto target = parse_target(url);
  if (!target) return std::nullopt;
  Job job;
  job.hop.target = *std::move(target);
  pacer_.assign(job, now());
  const Time until = Pacer::paused_until(job);
  return until > now() ? std::optional<Instant>(instant_of(until)) : std::nullopt;
}

void WebFetcher::Engine::pause(std::string_view url, Instant until) {
  auto target = parse_target(url);
  if (!target) return;
  Job job;
  job.hop.target = *std::move(target);
  pacer_.assign(job, now());
  pacer_.pause(*job.provider, time_of(until));
  turn_away_waiting(*job.provider);
}

}  // namespace horizon::crawler
