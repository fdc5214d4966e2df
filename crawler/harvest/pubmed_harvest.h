// PubMed by NCBI's E-utilities: esearch, then its result page by page by efetch.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// The first harvest's window is one of entry dates (edat), later ones' of modification dates
// (mdat), so that corrections of what is known come too. A result on NCBI's history server is
// reachable to its 9,999th record: a slice that has more is halved by date; of a single day with
// more what cannot be reached is told in the quarantine. A result that has expired is searched
// again. source.query: a term ("crispr[tiab]"); source.api_key and source.contact go along and are
// stored nowhere. Harvests overlap by two days.
Result<std::unique_ptr<Harvest>> open_pubmed_harvest(const Source& source,
                                                     const std::optional<std::string>& state,
                                                     const HarvestContext& context);

}  // namespace horizon::crawler
