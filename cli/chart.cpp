#include "cli/chart.h"

#include <algorithm>
#include <cmath>

namespace horizon::cli {

std::vector<std::string> interval_chart(const std::vector<trends::Point>& points,
                                        std::size_t width) {
  double highest = 0;
  for (const trends::Point& point : points) {
    if (point.rate && std::isfinite(point.rate->upper)) {
      highest = std::max(highest, point.rate->upper);
    }
  }
  std::vector<std::string> lines;
  for (const trends::Point& point : points) {
    if (!point.rate || highest <= 0 || width < 2) {
      lines.emplace_back();
      continue;
    }
    const auto column = [&](double value) {
      const double share = std::clamp(value / highest, 0.0, 1.0);
      return static_cast<std::size_t>(std::lround(share * static_cast<double>(width - 1)));
    };
    const std::size_t lower = column(point.rate->lower);
    const std::size_t upper = column(point.rate->upper);
    const std::size_t value = column(point.rate->value);
    std::string line;
    for (std::size_t i = 0; i <= upper; ++i) {
      if (i == value) {
        line += point.complete ? "●" : "○";
      } else {
        line += i < lower ? " " : "─";
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace horizon::cli
