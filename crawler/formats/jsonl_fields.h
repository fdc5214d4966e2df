// Values of JSON Lines fields in the forms that exporters give them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace horizon::crawler {

// ISO 8601 first, then everything that feeds write (feed_date.h); nullopt for what is no date.
std::optional<PartialDate> parse_any_date(std::string_view text);

// "A. One, B. Two and C. Three", "One, A.; Two, B.", "张三；李四", "A (Univ. X, City), B": names
// are parted by ';' if there is one, else by commas and "and" outside parentheses.
std::vector<std::string> split_people(std::string_view text);
// By ';' (also the full-width one) only: names of organisations hold commas.
std::vector<std::string> split_organisations(std::string_view text);
// By ';' if there is one, else by white space and commas.
std::vector<std::string> split_codes(std::string_view text);

// True if valid UTF-8 may need sanitise_utf8 (JSON escapes bring in controls); errs on that side.
bool has_controls(std::string_view text);

}  // namespace horizon::crawler
