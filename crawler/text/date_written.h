// Dates as people and their programs write them: every form that is not ISO 8601's.
#pragma once

#include <optional>
#include <string_view>

#include "crawler/text/date_fields.h"

namespace horizon::crawler {

// Numbers, names of months, time and zone in whatever order they stand. Where only the order tells
// day and month apart: "a/b/y" is month first unless that is impossible or the weekday says
// otherwise, "a.b.y" and "a b y" are day first, and "a-b-c" of two digits each is year first.
// Korean forms without a zone are Korean time, as their readers take them. nullopt for forms
// without a year, with a number that has no place, or with nothing but words.
std::optional<DateFields> parse_written_date(std::string_view text);

}  // namespace horizon::crawler
