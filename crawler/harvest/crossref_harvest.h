// Crossref's REST API: everything indexed since the last harvest, a day at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// Each day is a slice with a cursor of its own, because cursors die after five minutes: a slice
// whose cursor was refused, or is older than four minutes when a stored place is taken up, begins
// again. source.query: a filter ("type:journal-article,has-abstract:true"), or words to look for.
// source.contact goes along as mailto (the polite pool), source.api_key as the Plus token.
Result<std::unique_ptr<Harvest>> open_crossref_harvest(const Source& source,
                                                       const std::optional<std::string>& state,
                                                       const HarvestContext& context);

}  // namespace horizon::crawler
