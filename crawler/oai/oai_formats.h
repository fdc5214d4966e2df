// Metadata formats of OAI-PMH records. A further format adds one reader and its root's name.
#pragma once

#include <string_view>

#include "core/document.h"
#include "crawler/identity.h"

namespace pugi {
class xml_node;
}

namespace horizon::crawler {

// Fills the document and its keys from the element below <metadata>. False if the format is not
// known.
bool read_oai_metadata(const pugi::xml_node& metadata, Document& document, Keys& keys);

}  // namespace horizon::crawler
