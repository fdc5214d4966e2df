// What a trend report says in words, for readers who know no statistics; both languages.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/trend.h"

namespace horizon::cli {

// "2026-01–2026-06", or one period.
std::string span_text(const Period& first, const Period& last, const Style& style);
const char* verdict_text(trends::Verdict verdict, const Style& style);

// The window comparison in a sentence, or why there is none.
std::string growth_sentence(const trends::Growth& growth, const Style& style);

// The notes under one series: what was counted, growth, bursts, lasting changes, life cycle,
// forecast, scatter, what the rates are, what was left out.
std::vector<std::string> trend_notes(const pipeline::TrendReport& report,
                                     const pipeline::TrendQuestion& question,
                                     const taxonomy::Taxonomy& taxonomy, const Style& style);

// The name of a line of a split or comparison.
std::string line_name(const pipeline::TrendLine& line, const taxonomy::Taxonomy& taxonomy,
                      const Style& style);

}  // namespace horizon::cli
