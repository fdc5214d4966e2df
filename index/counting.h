// What sets of documents are, counted over the columns. Pure.
#pragma once

#include <span>
#include <vector>

#include "core/document.h"
#include "index/columns.h"
#include "index/facets.h"

namespace horizon::index {

// Documents per day, kind, language and source, in this order; undated ones first. The numbers are
// ascending; those without a row count nowhere.
std::vector<DailyCount> daily_counts(const Columns& columns,
                                     std::span<const DocumentNumber> numbers);

// The same by date alone: kOther of no language and source.
std::vector<DailyCount> date_counts(const Columns& columns,
                                    std::span<const DocumentNumber> numbers);

// Most frequent first, then by value.
std::vector<FacetValue> facet_values(const Columns& columns, Facet facet,
                                     std::span<const DocumentNumber> numbers);

}  // namespace horizon::index
