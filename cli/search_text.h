// What a search found, for people: hits with their snippets, and notes on how it was understood.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/search.h"

namespace horizon::cli {

// How the query was read, what was mended, and how many documents match.
std::vector<std::string> search_notes(const pipeline::SearchReport& report,
                                      const taxonomy::Taxonomy& taxonomy, const Style& style);

void print_hit(std::size_t rank, const pipeline::SearchRow& row, const taxonomy::Taxonomy& taxonomy,
               const std::string& scheme, const Style& style);

}  // namespace horizon::cli
