// What a search found, in every format.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "pipeline/search.h"

namespace horizon::cli {

struct SearchOutput {
  const taxonomy::Taxonomy& taxonomy;
  const std::string& scheme;
  const Style& style;
  Format format = Format::kTable;
  bool bom = false;
};

// With facets, JSON has them beside the rows; JSON Lines and CSV hold them instead of the rows.
void print_report(const SearchOutput& out, const pipeline::SearchReport& report,
                  const std::optional<pipeline::FacetReport>& facets,
                  const std::vector<std::string>& notes);

}  // namespace horizon::cli
