// Text within SVG and HTML.
#pragma once

#include <string>
#include <string_view>

namespace horizon::charts {

// With & < > " ' as entities, and without control characters, which no XML may hold.
std::string escape_markup(std::string_view text);

}  // namespace horizon::charts
