// JSON Feed 1.0 and 1.1 (jsonfeed.org) into the model.
#pragma once

#include <string_view>

#include "core/error.h"
#include "crawler/feed/feed_model.h"

namespace horizon::crawler {

// True for a JSON object that says which version of JSON Feed it is, or has items.
bool is_json_feed(std::string_view text);

// kCorrupt for what is no JSON Feed. Of damaged JSON what stands before the damage is read. An item
// that is no object or holds nothing is left out; members of the wrong type count as absent.
Result<Feed> read_json_feed(std::string_view text, std::string_view base);

}  // namespace horizon::crawler
