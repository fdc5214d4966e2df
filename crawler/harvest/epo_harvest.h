// EPO Open Patent Services 3.2: what was published in a window of days, searched by CQL.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// Source: `query` is CQL ("cpc=G06N"), empty for every publication; `api_key` and `api_secret` are
// the consumer's (kUsage without them); `url` is the base, ".../3.2" for the public one.
//
// The first harvest takes what was published since `since` (30 days ago if that is not told), later
// ones go back two weeks before the end of the last, because offices deliver late. OPS shows the
// first 2,000 hits of a search: a window with more is halved by date, a day by CPC section, a
// section by country. Where even that leaves more, the first 2,000 are taken and the rest is named
// in a quarantined entry.
//
// The state holds the window, what is left of it and the next hit, never the token. A token that
// has expired is fetched anew, once, and the request sent again. Pauses that OPS asks for come in
// milliseconds; a spent quota waits until it is renewed.
Result<std::unique_ptr<Harvest>> open_epo_harvest(const Source& source,
                                                  const std::optional<std::string>& state,
                                                  const HarvestContext& context);

}  // namespace horizon::crawler
