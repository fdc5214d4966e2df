// In which order documents are shown. Internal to the module's .cpp files.
#pragma once

#include <cstdint>
#include <vector>

#include <xapian.h>

#include "index/index.h"

namespace horizon::index {

// BM25 with the parameters that equal Lucene's ranking on Cranfield and CISI; Xapian's own defaults
// lose 4 % nDCG to it.
Xapian::BM25Weight ranking();

// The query as it is weighed: itself, or by the words that its best matches have in common.
Xapian::Query ranked_query(const Xapian::Database& database, const Xapian::Query& query,
                           const Query& asked);

// Equal ranks by ascending document id; undated documents last.
void sort_by(Order order, Xapian::Enquire& enquire);

// Scores fall by half with every half-life of age; undated documents count as old as the oldest
// hit.
void prefer_recent(std::vector<Hit>& hits, Day today, std::uint32_t half_life_days);

// The words of one document (by its docid; 0: none) that tell most about it; empty if it is not in
// the index or has none.
Xapian::Query like_document(const Xapian::Database& database, Xapian::docid id);

}  // namespace horizon::index
