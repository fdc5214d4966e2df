// Rates over time as a drawing of its own: lines with their intervals, the last incomplete period
// hollow on a dotted link, what may come dashed, the denominator as a strip below.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "trends/forecast.h"
#include "trends/series.h"

namespace horizon::charts {

// At most this many lines are drawn: more cannot be told apart.
inline constexpr std::size_t kMaxLines = 6;

struct Line {
  std::string label;                             // at its end
  std::span<const trends::Point> points;         // of consecutive periods; lines may begin anywhere
  std::span<const trends::ForecastPoint> ahead;  // of the periods after the last complete one
};

// Words in the reader's language.
struct ChartWords {
  std::string title;
  std::string description;  // the values as a sentence, for those who do not see the drawing
  std::string unit;         // "per 1,000 documents"
  std::string exposure;     // "all documents"
  std::string unfinished;   // "so far"
};

// Pixels; text never scales, so a page that is read on phones, too, draws a chart twice.
struct ChartFrame {
  int width = 790;
  int height = 300;
  int label_width = 150;  // at the right, for the names at the lines' ends
  // Within a page: what tells its parts from other charts' ("1"), and the page's style sheet has
  // its colours. Empty: a document of its own.
  std::string page_id = {};
};

// An SVG, light and dark, text of 11 px. The axis begins at zero and ends above the highest rate;
// intervals may leave it at the top (a period of few documents would flatten all others). Up to
// three lines have bands; more have a bar at their last complete period, and dashes and letters
// beside colours. Rates are the adjusted ones (trends::Point::adjusted). Periods without a rate are
// gaps.
std::string line_chart(std::span<const Line> lines, const ChartWords& words,
                       const ChartFrame& frame = {});

}  // namespace horizon::charts
