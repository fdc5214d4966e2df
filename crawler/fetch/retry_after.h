// How long a server asks to be left alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"

namespace horizon::crawler {

// RFC 9110, 10.2.3 says seconds; EPO OPS sends milliseconds.
enum class RetryAfterUnit : std::uint8_t { kSeconds, kMilliseconds };

inline constexpr std::chrono::milliseconds kLongestRetryAfter = std::chrono::hours(24);

// Retry-After as sent: a number (decimals are read too, rounded up) or an HTTP date in any of its
// three forms. A date of the past is no pause; more than one day is one day. nullopt for anything
// else, negative numbers among it.
std::optional<std::chrono::milliseconds> read_retry_after(
    std::string_view text, Instant now, RetryAfterUnit unit = RetryAfterUnit::kSeconds);

}  // namespace horizon::crawler
