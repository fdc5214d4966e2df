#include "crawler/fetch/pacer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

// Above this many, providers that were idle for so long are forgotten.
constexpr std::size_t kManyProviders = 20'000;
constexpr std::chrono::hours kIdle{1};

bool is_keyed(const ProviderRule& rule, const Target& target) {
  return !rule.key_marker.empty() && target.path.find(rule.key_marker) != std::string::npos;
}

milliseconds interval_of(const ProviderRule& rule, const Job& job) {
  return is_keyed(rule, job.hop.target) ? rule.keyed_interval : rule.interval;
}

int concurrency_of(const ProviderRule& rule, const Job& job) {
  return std::max(1, is_keyed(rule, job.hop.target) ? rule.keyed_concurrency : rule.concurrency);
}

}  // namespace

Lane& Provider::lane(const std::string& lane_name, milliseconds interval) {
  for (const auto& lane : lanes) {
    if (lane->name == lane_name) return *lane;
  }
  lanes.push_back(std::make_unique<Lane>());
  lanes.back()->name = lane_name;
  lanes.back()->interval = interval;
  return *lanes.back();
}

Pacer::Pacer(PacerOptions options)
    : options_(std::move(options)), random_(options_.seed), forget_above_(kManyProviders) {}

Provider& Pacer::provider_for(const ProviderRule& rule, const std::string& name) {
  auto& known = by_name_[name];
  if (known == nullptr) {
    providers_.push_back(std::make_unique<Provider>());
    known = providers_.back().get();
    known->name = name;
    known->rule = rule;
  }
  return *known;
}

Provider& Pacer::named(const std::string& name) {
  for (const std::span<const ProviderRule> rules :
       {std::span<const ProviderRule>(options_.rules), known_provider_rules()}) {
    for (const ProviderRule& rule : rules) {
      if (rule.name == name) return provider_for(rule, name);
    }
  }
  return provider_for(options_.fallback, name);
}

void Pacer::assign(Job& job, Time now) {
  if (providers_.size() > forget_above_) forget_idle(now);
  const Target& target = job.hop.target;
  const ProviderRule* const rule = find_rule(target, options_.rules);
  Provider& provider = rule != nullptr ? provider_for(*rule, rule->name)
                                       : provider_for(options_.fallback, target.host);
  const ServiceRule* const service = find_service(provider.rule, target);
  job.provider = &provider;
  if (service != nullptr) {
    job.lane = &provider.lane(service->name, service->interval);
  } else {
    const bool obeys = !job.robots_origin.empty() || job.request.robots == Robots::kObey;
    job.lane = &provider.lane(obeys ? target.origin : std::string(), milliseconds(0));
    if (obeys && job.robots_origin.empty()) job.lane->interval = job.crawl_delay;
  }
}

void Pacer::add(JobPtr job, Time now) {
  job->queued = now;
  Provider& provider = *job->provider;
  auto& waiting = job->lane->waiting;
  auto place = waiting.end();
  while (place != waiting.begin() && (*std::prev(place))->sequence > job->sequence) --place;
  waiting.insert(place, std::move(job));
  ++waiting_;
  refresh(provider);
}

Pacer::Time Pacer::due_of(const Provider& provider, const Lane& lane) const {
  const Job& job = *lane.waiting.front();
  Time due = std::max({provider.paused_until, lane.paused_until, job.not_before});
  if (provider.last_start) {
    due = std::max(due, *provider.last_start + interval_of(provider.rule, job));
  }
  if (lane.last_start) due = std::max(due, *lane.last_start + lane.interval);
  return due;
}

Lane* Pacer::next_lane(const Provider& provider, Time now) const {
  Lane* best = nullptr;
  std::pair<Time, std::uint64_t> best_key{};
  for (const auto& lane : provider.lanes) {
    if (lane->waiting.empty()) continue;
    const Job& job = *lane->waiting.front();
    if (provider.active >= concurrency_of(provider.rule, job)) continue;
    // Among those that may start already, the order of arrival counts.
    const std::pair key{std::max(due_of(provider, *lane), now), job.sequence};
    if (best == nullptr || key < best_key) {
      best = lane.get();
      best_key = key;
    }
  }
  return best;
}

void Pacer::refresh(Provider& provider) {
  if (provider.agenda) agenda_.erase({*provider.agenda, &provider});
  provider.agenda.reset();
  const Lane* const lane = next_lane(provider, Time::min());
  if (lane == nullptr) return;
  provider.agenda = due_of(provider, *lane);
  agenda_.insert({*provider.agenda, &provider});
}

Provider* Pacer::due_provider(Time now) {
  while (!agenda_.empty() && agenda_.begin()->first <= now) {
    Provider& provider = *agenda_.begin()->second;
    const Lane* const lane = next_lane(provider, now);
    if (lane != nullptr && due_of(provider, *lane) <= now) return &provider;
    refresh(provider);  // its pace has changed since it was put there
  }
  return nullptr;
}

JobPtr Pacer::take_due(Time now) {
  Provider* const found = due_provider(now);
  if (found == nullptr) return nullptr;
  Provider& provider = *found;
  Lane& lane = *next_lane(provider, now);
  JobPtr job = std::move(lane.waiting.front());
  lane.waiting.pop_front();
  --waiting_;
  job->started = now;
  provider.status.waited += std::chrono::duration_cast<milliseconds>(now - job->queued);
  ++provider.status.requests;
  ++provider.active;
  provider.last_start = now;
  lane.last_start = now;
  refresh(provider);
  return job;
}

std::optional<Pacer::Time> Pacer::next_due() const {
  return agenda_.empty() ? std::nullopt : std::optional<Time>(agenda_.begin()->first);
}

void Pacer::finished(const Job& job, Time arrived) {
  Provider& provider = *job.provider;
  --provider.active;
  provider.last_start = std::max(provider.last_start.value_or(arrived), arrived);
  job.lane->last_start = std::max(job.lane->last_start.value_or(arrived), arrived);
  refresh(provider);
}

Pacer::Time Pacer::throttled(const Job& job, Time now, std::optional<milliseconds> asked) {
  Provider& provider = *job.provider;
  const auto until =
      provider.back_off.incident(options_.back_off, job.started, now, asked, random_);
  if (until) {
    ++provider.status.throttled;
    pause(provider, *until);
  }
  return paused_until(job);
}

void Pacer::pause(Provider& provider, Time until) {
  provider.paused_until = std::max(provider.paused_until, until);
  refresh(provider);
}

void Pacer::pause(Provider& provider, Lane& lane, Time until) {
  lane.paused_until = std::max(lane.paused_until, until);
  refresh(provider);
}

Pacer::Time Pacer::paused_until(const Job& job) {
  return std::max(job.provider->paused_until, job.lane->paused_until);
}

std::vector<JobPtr> Pacer::take_paused(Provider& provider, Time latest) {
  std::vector<JobPtr> taken;
  for (const auto& lane : provider.lanes) {
    if (std::max(provider.paused_until, lane->paused_until) <= latest) continue;
    for (JobPtr& job : lane->waiting) taken.push_back(std::move(job));
    waiting_ -= lane->waiting.size();
    lane->waiting.clear();
  }
  refresh(provider);
  return taken;
}

void Pacer::clear() {
  for (const auto& provider : providers_) {
    for (const auto& lane : provider->lanes) lane->waiting.clear();
    provider->active = 0;
    refresh(*provider);
  }
  waiting_ = 0;
}

void Pacer::forget_idle(Time now) {
  const auto is_idle = [&](const std::unique_ptr<Provider>& provider) {
    const bool waits = std::any_of(provider->lanes.begin(), provider->lanes.end(),
                                   [](const auto& lane) { return !lane->waiting.empty(); });
    const Time quiet_since =
        std::max(provider->paused_until, provider->last_start.value_or(Time::min()));
    return provider->active == 0 && !waits && quiet_since + kIdle < now;
  };
  std::erase_if(providers_, [&](const auto& provider) {
    const bool idle = is_idle(provider);
    if (idle) by_name_.erase(provider->name);
    return idle;
  });
  forget_above_ = std::max(kManyProviders, 2 * providers_.size());
}

}  // namespace horizon::crawler
