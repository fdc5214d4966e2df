// Bytes of a feed or page, in whatever encoding they are, as UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace horizon::crawler {

struct Decoded {
  std::string text;       // valid UTF-8 without BOM and control characters (sanitise_utf8)
  std::string encoding;   // the one that was used: "utf-8", "gb18030", "big5", ...
  bool repaired = false;  // some bytes were malformed and became U+FFFD
};

// Encoding by BOM, HTTP charset, XML declaration, UTF-8 validity, detection, in this order, with
// labels as the WHATWG Encoding Standard reads them (gb2312 and gbk are GB18030, iso-8859-1 is
// windows-1252, big5 is Big5-HKSCS). A label that the bytes contradict is passed over: text that
// is well-formed UTF-8 is UTF-8 whatever the label says, "GB" text that reads far better as Big5
// is Big5 and the other way round, and Latin labels on Chinese text give way to detection.
Decoded decode_to_utf8(std::string_view bytes, std::string_view content_type);

// The charset parameter of a Content-Type, in lower case; empty if there is none.
std::string charset_parameter(std::string_view content_type);
// The encoding of an XML declaration at the beginning, in lower case; empty if there is none.
std::string xml_declared_encoding(std::string_view bytes);

}  // namespace horizon::crawler
