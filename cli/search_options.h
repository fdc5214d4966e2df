// The options of search, and the request that they make.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/search_saved.h"
#include "pipeline/search.h"

namespace horizon::cli {

struct SearchOptions {
  std::vector<std::string> words;
  pipeline::SearchRequest request;
  std::string kind, from, until, sort;
  std::string after, similar, batch, save, saved;
  std::uint32_t time_limit = 10;  // seconds; 0: none
  bool this_language_only = false;
  bool facets = false;
  bool list_saved = false;
};

void add_search_options(CLI::App& command, SearchOptions& options);

// Fills what was not said from a saved search; words said besides narrow it.
void take_saved(const SavedSearch& saved, SearchOptions& options);
SavedSearch to_saved(const SearchOptions& options);

// Makes the request of the options; kUsage names what does not fit. `as_of`: --as-of, may be empty.
Status finish_request(const std::string& as_of, SearchOptions& options);

}  // namespace horizon::cli
