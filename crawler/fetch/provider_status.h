// What the engine did for each provider, for an operator.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/date.h"

namespace horizon::crawler {

struct ProviderStatus {
  std::string name = {};
  std::uint64_t requests = 0;           // sent, redirects and further tries included
  std::uint64_t bytes = 0;              // of bodies received
  std::uint64_t failures = 0;           // requests without a usable answer: no reply, 429, 5xx
  std::uint64_t throttled = 0;          // times it asked for a pause
  std::chrono::milliseconds waited{0};  // that requests stood in the queue, summed up
  std::size_t queued = 0;
  int active = 0;
  std::string last_error = {};
  std::optional<Instant> paused_until = {};
};

}  // namespace horizon::crawler
