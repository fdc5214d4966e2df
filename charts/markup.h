// Text within SVG and HTML.
#pragma once

#include <string>
#include <string_view>

namespace horizon::charts {

enum class Controls { kDrop, kKeep };

// With & < > " ' as entities, and without control characters, which no XML may hold, unless they
// are to be kept.
std::string escape_markup(std::string_view text, Controls controls = Controls::kDrop);

}  // namespace horizon::charts
