#include "crawler/fetch/retry_after.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"
#include "crawler/text/date_text.h"

namespace horizon::crawler {
namespace {

using std::chrono::milliseconds;

// A number at the beginning. What a list's or a careless server's header has behind it ("120,
// 120", "120s") is ignored.
std::optional<double> leading_number(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error == std::errc::result_out_of_range) return HUGE_VAL;
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const bool alone =
      rest.empty() || rest[0] == ',' || rest[0] == ';' || rest[0] == 's' || rest.starts_with(" s");
  return alone ? std::optional<double>(number) : std::nullopt;
}

}  // namespace

std::optional<milliseconds> read_retry_after(std::string_view text, Instant now,
                                             RetryAfterUnit unit) {
  text = trim(text);
  if (const auto number = leading_number(text)) {
    const double scale = unit == RetryAfterUnit::kSeconds ? 1000.0 : 1.0;
    const double bounded =
        std::min(*number * scale, static_cast<double>(kLongestRetryAfter.count()));
    return milliseconds(static_cast<std::int64_t>(std::ceil(bounded)));
  }
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::clamp<milliseconds>(*date - now, milliseconds(0), kLongestRetryAfter);
}

}  // namespace horizon::crawler
