// Figures of trends as JSON and in words: the pieces that every such command prints alike.
#pragma once

#include <string>
#include <vector>

#include "answers/voice.h"
#include "core/document.h"
#include "pipeline/trend.h"

namespace horizon::answers {

// With so many digits behind the point; null where the value is not finite.
Json number(double value, int digits = 6);
// {"value": ..., "lower": ..., "upper": ...}
Json estimate_json(const trends::Estimate& estimate);
// What a subfield's row says of its growth: recent, recent_exposure, previous, previous_exposure,
// rate_ratio, lower, upper, q_value, verdict.
void add_growth_columns(const pipeline::TopicGrowth& topic, Json& row);

// "2026-01–2026-06", or one period.
std::string span_text(const Period& first, const Period& last, const Voice& voice);
const char* verdict_text(trends::Verdict verdict, const Voice& voice);
const char* kind_words(Kind kind, const Voice& voice);  // "papers", "patents", "news", "others"
// Nothing is added where there is nothing to say.
void add_note(std::vector<std::string>& notes, std::string note);
// What no period counts; "" if there is nothing.
std::string left_out_note(const trends::LeftOut& left, const Voice& voice);

}  // namespace horizon::answers
