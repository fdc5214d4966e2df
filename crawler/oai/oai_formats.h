// Metadata formats of OAI-PMH records. A further format adds one reader and its root's name.
#pragma once

#include <string_view>

#include "core/document.h"
#include "crawler/identity.h"

namespace pugi {
class xml_node;
}

namespace horizon::crawler {

// Fills the document and its keys from the element below <metadata>: Dublin Core, simple and
// qualified, in any wrapping (oai_dc, oai_qdc, ETD-MS, xoai's text, ...), arXiv, arXivRaw, DataCite
// (also OpenAIRE's), MARCXML, MODS, JATS. False if the format is not known.
bool read_oai_metadata(const pugi::xml_node& metadata, Document& document, Keys& keys);

// The readers of library formats, by the element that holds the description.
void read_marc(const pugi::xml_node& record, Document& document, Keys& keys);        // MARC 21 slim
void read_mods(const pugi::xml_node& mods, Document& document, Keys& keys);          // MODS 3
void read_datacite(const pugi::xml_node& resource, Document& document, Keys& keys);  // kernel 2-4

}  // namespace horizon::crawler
