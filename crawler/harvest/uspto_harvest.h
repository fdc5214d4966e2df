// USPTO Open Data Portal: the weekly full-text files of a product.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crawler/harvest/harvest.h"

namespace horizon::crawler {

// Source: `query` is the product ("PTGRXML", grants, if it is empty; "APPXML", applications);
// `api_key` the portal's (kUsage without it); `url` the API's base, the public one if it is empty.
//
// The portal gives each file away only 20 times a year. So a file is downloaded when it is listed
// for the first time, into context.downloads (an interrupted download goes on where it stopped),
// read from there some hundred records a page, and deleted when it was read to its end; the state
// says each of these before it is done. After a kill it goes on within the file. A file that does
// not come whole, of the size that the list states, is tried again by the next harvest, and given
// up after ten of them; the others are read meanwhile. Both are said in quarantined entries. The
// first harvest takes the files whose data begin at `since` or later (30 days ago if that is not
// told), later ones whatever was listed since, re-issued files among it.
Result<std::unique_ptr<Harvest>> open_uspto_harvest(const Source& source,
                                                    const std::optional<std::string>& state,
                                                    const HarvestContext& context);

}  // namespace horizon::crawler
