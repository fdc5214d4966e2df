// What every harvest does with a reply that brings no records.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/error.h"
#include "crawler/fetch/transport.h"
#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// Retry-After as sent: delta-seconds or an HTTP date (RFC 9110, 10.2.3). nullopt if neither; never
// negative, at most one day.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Instant now);

// A page without records that asks for the same request again after `pause`; `state` is the place
// before it.
Page waiting_page(std::string state, std::chrono::milliseconds pause, std::string reason);

// For a reply that may heal by itself (408, 429, 500, 502, 503, 504): a page that waits as long as
// Retry-After says, a minute if it says nothing. nullopt for every other status.
std::optional<Page> postponed_by(const Response& response, const std::string& state, Instant now);

// kNotFound for 404 and 410, kUnavailable for every other status; names status and URL, without its
// secrets.
Error status_error(const Response& response, std::string_view url);

}  // namespace horizon::crawler
