// A topic over time; every subfield side by side.
#pragma once

#include "answers/voice.h"
#include "pipeline/trend.h"

namespace horizon::answers {

// Rows: the points of the whole and of its parts (answers/series_rows.h). Details: growth, bursts,
// change points, life cycle, dispersion, forecast of the whole, of each part under "series", and
// "lead_lag".
Answer trend_answer(const pipeline::TrendReport& report, const pipeline::TrendQuestion& question,
                    const taxonomy::Taxonomy& taxonomy, const Voice& voice);

// A row a subfield: {"topic", "name", "documents", the growth (answers/figures.h), "since"}.
Answer overview_answer(const pipeline::Overview& overview, Granularity granularity,
                       const taxonomy::Taxonomy& taxonomy, const Voice& voice);

}  // namespace horizon::answers
