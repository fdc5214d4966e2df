// Charts of characters for the terminal.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "trends/series.h"

namespace horizon::cli {

// One line per point: the interval as a stroke, the rate as a dot (hollow where the period is not
// complete), from zero to the highest upper bound; all lines share the axis. Empty for a period
// without exposure.
std::vector<std::string> interval_chart(const std::vector<trends::Point>& points,
                                        std::size_t width);

}  // namespace horizon::cli
