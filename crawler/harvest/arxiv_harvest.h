// arXiv's query API: what was submitted since, for targeted queries (bulk goes by OAI-PMH).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// A query reaches 30,000 results: a slice that announces more is halved. Pages that come empty
// although more was announced are asked for again. source.query: a search_query ("cat:cs.AI").
// Harvests overlap by 14 days, because papers on hold appear late under their submission date.
Result<std::unique_ptr<Harvest>> open_arxiv_harvest(const Source& source,
                                                    const std::optional<std::string>& state,
                                                    const HarvestContext& context);

}  // namespace horizon::crawler
