// When each request may go out: the pace, pauses and order of every provider.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/fetch/back_off.h"
#include "crawler/fetch/job.h"
#include "crawler/fetch/provider_rules.h"
#include "crawler/fetch/provider_status.h"

namespace horizon::crawler {

// Requests of a provider that share a pace beside the provider's own: those to one service of an
// API, or those that obey one host's robots.txt.
struct Lane {
  std::string name;
  std::chrono::milliseconds interval{0};
  std::optional<Job::Time> last_start;
  Job::Time paused_until{};
  std::deque<JobPtr> waiting;
};

class Provider {
 public:
  std::string name;
  ProviderRule rule;
  int active = 0;
  std::optional<Job::Time> last_start;
  Job::Time paused_until{};
  BackOff back_off;
  std::vector<std::unique_ptr<Lane>> lanes;
  std::optional<Job::Time> agenda;  // under which time it stands in the agenda
  ProviderStatus status;            // without what the other members tell

  Lane& lane(const std::string& lane_name, std::chrono::milliseconds interval);
};

struct PacerOptions {
  std::vector<ProviderRule> rules = {};  // before the known ones
  ProviderRule fallback = {};            // for each other host by itself; its name is not used
  BackOffOptions back_off = {};
  std::uint64_t seed = 0;  // of the jitter
};

// Not thread-safe. Knows no clock: everything is told the time.
class Pacer {
 public:
  using Time = Job::Time;

  explicit Pacer(PacerOptions options);

  // Finds or makes the provider and lane of the job's next hop.
  void assign(Job& job, Time now);
  // Queues an assigned job, behind those that came before it (by Job::sequence).
  void add(JobPtr job, Time now);

  // The next job that may start now, taken from its queue and counted as started; null if none.
  JobPtr take_due(Time now);
  // When the next one may start; nullopt if nothing waits, or only for requests under way.
  std::optional<Time> next_due() const;

  // The job's request has ended. `arrived` is when the server had it: what counts for its pace.
  void finished(const Job& job, Time arrived);

  // The provider throttles. Returns until when it is left alone.
  Time throttled(const Job& job, Time now, std::optional<std::chrono::milliseconds> asked);
  // No request of the provider, or of one of its services, before `until`.
  void pause(Provider& provider, Time until);
  void pause(Provider& provider, Lane& lane, Time until);
  // The pace has changed.
  void refresh(Provider& provider);

  // Until when the job's provider or service is paused; the past if it is not.
  static Time paused_until(const Job& job);
  // Takes all waiting jobs whose pause ends after `latest`.
  std::vector<JobPtr> take_paused(Provider& provider, Time latest);
  // Forgets all waiting jobs, and that any are under way.
  void clear();

  // A provider by its name (that of a rule, or a host), made if it is not known yet.
  Provider& named(const std::string& name);
  std::span<const std::unique_ptr<Provider>> providers() const { return providers_; }
  std::size_t waiting() const { return waiting_; }

 private:
  Provider& provider_for(const ProviderRule& rule, const std::string& name);
  Time due_of(const Provider& provider, const Lane& lane) const;
  Lane* next_lane(const Provider& provider, Time now) const;
  Provider* due_provider(Time now);
  void forget_idle(Time now);

  PacerOptions options_;
  std::mt19937_64 random_;
  std::vector<std::unique_ptr<Provider>> providers_;
  std::unordered_map<std::string, Provider*> by_name_;
  std::set<std::pair<Time, Provider*>> agenda_;
  std::size_t waiting_ = 0;
  std::size_t forget_above_;
};

}  // namespace horizon::crawler
