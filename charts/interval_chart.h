// Estimates side by side, a row each, with their intervals (a forest plot: Lewis, Clarke, "Forest
// plots: trying to see the wood and the trees", BMJ 322, 2001).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trends/statistics.h"

namespace horizon::charts {

struct IntervalRow {
  std::string label;                      // at the left
  std::optional<trends::Estimate> value;  // none: there is nothing to compare
  std::optional<double> before;           // what the value is to be seen against: a tick
  bool few = false;                       // too few documents to say much: hollow
  std::string figures;                    // at the right, "1.4 [0.9–2.1] n 238"
};

// Shares begin at zero. Ratios are on a logarithmic axis with a dotted line at 1, and are rust
// where the whole interval lies above it.
enum class IntervalAxis { kFromZero, kRatio };

// Where values lie. Covers the values and most of their intervals: one that is far wider than the
// others is cut, and shown as cut, rather than flattening all.
struct IntervalScale {
  IntervalAxis axis = IntervalAxis::kFromZero;
  double low = 0, high = 1;
  std::vector<double> ticks;  // ascending, from low to high

  double position(double value) const;  // from 0 to 1, beyond these where it leaves the axis
};

IntervalScale interval_scale(std::span<const IntervalRow> rows, IntervalAxis axis);
// "1/4", "2", "12.5"
std::string tick_text(const IntervalScale& scale, double tick);

// Words in the reader's language.
struct IntervalWords {
  std::string title;
  std::string unit;    // "times the earlier rate"
  std::string before;  // what the tick stands for; empty: no row has one
};

// An SVG of its own, light and dark, 790 px wide, a row 22 px high, text of 11 px.
std::string interval_chart(std::span<const IntervalRow> rows, IntervalAxis axis,
                           const IntervalWords& words);

}  // namespace horizon::charts
