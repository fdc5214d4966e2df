// A feed, or a JSON Lines file at a URL: one conditional request (RFC 9110, 13.1).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// The state holds the validators, which go back verbatim, and where the feed has moved to: an
// address that a permanent redirect led to three times in a row is asked directly from then on.
// Validators are not kept of a feed that was cut off, so that it is read again, changed or not.
Result<std::unique_ptr<Harvest>> open_feed_harvest(const Source& source,
                                                   const std::optional<std::string>& state,
                                                   const HarvestContext& context);

}  // namespace horizon::crawler
