// The addresses of the interface for programs, each with what it takes and gives.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answers/voice.h"
#include "core/error.h"
#include "web/context.h"
#include "web/http.h"
#include "web/view.h"

namespace horizon::web {

struct Parameter {
  enum class Type { kText, kNumber, kFlag, kDate, kChoice, kList };  // kFlag: 1; kList: repeatable
  const char* name;
  Type type = Type::kText;
  const char* about = "";
  const char* choices = "";  // of kChoice, separated by spaces
  bool required = false;
  std::int64_t least = 0, most = 0;  // of kNumber
};

struct Endpoint {
  const char* path;  // below /api/v1
  const char* summary;
  std::span<const Parameter> parameters;
  Result<answers::Json> (*answer)(Context& context, const View& view);
  const char* example;  // a query that the sample workspace answers
};

// Those that are read with GET, in the order of the document.
std::span<const Endpoint> endpoints();

// kUsage names a parameter that the endpoint does not have, or a value that it cannot have.
Status check_parameters(const Endpoint& endpoint, const Params& params);

// The OpenAPI 3.1 document of all endpoints.
answers::Json openapi(const std::string& server);

// Of a parameter that was checked; `otherwise` if it was not given.
std::size_t number_of(const Params& params, std::string_view name, std::size_t otherwise);

Result<answers::Json> api_search(Context& context, const View& view);
Result<answers::Json> api_facets(Context& context, const View& view);
Result<answers::Json> api_similar(Context& context, const View& view);
Result<answers::Json> api_document(Context& context, const View& view);
Result<answers::Json> api_suggest(Context& context, const View& view);
Result<answers::Json> api_topics(Context& context, const View& view);
Result<answers::Json> api_status(Context& context, const View& view);
Result<answers::Json> api_digests(Context& context, const View& view);
Result<answers::Json> api_trends(Context& context, const View& view);
Result<answers::Json> api_routes(Context& context, const View& view);
Result<answers::Json> api_actors(Context& context, const View& view);
Result<answers::Json> api_convergence(Context& context, const View& view);
Result<answers::Json> api_keypoints(Context& context, const View& view);
Result<answers::Json> api_emerging(Context& context, const View& view);
Result<answers::Json> api_weak(Context& context, const View& view);

}  // namespace horizon::web
