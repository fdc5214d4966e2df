#include "cli/inspect/inspect.h"
#include "crawler/bytes/charset.h"

namespace horizon::cli {

Result<Json> inspect_charset(const InspectInput& input) {
  crawler::Decoded decoded = crawler::decode_to_utf8(input.bytes, input.content_type);
  return Json{{"encoding", std::move(decoded.encoding)}, {"text", std::move(decoded.text)}};
}

}  // namespace horizon::cli
