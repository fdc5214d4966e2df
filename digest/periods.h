// Periods as text, back to periods.
#pragma once

#include <optional>
#include <string_view>

#include "core/date.h"

namespace horizon::digest {

// The inverse of format_period(): "2026-W47" "2026-11" "2026Q4" "2026"; years 1500 to 2200.
std::optional<Period> parse_period(std::string_view text);

// "2026-W47" only.
std::optional<Period> parse_week(std::string_view text);

Period week_before(const Period& week);

}  // namespace horizon::digest
