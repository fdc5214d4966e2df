// Trend figures for programs: each number with the documents behind it, its exposure and interval,
// or null and the reason.
#pragma once

#include <vector>

#include "answers/voice.h"
#include "pipeline/trend.h"

namespace horizon::answers {

// A row a period: the contract's period, count, exposure, rate, lower, upper, complete; then the
// adjusted rate and why there is none. `series` names the line where there are several
// ("all": the whole of a split).
std::vector<Json> point_rows(const pipeline::TrendLine& line, bool named);
// A row a period ahead, in the same form.
std::vector<Json> forecast_rows(const pipeline::TrendLine& line, bool named);

// What a line shows beside its points.
Json line_json(const pipeline::TrendLine& line);
Json growth_json(const trends::Growth& growth);
Json leads_json(const std::vector<pipeline::LeadLine>& leads);

}  // namespace horizon::answers
