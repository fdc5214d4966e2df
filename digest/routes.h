// A route panel as lines to draw and to print: five routes by name, the rest together, and what
// names no route.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/issue.h"
#include "digest/words.h"

namespace horizon::digest {

struct RouteLine {
  std::string name;
  std::string shares;  // "43→22%" of the subfield's documents; "–" for a window without any
  // "+11" "−39": change of the printed shares in percentage points. "" if it is under five points
  // or either window has fewer than 10 documents. Not tested, so never shown as a verdict.
  std::string points;
  std::string_view css_class;  // "k-1" ... "k-5", "k-x", "k-none"
  double previous_weight = 0;
  double recent_weight = 0;
};

std::vector<RouteLine> route_lines(const RoutePanel& panel, Language language);

}  // namespace horizon::digest
