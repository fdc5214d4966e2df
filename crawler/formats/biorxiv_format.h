// Preprints as api.biorxiv.org gives them, of bioRxiv and medRxiv.
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Replies of /details and /pubs ({"collection": [...]}), arrays, JSON Lines. There is a row for
// each version: all have the preprint's DOI as their key, so that the last one stored stands.
//
// Published: of version 1 its date; of later ones the day that the DOI itself holds
// ("10.1101/2020.01.30.927871"), else the row's date; `updated` is the later version's date. The
// DOI of the paper that the preprint became is a key too.
bool is_biorxiv(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_biorxiv(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> biorxiv_parser();

inline constexpr RecordFormat kBiorxivFormat{"biorxiv",
                                             "replies of the bioRxiv and medRxiv API (JSON)",
                                             is_biorxiv, cut_biorxiv, biorxiv_parser};

}  // namespace horizon::crawler
