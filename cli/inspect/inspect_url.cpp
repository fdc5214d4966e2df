#include "cli/inspect/inspect.h"
#include "core/text.h"
#include "crawler/text/url.h"
#include "crawler/text/web_url.h"

namespace horizon::cli {

Result<Json> inspect_url(const InspectInput& input) {
  const auto href = crawler::web_href(input.bytes, input.base_url);
  if (!href) return fail(ErrorCode::kCorrupt, "no URL");
  Json object = Json::object();
  put(object, "href", *href);
  put(object, "canonical", crawler::canonical_url(*href));
  return object;
}

}  // namespace horizon::cli
