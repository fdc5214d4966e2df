// Figures as the pages write them.
#pragma once

#include <string>

#include "trends/growth.h"
#include "trends/series.h"
#include "web/html.h"
#include "web/view.h"

namespace horizon::web {

// "7.5", with the interval below it; "–" where there is none.
Markup estimate_cell(const View& view, const std::optional<trends::Estimate>& estimate);

// A growth's ratio as a bar on a logarithmic axis; nothing where there is none.
Markup ratio_chart(const View& view, const trends::Growth& growth, trends::Verdict verdict);

// "▲ up", "▼ down", "＝ flat", "too few".
std::string verdict_words(const View& view, trends::Verdict verdict);

// The last twelve points, small.
Markup small_curve(const View& view, const trends::Series& series, const std::string& name);

// The points as a table: period, documents, of, per 1,000, interval.
Markup points_table(const View& view, const trends::Series& series);

}  // namespace horizon::web
