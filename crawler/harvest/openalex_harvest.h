// OpenAlex: what was published since, by cursor.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// Dates of entry and change cannot be asked for without a paid plan, so the window is one of
// publication dates, and each harvest looks again at the six weeks before the last one's end:
// works are added late. source.query: a filter ("topics.id:T10429,type:article"), or words to look
// for; one that names from_created_date or from_updated_date is sent as it is, without the window.
// source.api_key goes along as api_key and is stored nowhere.
Result<std::unique_ptr<Harvest>> open_openalex_harvest(const Source& source,
                                                       const std::optional<std::string>& state,
                                                       const HarvestContext& context);

}  // namespace horizon::crawler
