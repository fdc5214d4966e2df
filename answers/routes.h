// Which of a subfield's technology routes leads.
#pragma once

#include "answers/voice.h"
#include "pipeline/routes.h"

namespace horizon::answers {

// Rows a route: {"route", "name", "recent", "previous" (documents, split evenly over the routes
// that one names), "share", "lower", "upper" (per cent of what names a route, Dirichlet interval),
// "previous_share", "previous_lower", "previous_upper"}. Details: windows, effective number,
// crossovers, changes, periods, strata.
Answer routes_answer(const pipeline::RouteReport& report, const taxonomy::Taxonomy& taxonomy,
                     const Voice& voice);

}  // namespace horizon::answers
