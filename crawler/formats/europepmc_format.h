// Results of Europe PMC's REST search with resultType=core (or lite).
#pragma once

#include "crawler/formats/format.h"

namespace horizon::crawler {

// Replies ({"resultList": {"result": [...]}}), single results, arrays, JSON Lines. Lists of one may
// come without brackets, as conversions from its XML write them.
//
// Published: the earliest of the electronic, first and print dates. Europe PMC fills a print date
// that names a month or year only with "-01"; such a date counts with the precision that
// journalInfo.dateOfPublication states. A preprint and its paper name each other and share a key.
bool is_europepmc(const Beginning& beginning);
std::unique_ptr<RecordCutter> cut_europepmc(std::unique_ptr<ByteSource> bytes);
std::unique_ptr<RecordParser> europepmc_parser();

inline constexpr RecordFormat kEuropePmcFormat{"europepmc", "results of Europe PMC's search (JSON)",
                                               is_europepmc, cut_europepmc, europepmc_parser};

}  // namespace horizon::crawler
