// A trend report as tables, plots and drawings.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "core/error.h"
#include "pipeline/trend.h"

namespace horizon::cli {

// The newest periods of one series as a table with a chart on the right.
void print_series(const pipeline::TrendLine& line, const Style& style);

// Splits and comparisons: a line each with its window comparison.
void print_parts(const pipeline::TrendReport& report, const taxonomy::Taxonomy& taxonomy,
                 const Style& style);

// Plots of characters; of parts one below the other with one axis.
void print_plots(const pipeline::TrendReport& report, const taxonomy::Taxonomy& taxonomy,
                 const Style& style);

// The report as a drawing (charts/line_chart.h), written beside and renamed. kUsage: the file
// cannot be written.
Status write_svg(const pipeline::TrendReport& report, const std::string& title,
                 const taxonomy::Taxonomy& taxonomy, const Style& style, const std::string& file);

}  // namespace horizon::cli
