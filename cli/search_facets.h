// What the documents that match are, as lines of text.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/search.h"

namespace horizon::cli {

// A line a facet, with its most frequent values.
void print_facets(const std::vector<Json>& rows, const Style& style);

}  // namespace horizon::cli
