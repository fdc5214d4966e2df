// bioRxiv and medRxiv, a week at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// source.query: "biorxiv" or "medrxiv"; empty: both. Pages are as long as the reply says they are
// (messages[0].count), not as documented. Harvests overlap by two days.
Result<std::unique_ptr<Harvest>> open_biorxiv_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context);

}  // namespace horizon::crawler
