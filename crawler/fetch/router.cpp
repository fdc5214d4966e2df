#include "crawler/fetch/router.h"

#include "core/text.h"
#include "crawler/text/url.h"

namespace horizon::crawler {

Result<Response> Router::get(const Request& request) {
  if (starts_with_ignoring_case(request.url, "file:")) return files_.get(request);
  if (!is_web_url(request.url)) {
    return fail(ErrorCode::kUsage, "not a URL of http, https or file: " + request.url);
  }
  if (web_ == nullptr) {
    return fail(
        ErrorCode::kUsage,
        "cannot fetch " + request.url +
            ": no contact is set, and sources must be able to reach the operator; set 'contact' in "
            "horizon.toml to a web page or mail address");
  }
  return web_->get(request);
}

}  // namespace horizon::crawler
