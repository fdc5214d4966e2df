// Any bytes as a date: what is read is within its years and survives being written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "crawler/text/date_text.h"
#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace crawler = horizon::crawler;
  const auto date =
      crawler::parse_date_text(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!date) return 0;
  const auto again = crawler::parse_date_text(horizon::format_instant(date->instant));
  const auto day = horizon::parse_iso_date(horizon::format_date(date->written));
  horizon::fuzz::require(day && *day == date->written, "the day as written is a day");
  const auto year =
      std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(date->instant)}.year();
  if (year < std::chrono::year{1501} || year > std::chrono::year{2199}) return 0;
  horizon::fuzz::require(again && again->instant == date->instant, "an instant can be read again");
  return 0;
}
