// Europe PMC's search, by cursor.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// The first harvest takes what was first published since source.since (FIRST_PDATE), every further
// one what was added or changed since the one before (UPDATE_DATE), with two days of overlap.
// source.query: a query in its language ("SRC:PPR", "\"solid electrolyte\"").
Result<std::unique_ptr<Harvest>> open_europepmc_harvest(const Source& source,
                                                        const std::optional<std::string>& state,
                                                        const HarvestContext& context);

}  // namespace horizon::crawler
