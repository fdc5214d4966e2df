#include "trends/emergence/windows.h"

namespace horizon::trends {

std::vector<std::int32_t> quarter_bounds(Day as_of, std::size_t future) {
  using namespace std::chrono;
  const year_month_day behind(as_of + days(1));
  std::vector<std::int32_t> bounds;
  const auto past = static_cast<int>(kPastQuarters);
  for (int i = -past; i <= static_cast<int>(future); ++i) {
    year_month_day day = behind + months(3 * i);
    if (!day.ok()) day = day.year() / day.month() / last;
    bounds.push_back(static_cast<std::int32_t>(sys_days(day).time_since_epoch().count()));
  }
  return bounds;
}

}  // namespace horizon::trends
