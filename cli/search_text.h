// A hit for people, with its snippet.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/search.h"

namespace horizon::cli {

void print_hit(std::size_t rank, const pipeline::SearchRow& row, const taxonomy::Taxonomy& taxonomy,
               const std::string& scheme, const Style& style);

}  // namespace horizon::cli
