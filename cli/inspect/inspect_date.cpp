#include <array>

#include "cli/inspect/inspect.h"
#include "core/text.h"
#include "crawler/text/date_text.h"

namespace horizon::cli {

Result<Json> inspect_date(const InspectInput& input) {
  static constexpr std::array<const char*, 4> kPrecisions = {"year", "month", "day", "time"};
  const auto date = crawler::parse_date_text(trim(input.bytes));
  if (!date) return Json{{"iso", nullptr}};
  return Json{{"iso", format_instant(date->instant)},
              {"precision", kPrecisions.at(static_cast<std::size_t>(date->precision))}};
}

}  // namespace horizon::cli
