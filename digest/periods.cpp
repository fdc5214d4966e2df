#include "digest/periods.h"

namespace horizon::digest {
namespace {

std::optional<int> digits(std::string_view text, std::size_t wanted) {
  if (text.size() != wanted) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Day first_of(int year, unsigned month) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{1};
}

}  // namespace

std::optional<Period> parse_week(std::string_view text) {
  if (text.size() != 8 || text.substr(4, 2) != "-W") return std::nullopt;
  const auto year = digits(text.substr(0, 4), 4);
  const auto number = digits(text.substr(6), 2);
  if (!year || !number || *year < 1500 || *year > 2200) return std::nullopt;
  // 4 January is in week 1 (ISO 8601).
  const Day fourth = first_of(*year, 1) + std::chrono::days{3};
  const Period week =
      period_of(period_of(fourth, Granularity::kWeek).begin + std::chrono::days{7 * (*number - 1)},
                Granularity::kWeek);
  if (format_period(week) != text) return std::nullopt;  // W00, W54, W53 of a year without one
  return week;
}

std::optional<Period> parse_period(std::string_view text) {
  if (text.size() == 8) return parse_week(text);
  if (text.size() == 6 && text[4] == 'Q') {
    const auto year = digits(text.substr(0, 4), 4);
    const auto quarter = digits(text.substr(5), 1);
    if (!year || !quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    if (*year < 1500 || *year > 2200) return std::nullopt;
    return period_of(first_of(*year, static_cast<unsigned>(3 * *quarter - 2)),
                     Granularity::kQuarter);
  }
  const auto date = parse_iso_date(text);
  if (!date || format_date(*date) != text || date->precision == Precision::kDay)
    return std::nullopt;
  return period_of(date->day,
                   date->precision == Precision::kYear ? Granularity::kYear : Granularity::kMonth);
}

Period week_before(const Period& week) {
  return period_of(week.begin - std::chrono::days{1}, Granularity::kWeek);
}

}  // namespace horizon::digest
