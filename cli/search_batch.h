// Many queries in one run.
#pragma once

#include <string>

#include "cli/output.h"
#include "core/error.h"
#include "pipeline/search.h"

namespace horizon::cli {

// Asks the queries of a file ("-": standard input), a line each: an identifier, a tab, the query,
// which may be prose: where it is no well-formed query it is asked as plain words. Everything but
// the text is as in `base`. With `trec`, prints a run as trec_eval reads it
//   query Q0 document rank score horizon
// with white space in ids as %20; otherwise rows with query, rank, id, score. Lines that cannot be
// read are named on standard error: exit code 1.
Result<int> run_batch(const pipeline::Searcher& searcher, const pipeline::SearchRequest& base,
                      const std::string& file, bool trec, Format format, const Style& style);

}  // namespace horizon::cli
