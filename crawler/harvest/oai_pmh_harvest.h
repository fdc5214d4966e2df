// An OAI-PMH repository, page by page (crawler/oai/oai_pmh.h keeps the place).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

Result<std::unique_ptr<Harvest>> open_oai_pmh_harvest(const Source& source,
                                                      const std::optional<std::string>& state,
                                                      const HarvestContext& context);

}  // namespace horizon::crawler
