// What a search found.
#pragma once

#include "answers/voice.h"
#include "pipeline/search.h"

namespace horizon::answers {

// Rows of a document (answers/document_rows.h) with "score", "snippet", "concepts" and the
// "cursor" of a page that begins after it; labels are the scheme's.
std::vector<Json> hit_rows(const pipeline::SearchReport& report, const taxonomy::Taxonomy& taxonomy,
                           const std::string& scheme, const Voice& voice);

// {"facet", "value", "name", "documents"}: domain, subfield and route (of the scheme), kind,
// language, year (newest first), country, source; the rest most frequent first.
std::vector<Json> facet_rows(const pipeline::FacetReport& report,
                             const taxonomy::Taxonomy& taxonomy, const std::string& scheme,
                             const Voice& voice);

// How the query was read, what was mended, and how many documents match.
std::vector<std::string> search_notes(const pipeline::SearchReport& report,
                                      const taxonomy::Taxonomy& taxonomy, const Voice& voice);

}  // namespace horizon::answers
