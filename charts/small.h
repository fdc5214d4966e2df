// Small charts as inline SVG: presentation by classes of the style sheet, no style attributes, no
// text inside, so that nothing scales it; every chart carries its values as a sentence.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trends/series.h"
#include "trends/statistics.h"

namespace horizon::charts {

// Pixels.
struct ChartSize {
  int width = 132;
  int height = 36;
};

// The rate from zero with its interval as a band; incomplete periods hollow, on a dotted link,
// with an interval bar of their own; periods without data are gaps.
std::string sparkline(std::span<const trends::Point> points, std::string_view description,
                      ChartSize size = {});

// A ratio on a logarithmic axis from 1/8 to 8 that takes the width it is given; a bar for the
// interval (with an arrow head where it leaves the axis), a dot for the value, a dotted line at 1.
enum class RatioTone { kPlain, kRising, kFew };
std::string ratio_bar(const trends::Estimate& ratio, RatioTone tone, std::string_view description);

// Parts of a whole side by side; takes the width it is given.
struct BarPart {
  double weight = 0;
  std::string_view css_class;
};
std::string share_bar(std::span<const BarPart> parts, int height, std::string_view description);

// Defines the hatching that share_bar's class "k-none" refers to; once in a page.
std::string hatch_definition();

}  // namespace horizon::charts
