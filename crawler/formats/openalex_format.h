// Works as OpenAlex's API and snapshot give them.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Replies ({"meta": ..., "results": [...]}), single works, arrays and JSON Lines of works.
//
// The abstract is put together from its inverted index; words without a place and places without a
// word are passed over. Institutions have their ROR ids, or OpenAlex's, and countries. Topics are
// codes of their authority ("T10429"), MeSH descriptors too, keywords (concepts in older records)
// are other codes. Datasets, peer reviews, paratexts and the like are kOther; retracted works have
// the code "retracted".
bool is_openalex(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_openalex(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> openalex_parser();

inline constexpr RecordFormat kOpenAlexFormat{
    "openalex", "works of OpenAlex's API or snapshot (JSON, JSON Lines)", is_openalex, cut_openalex,
    openalex_parser};

}  // namespace horizon::crawler
