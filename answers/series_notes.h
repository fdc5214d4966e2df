// What a trend report says in words, for readers who know no statistics; both languages.
#pragma once

#include <string>
#include <vector>

#include "answers/voice.h"
#include "pipeline/trend.h"

namespace horizon::answers {

// The window comparison in a sentence, or why there is none.
std::string growth_sentence(const trends::Growth& growth, const Voice& voice);

// The notes under one series: what was counted, growth, bursts, lasting changes, life cycle,
// forecast, scatter, what the rates are, what was left out.
std::vector<std::string> trend_notes(const pipeline::TrendReport& report,
                                     const pipeline::TrendQuestion& question,
                                     const taxonomy::Taxonomy& taxonomy, const Voice& voice);

// The name of a line of a split or comparison.
std::string line_name(const pipeline::TrendLine& line, const taxonomy::Taxonomy& taxonomy,
                      const Voice& voice);

}  // namespace horizon::answers
