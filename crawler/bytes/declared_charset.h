// Where bytes say themselves in which encoding they are. All give the label as written, in lower
// case, or an empty text.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

// The charset parameter of a Content-Type.
std::string charset_parameter(std::string_view content_type);

// The encoding of an XML declaration at the beginning.
std::string xml_declared_encoding(std::string_view bytes);

// The first 1,024 bytes as HTML, 13.2.3.2, reads them: <meta charset> or <meta http-equiv=
// Content-Type content="...; charset=...">, outside comments.
std::string html_declared_encoding(std::string_view bytes);

}  // namespace horizon::crawler
