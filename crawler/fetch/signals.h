// What a provider's reply says about its limits, in the provider's own headers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "crawler/fetch/provider_rules.h"
#include "crawler/fetch/transport.h"

namespace horizon::crawler {

struct ProviderSignals {
  bool throttled = false;  // the reply is a refusal for asking too much, whatever its status
  // How long to leave the provider alone; nullopt: nothing said.
  std::optional<std::chrono::milliseconds> pause = {};
  // The pace from now on, if it is told.
  std::optional<std::chrono::milliseconds> interval = {};
  std::optional<int> concurrency = {};
  // The pace of single services, and those that are suspended for `pause` (a minute if that is
  // not said).
  std::vector<std::pair<std::string, std::chrono::milliseconds>> services = {};
  std::vector<std::string> suspended = {};
};

ProviderSignals read_signals(const ProviderRule& rule, const Response& response, Instant now);

// 429 and 503, and what else the provider uses for "too much".
bool is_throttling(const ProviderRule& rule, const Response& response);

}  // namespace horizon::crawler
