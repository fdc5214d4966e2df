// Values of a query's fields: dates, kinds, languages. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/error.h"

namespace horizon::index {

struct DateSpan {
  std::optional<PartialDate> from, until;  // both included
};

// "2024", "2024-03", "2024-03-15", "2024..2025-03", "2024..", "..2025"; '/' for '-' too. nullopt
// for anything else; from may be after until.
std::optional<DateSpan> parse_date_span(std::string_view text);

struct LastSpan {
  std::uint32_t count = 0;
  char unit = 'd';  // d, w, m, y
};
// "90d", "12w", "6m", "2y", "90天", "12周", "6月", "2年"; 1 to 9999 of them.
std::optional<LastSpan> parse_last_span(std::string_view text);

// "paper", "论文", ... as core/document.h spells it; "" for no kind.
std::string_view kind_value(std::string_view text);
// "zh", "中文", "Chinese" as a BCP 47 primary tag: the names of the commonest languages, else two
// or three ASCII letters as they are; "" for anything else.
std::string language_value(std::string_view text);

}  // namespace horizon::index
