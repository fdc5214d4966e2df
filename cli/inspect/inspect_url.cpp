#include "cli/inspect/inspect.h"
#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::cli {

Result<Json> inspect_url(const InspectInput& input) {
  const std::string_view reference = trim(input.bytes);
  const std::string href = crawler::resolve_url(input.base_url, reference);
  Json object = Json::object();
  put(object, "href", href);
  put(object, "canonical", crawler::canonical_url(href));
  return object;
}

}  // namespace horizon::cli
