// What the engine remembers from one process to the next.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/io.h"
#include "crawler/fetch/engine.h"

namespace horizon::crawler {
namespace {

constexpr std::size_t kMaxMemory = std::size_t{16} << 20;
// The longest pause that is asked for is a week; more is a damaged file or clock.
constexpr std::chrono::hours kLongest{8 * 24};
// The pace of providers that are faster than this is kept by the start of a process alone.
constexpr std::chrono::milliseconds kSlowPace{1'500};

std::optional<Instant> instant_in(const nlohmann::json& entry, const char* name) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_number_integer()) return std::nullopt;
  return Instant(std::chrono::seconds(found->get<std::int64_t>()));
}

int incidents_in(const nlohmann::json& entry) {
  const auto found = entry.find("incidents");
  return found != entry.end() && found->is_number_unsigned()
             ? static_cast<int>(std::min<std::uint64_t>(found->get<std::uint64_t>(), 64))
             : 0;
}

// The provider's services that stay suspended, and until when.
std::vector<std::pair<const ServiceRule*, Instant>> suspensions_in(const nlohmann::json& entry,
                                                                   const ProviderRule& rule,
                                                                   Instant today) {
  std::vector<std::pair<const ServiceRule*, Instant>> suspended;
  const auto services = entry.find("services");
  if (services == entry.end() || !services->is_object()) return suspended;
  for (const ServiceRule& service : rule.services) {
    const auto until = instant_in(*services, service.name.c_str());
    if (until && *until > today && *until <= today + kLongest)
      suspended.emplace_back(&service, *until);
  }
  return suspended;
}

}  // namespace

void WebFetcher::Engine::recall() {
  if (options_.memory_file.empty()) return;
  const auto text = read_file(options_.memory_file, kMaxMemory);
  const auto json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  if (!json.is_object()) return;
  const Instant today = options_.wall_clock();
  for (const auto& [name, entry] : json.items()) {
    if (!entry.is_object()) continue;
    Provider& provider = pacer_.named(name);
    const auto last = instant_in(entry, "last_request");
    if (last && *last <= today && *last > today - kLongest) {
      provider.last_start = time_of(*last + std::chrono::seconds(1));  // it was cut to the second
    }
    for (const auto& [service, end] : suspensions_in(entry, provider.rule, today)) {
      pacer_.pause(provider, provider.lane(service->name, service->interval), time_of(end));
    }
    const auto until = instant_in(entry, "paused_until");
    if (!until || *until > today + kLongest || *until < today - kLongest) continue;
    provider.back_off.restore(incidents_in(entry), time_of(*until));
    if (*until > today) pacer_.pause(provider, time_of(*until));
  }
}

void WebFetcher::Engine::remember() {
  if (options_.memory_file.empty()) return;
  nlohmann::json json = nlohmann::json::object();
  for (const auto& provider : pacer_.providers()) {
    const bool slow = provider->rule.interval >= kSlowPace && provider->last_start;
    const Time until = std::max(provider->paused_until, provider->back_off.until());
    const bool forgiven = until + options_.back_off.forgiven_after < now();
    nlohmann::json services = nlohmann::json::object();
    for (const auto& lane : provider->lanes) {
      if (lane->paused_until <= now()) continue;
      services[lane->name] = instant_of(lane->paused_until).time_since_epoch().count();
    }
    if (!slow && forgiven && services.empty()) continue;
    nlohmann::json entry = nlohmann::json::object();
    if (provider->last_start) {
      entry["last_request"] = instant_of(*provider->last_start).time_since_epoch().count();
    }
    if (!forgiven) {
      entry["paused_until"] = instant_of(until).time_since_epoch().count();
      entry["incidents"] = provider->back_off.incidents();
    }
    if (!services.empty()) entry["services"] = std::move(services);
    json[provider->name] = std::move(entry);
  }
  static_cast<void>(write_file_atomically(
      options_.memory_file, json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

}  // namespace horizon::crawler
