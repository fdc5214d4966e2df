#include "crawler/fetch/signals.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "crawler/fetch/retry_after.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMinute{60'000};
constexpr milliseconds kSlowest{600'000};  // no header makes us slower than this
constexpr int kMaxConcurrency = 16;

std::optional<std::int64_t> whole_number(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// "50 each `interval`" as a pause between two.
std::optional<milliseconds> spacing(std::optional<std::int64_t> count, milliseconds interval) {
  if (!count || *count <= 0) return std::nullopt;
  return std::clamp(milliseconds((interval.count() + *count - 1) / *count), milliseconds(1),
                    kSlowest);
}

// "1s", "60s", "1m"; a bare number is seconds.
milliseconds parse_interval(std::string_view text) {
  const auto count = whole_number(text);
  if (!count || *count <= 0 || *count > 86'400) return milliseconds(1'000);
  const std::string_view unit = trim(text).substr(trim(text).find_last_of("0123456789") + 1);
  if (unit == "ms") return milliseconds(*count);
  return milliseconds(*count * (unit == "m" ? 60'000 : 1'000));
}

void read_crossref(const Response& response, ProviderSignals& signals) {
  const auto limit = whole_number(header(response, "x-rate-limit-limit"));
  signals.interval = spacing(limit, parse_interval(header(response, "x-rate-limit-interval")));
  if (const auto many = whole_number(header(response, "x-concurrency-limit")); many && *many > 0) {
    signals.concurrency = static_cast<int>(std::min<std::int64_t>(*many, kMaxConcurrency));
  }
}

// Credits of the day; Reset is the seconds until there are new ones.
void read_openalex(const Response& response, ProviderSignals& signals) {
  const auto left = whole_number(header(response, "x-ratelimit-remaining"));
  const auto reset = whole_number(header(response, "x-ratelimit-reset"));
  if (!left || *left > 0 || !reset || *reset <= 0) return;
  signals.pause = milliseconds(std::min<std::int64_t>(*reset, 86'400) * 1'000);
}

milliseconds until_next_hour(Instant now) {
  return std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours(1) - now;
}

milliseconds until_monday(Instant now) {
  const Day today = std::chrono::floor<std::chrono::days>(now);
  const unsigned weekday = std::chrono::weekday(today).iso_encoding();  // Monday: 1
  return today + std::chrono::days(8 - weekday) - now;
}

// "busy (images=green:100, search=black:0)"
void read_throttling_control(std::string_view text, ProviderSignals& signals) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return;
  text = text.substr(open + 1, text.find(')', open) - open - 1);
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    const std::size_t colon = part.find(':');
    if (equals == std::string_view::npos || colon == std::string_view::npos || colon < equals) {
      continue;
    }
    const std::string service = ascii_lower(trim(part.substr(0, equals)));
    const std::string colour = ascii_lower(trim(part.substr(equals + 1, colon - equals - 1)));
    if (colour == "black") {
      signals.suspended.push_back(service);
    } else if (const auto pace = spacing(whole_number(part.substr(colon + 1)), kMinute)) {
      signals.services.emplace_back(service, *pace);
    }
  }
}

void read_epo(const Response& response, Instant now, ProviderSignals& signals) {
  read_throttling_control(header(response, "x-throttling-control"), signals);
  signals.pause =
      read_retry_after(header(response, "retry-after"), now, RetryAfterUnit::kMilliseconds);
  const std::string reason = ascii_lower(header(response, "x-rejection-reason"));
  signals.throttled = response.status == 403 && !reason.empty();
  if (!signals.throttled) return;
  if (reason.find("quotaperhour") != std::string::npos) signals.pause = until_next_hour(now);
  if (reason.find("quotaperweek") != std::string::npos) signals.pause = until_monday(now);
  if (reason.find("quotaperminute") != std::string::npos && !signals.pause) {
    signals.pause = kMinute;
  }
}

}  // namespace

bool is_throttling(const ProviderRule& rule, const Response& response) {
  return response.status == 429 || response.status == 503 ||
         (response.status == 403 && rule.throttles_with_403);
}

ProviderSignals read_signals(const ProviderRule& rule, const Response& response, Instant now) {
  ProviderSignals signals;
  if (rule.signals == Signals::kEpo) {
    read_epo(response, now, signals);
  } else {
    signals.pause = read_retry_after(header(response, "retry-after"), now);
  }
  signals.throttled = signals.throttled || is_throttling(rule, response);
  // A redirect's Retry-After, or that of a 404, does not forbid anything.
  const bool server_failed = response.status >= 500 || response.status == 408;
  if (!signals.throttled && !server_failed && signals.suspended.empty()) signals.pause.reset();
  if (rule.signals == Signals::kCrossref) read_crossref(response, signals);
  if (rule.signals == Signals::kOpenAlex) read_openalex(response, signals);
  return signals;
}

}  // namespace horizon::crawler
