// A search's help: before anything was asked, when nothing was found, when it cannot be read.
#pragma once

#include "core/error.h"
#include "pipeline/search.h"
#include "web/context.h"
#include "web/html.h"
#include "web/http.h"
#include "web/search_state.h"
#include "web/view.h"

namespace horizon::web {

// What can be written into the field, with examples that are links.
Markup search_tips(const Context& context, const View& view);

// Which of the words would find something, without the filters, and what may have been meant.
Markup nothing_found(Context& context, const View& view, const pipeline::Searcher& searcher,
                     const SearchState& state, const pipeline::SearchReport& report);

// 400: what is wrong with the query, its place, and the query as plain words.
Response unreadable_query(const View& view, const Params& params, const Error& error);

}  // namespace horizon::web
