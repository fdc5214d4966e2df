// The EPO's replies in JSON ("{"ops:world-patent-data": {...}}"), which are its XML in another
// spelling: "@lang" is an attribute, "$" the text of an element, an array the same element again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace horizon::crawler {

struct OpsDocument {
  std::string json;  // the exchange-document as sent, without the blanks between tokens
  std::string xml;   // the same as XML
};

// Every "exchange-document" of a reply, wherever it stands. kCorrupt for what is no JSON.
Result<std::vector<OpsDocument>> read_ops_json(std::string_view reply);

}  // namespace horizon::crawler
