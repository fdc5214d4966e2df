// Bytes of a feed or page, in whatever encoding they are, as UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "crawler/bytes/declared_charset.h"

namespace horizon::crawler {

struct Decoded {
  std::string text;  // valid UTF-8 without BOM and control characters (sanitise_utf8)
  // The one that was used, as the Encoding Standard spells it: "UTF-8", "GBK", "gb18030", "Big5",
  // "windows-1252", ... (or encoding.h's names for what the standard leaves out).
  std::string encoding;
  bool repaired = false;  // some bytes were malformed and became U+FFFD
};

// Encoding by byte order mark, HTTP charset, XML declaration or HTML meta (UTF-16 there means
// UTF-8), else detection, with labels as the Encoding Standard reads them. A label that the bytes
// contradict is passed over: text that is well-formed UTF-8 is UTF-8 whatever the label says, and
// bytes that read far better in another encoding are in that one ("GB" that is Big5, Latin-1 that
// is GB or KOI8-R). Encodings that the standard maps to "replacement" are decoded all the same
// where their escape sequences are there: nothing here runs scripts, for which they are dangerous.
Decoded decode_to_utf8(std::string_view bytes, std::string_view content_type);

}  // namespace horizon::crawler
