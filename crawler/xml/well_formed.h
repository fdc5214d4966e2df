// Whether bytes are well-formed XML as they were sent.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// The first violation of XML 1.0 or Namespaces in XML; empty if there is none. Bytes that are not
// in the encoding they claim, and controls that XML forbids, are violations too.
std::string xml_problem(std::string_view bytes, std::string_view content_type);

}  // namespace horizon::crawler
