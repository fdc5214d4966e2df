#include "crawler/harvest/reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "crawler/fetch/secrets.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

constexpr std::chrono::seconds kLongestPause = std::chrono::hours(24);
constexpr std::chrono::seconds kUnstatedPause{60};

bool is_temporary(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

}  // namespace

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Instant now) {
  text = trim(text);
  std::chrono::seconds pause{0};
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool number = end == text.data() + text.size() && !text.empty();
  if (number && error == std::errc()) {
    if (seconds < 0) return std::nullopt;
    pause = std::chrono::seconds(std::min<std::int64_t>(seconds, kLongestPause.count()));
  } else if (number) {
    pause = kLongestPause;
  } else if (const auto date = parse_http_date(text)) {
    pause = *date - now;
  } else {
    return std::nullopt;
  }
  return std::clamp(pause, std::chrono::seconds(0), kLongestPause);
}

Page waiting_page(std::string state, std::chrono::milliseconds pause, std::string reason) {
  Page page;
  page.cursor_state = std::move(state);
  page.more = true;
  page.retry_after = pause;
  page.retry_reason = std::move(reason);
  return page;
}

std::optional<Page> postponed_by(const Response& response, const std::string& state, Instant now) {
  if (!is_temporary(response.status)) return std::nullopt;
  const auto pause = parse_retry_after(response.retry_after, now).value_or(kUnstatedPause);
  return waiting_page(state, pause, status_error(response, response.final_url).message);
}

Error status_error(const Response& response, std::string_view url) {
  const bool gone = response.status == 404 || response.status == 410;
  return {gone ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
          fmt::format("{} answered with status {}", redact_url(url), response.status)};
}

}  // namespace horizon::crawler
