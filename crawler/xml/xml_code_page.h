// XML in the code pages of mainframes, DOS and old Macs, which the web's encodings leave out but
// XML processors know.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/bytes/charset.h"

namespace horizon::crawler {

// For a label (of the HTTP header, else of the XML declaration, which may itself be EBCDIC: XML
// 1.0, appendix F) such as "cp437", "IBM850", "cp037", "macroman" that the Encoding Standard has no
// name for. nullopt for every other label, and where the bytes are not in that code page.
std::optional<Decoded> decode_code_page(std::string_view bytes, std::string_view content_type);

}  // namespace horizon::crawler
