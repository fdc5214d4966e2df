// What the documents that match are, as rows and as lines of text.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/search.h"

namespace horizon::cli {

// {"facet", "value", "name", "documents"}: domain, subfield and route (of the scheme), kind,
// language, year (newest first), country, source; the rest most frequent first.
std::vector<Json> facet_rows(const pipeline::FacetReport& report,
                             const taxonomy::Taxonomy& taxonomy, const std::string& scheme,
                             const Style& style);

// A line a facet, with its most frequent values.
void print_facets(const std::vector<Json>& rows, const Style& style);

}  // namespace horizon::cli
