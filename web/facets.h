// What the documents of a search are, as links that narrow it.
#pragma once

#include "pipeline/search.h"
#include "web/context.h"
#include "web/html.h"
#include "web/search_state.h"
#include "web/view.h"

namespace horizon::web {

Markup facet_part(const Context& context, const View& view, const SearchState& state,
                  const pipeline::FacetReport& report);

// The filters that hold, each with a link that takes it away; nothing if there are none.
Markup filter_part(const Context& context, const View& view, const SearchState& state);

}  // namespace horizon::web
