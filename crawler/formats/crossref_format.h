// Works as Crossref's REST API gives them (api.crossref.org, data model of 2025).
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Replies ({"message": {"items": [...]}}), single works, arrays and JSON Lines of works, the public
// data file ({"items": [...]}).
//
// Kind: articles, preprints, books, chapters, reports, theses are papers. What is no such text
// (dataset, component, database, peer-review, grant, journal, journal-issue, proceedings as a
// whole, ...) is kOther, and passed over if it has no title. Published: the earliest of published,
// published-print, published-online, posted and issued; never created, deposited or indexed, which
// are dates of the record. Relations to a preprint or its paper become keys of both, so that they
// meet. A work that a retraction or withdrawal was announced for has the code "retracted" or
// "withdrawn".
bool is_crossref(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_crossref(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> crossref_parser();

inline constexpr RecordFormat kCrossrefFormat{"crossref",
                                              "works of Crossref's API (JSON, JSON Lines)",
                                              is_crossref, cut_crossref, crossref_parser};

}  // namespace horizon::crawler
