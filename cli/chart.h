// Charts of characters for the terminal.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/output.h"
#include "trends/forecast.h"
#include "trends/series.h"

namespace horizon::cli {

// One line per point: the interval as a stroke, the rate as a dot (hollow where the period is not
// complete), from zero to the highest upper bound; all lines share the axis. Empty for a period
// without exposure.
std::vector<std::string> interval_chart(const std::vector<trends::Point>& points,
                                        std::size_t width);

struct PlotSize {
  std::size_t width = 100;  // columns of the terminal
  std::size_t height = 12;  // lines of the plot itself, without the axis
};

// Time from left to right, adjusted rates per 1,000 from zero upwards: ● a rate, ○ one of an
// incomplete period, ◌ a forecast, │ its 95 % interval, the years below. Where there are more
// periods than columns the newest are shown. `top` is the rate at the upper edge (plots that are to
// be compared share one); intervals that go beyond it are cut there.
std::vector<std::string> plot(std::span<const trends::Point> points,
                              std::span<const trends::ForecastPoint> ahead, double top,
                              PlotSize size);

// The upper edge for these points: above the highest rate, and above every interval that is not
// more than twice as high as that.
double plot_top(std::span<const trends::Point> points,
                std::span<const trends::ForecastPoint> ahead);

}  // namespace horizon::cli
