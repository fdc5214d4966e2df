// Quarters that end on a day, whatever the calendar says: nothing of the past is left over, and no
// quarter is incomplete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/date.h"

namespace horizon::trends {

inline constexpr std::size_t kQuartersPerYear = 4;
inline constexpr std::size_t kPastQuarters = 24;    // looked back upon
inline constexpr std::size_t kTrendQuarters = 20;   // of these, the last that make trend and record
inline constexpr std::size_t kFutureQuarters = 12;  // graded upon

// Days since 1970-01-01 at which quarters begin: kPastQuarters up to and including `as_of`, then
// `future` more; the last entry is the day behind them. Three months each, counted from the day
// after `as_of`; a day that a month lacks is its last.
std::vector<std::int32_t> quarter_bounds(Day as_of, std::size_t future = 0);

}  // namespace horizon::trends
