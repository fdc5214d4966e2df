#include <array>

#include "cli/inspect/inspect.h"
#include "core/text.h"
#include "crawler/text/date_text.h"

namespace horizon::cli {

Result<Json> inspect_date(const InspectInput& input) {
  static constexpr std::array<const char*, 3> kPartial = {"year", "month", "day"};
  const auto date = crawler::parse_date_text(trim(input.bytes));
  if (!date) return Json{{"iso", nullptr}};
  Json object{{"iso", format_instant(date->instant)}};
  const auto precision = static_cast<std::size_t>(date->precision);
  if (precision < kPartial.size()) object["precision"] = kPartial.at(precision);
  return object;
}

}  // namespace horizon::cli
