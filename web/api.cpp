#include "web/api.h"

#include <string>
#include <string_view>

#include "core/text.h"
#include "web/endpoints.h"
#include "web/pages.h"

namespace horizon::web {
namespace {

using answers::Json;

constexpr std::string_view kPrefix = "/api/v1";
constexpr std::size_t kMaxJsonDepth = 8;

Response json_response(const Json& json, int status = 200) {
  Response response;
  response.status = status;
  response.type = "application/json";
  response.body = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  response.headers = {{"Content-Security-Policy", "default-src 'none'"},
                      {"Cache-Control", "private, no-cache"}};
  return response;
}

Response error_response(int status, const std::string& message) {
  Response response = json_response({{"error", {{"code", status}, {"message", message}}}}, status);
  if (status == 503) response.headers.emplace_back("Retry-After", "30");
  return response;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    default:
      return 503;
  }
}

Response error_response(const Error& error) {
  return error_response(status_of(error.code), error.message);
}

// {"id": ..., "node": ..., "verdict": ...}; the depth is bounded by the parser's caller.
Result<Json> parse_body(const std::string& body) {
  std::size_t depth = 0;
  const auto shallow = [&](int, Json::parse_event_t event, Json&) {
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      return ++depth <= kMaxJsonDepth;
    }
    return true;
  };
  Json json = Json::parse(body, shallow, false);
  if (!json.is_object()) {
    return fail(ErrorCode::kUsage, "the body must be a JSON object with id, node and verdict");
  }
  return json;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A token in the header, which no other site's page can send: no further proof is needed.
Response judge_by_token(Context& context, const Request& request) {
  static constexpr std::string_view kBearer = "Bearer ";
  if (!context.sessions.may_try(std::chrono::steady_clock::now())) {
    return error_response(429, "too many wrong tokens; wait a minute");
  }
  std::string by;
  if (request.authorization.starts_with(kBearer)) {
    by = context.sessions.name_of(trim(std::string_view(request.authorization).substr(7)));
  }
  if (by.empty()) {
    if (!request.authorization.empty()) context.sessions.count_wrong();
    return error_response(403, "judging needs an analyst's token: Authorization: Bearer ...");
  }
  const auto body = parse_body(request.body);
  if (!body) return error_response(body.error());
  const std::string id = text_of(*body, "id");
  const std::string node = text_of(*body, "node");
  const std::string verdict = text_of(*body, "verdict");
  const Status recorded = record_word(context, id, node, verdict, by);
  if (!recorded) return error_response(recorded.error());
  return json_response({{"rows", {{{"id", id}, {"topic", node}, {"verdict", verdict}, {"by", by}}}},
                        {"notes", Json::array()}});
}

}  // namespace

Response answer_api(Context& context, const View& view, const Request& request) {
  if (!view.path.starts_with(kPrefix)) {
    return error_response(404, "there is one interface, /api/v1; see /api/v1/openapi.json");
  }
  const std::string path = view.path.substr(kPrefix.size());
  if (path == "/judgements") {
    return request.method == "POST" ? judge_by_token(context, request)
                                    : error_response(405, "words on labels are sent with POST");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return error_response(405, "this is read with GET");
  }
  if (path == "/openapi.json") return json_response(openapi(view.base + std::string(kPrefix)));
  for (const Endpoint& endpoint : endpoints()) {
    if (path != endpoint.path) continue;
    if (const Status checked = check_parameters(endpoint, view.params); !checked) {
      return error_response(checked.error());
    }
    const auto json = endpoint.answer(context, view);
    return json ? json_response(*json) : error_response(json.error());
  }
  return error_response(404, "no such address; see /api/v1/openapi.json");
}

}  // namespace horizon::web
