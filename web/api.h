// The interface for programs, /api/v1: the same answers as the command line's, as JSON; described
// by the OpenAPI document that is made from the same table as the routing.
#pragma once

#include "core/error.h"
#include "web/context.h"
#include "web/http.h"
#include "web/view.h"

namespace horizon::web {

// Errors come as {"error": {"code", "message"}} with their status.
Response answer_api(Context& context, const View& view, const Request& request);

}  // namespace horizon::web
