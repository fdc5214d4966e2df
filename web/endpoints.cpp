#include "web/endpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"
#include "pipeline/workspace.h"
#include "web/search_state.h"

namespace horizon::web {
namespace {

using answers::Json;
using Type = Parameter::Type;

constexpr Parameter kLang{.name = "lang",
                          .type = Type::kChoice,
                          .about = "language of names and notes; else Accept-Language",
                          .choices = "zh en"};
constexpr Parameter kKind{.name = "kind",
                          .type = Type::kChoice,
                          .about = "only these documents",
                          .choices = "paper patent news other"};
constexpr Parameter kLanguage{.name = "language", .about = "of the documents: zh, en, ..."};
constexpr Parameter kSource{.name = "source", .about = "id of a source"};
constexpr Parameter kFrom{.name = "from", .type = Type::kDate, .about = "published on or after"};
constexpr Parameter kUntil{.name = "until", .type = Type::kDate, .about = "published on or before"};
constexpr Parameter kBy{.name = "by",
                        .type = Type::kChoice,
                        .about = "length of a period",
                        .choices = "week month quarter year"};
constexpr Parameter kWindow{.name = "window",
                            .type = Type::kNumber,
                            .about = "periods that are compared with those before",
                            .least = 1,
                            .most = 520};
constexpr Parameter kLimit{
    .name = "limit", .type = Type::kNumber, .about = "rows at most", .least = 1, .most = 1'000};
constexpr Parameter kId{
    .name = "id", .about = "any id of the document: as printed, DOI, address", .required = true};
constexpr Parameter kQ{.name = "q", .about = "words, \"phrases\", AND OR NOT, field:value"};
constexpr Parameter kTopics{
    .name = "topic", .type = Type::kList, .about = "under this topic, by id or name; repeatable"};
constexpr Parameter kTopic{.name = "topic", .about = "id or name of a topic", .required = true};

constexpr Parameter kSearchParameters[] = {
    kQ,
    kTopics,
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    {.name = "sort",
     .type = Type::kChoice,
     .about = "order of the rows",
     .choices = "relevance newest oldest typical"},
    {.name = "every_word", .type = Type::kFlag, .about = "only documents with all of the words"},
    {.name = "as_typed",
     .type = Type::kFlag,
     .about = "not the concept's names in the other language"},
    {.name = "half_life",
     .type = Type::kNumber,
     .about = "relevance halves with every N days of age",
     .least = 1,
     .most = 100'000},
    {.name = "limit", .type = Type::kNumber, .about = "rows at most (10)", .most = 200},
    {.name = "offset", .type = Type::kNumber, .about = "leave out the first N", .most = 2'000},
    {.name = "after", .about = "the cursor of a row: the page behind it"},
    {.name = "facets", .type = Type::kFlag, .about = "count what matches by its properties, too"},
    kLang};
constexpr Parameter kFacetParameters[] = {kQ,
                                          kTopics,
                                          kKind,
                                          kLanguage,
                                          kSource,
                                          kFrom,
                                          kUntil,
                                          {.name = "every_word", .type = Type::kFlag},
                                          {.name = "as_typed", .type = Type::kFlag},
                                          kLang};
constexpr Parameter kSimilarParameters[] = {kId,   kTopics, kKind,  kLanguage, kSource,
                                            kFrom, kUntil,  kLimit, kLang};
constexpr Parameter kDocumentParameters[] = {kId, kLang};
constexpr Parameter kSuggestParameters[] = {
    {.name = "q", .about = "what was typed so far", .required = true}, kLimit, kLang};
constexpr Parameter kLangOnly[] = {kLang};
constexpr Parameter kTrendParameters[] = {
    {.name = "topic", .about = "id or name of a topic, or a query; none: every subfield"},
    {.name = "compare", .type = Type::kList, .about = "further topics or queries; repeatable"},
    kBy,
    {.name = "split",
     .type = Type::kChoice,
     .about = "a line for each",
     .choices = "kind language source country organisation route"},
    {.name = "forecast", .type = Type::kNumber, .about = "periods ahead", .least = 1, .most = 52},
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    kLang};
constexpr Parameter kRouteParameters[] = {
    {.name = "topic", .about = "id or name of a subfield", .required = true},
    kBy,
    kWindow,
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    kLang};
constexpr Parameter kActorParameters[] = {
    kTopic,
    {.name = "level",
     .type = Type::kChoice,
     .about = "who is counted (organisation)",
     .choices = "country city organisation"},
    {.name = "sector",
     .type = Type::kChoice,
     .about = "only organisations of this kind",
     .choices = "company university institute government hospital"},
    {.name = "country", .about = "only those of this country"},
    {.name = "newcomers", .type = Type::kFlag, .about = "only those without an earlier document"},
    kLimit,
    kBy,
    kWindow,
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    kLang};
constexpr Parameter kConvergenceParameters[] = {
    {.name = "across_domains", .type = Type::kFlag, .about = "only pairs of different domains"},
    {.name = "diversity", .type = Type::kFlag, .about = "each subfield's reach into the others"},
    kLimit,
    kBy,
    kWindow,
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    kLang};
constexpr Parameter kKeypointParameters[] = {
    {.name = "questions", .type = Type::kFlag, .about = "only subfields that raise a question"},
    kBy,
    kKind,
    kLanguage,
    kSource,
    kFrom,
    kUntil,
    kLang};
constexpr Parameter kEmergingParameters[] = {
    {.name = "topic", .about = "only documents of this topic; none: of no subfield at all"},
    {.name = "list", .type = Type::kChoice, .about = "ranked by", .choices = "company alone"},
    {.name = "terms", .type = Type::kChoice, .about = "their language", .choices = "zh en"},
    kLimit,
    kLang};

constexpr Parameter kWeakParameters[] = {
    {.name = "topic", .about = "only within this domain, subfield or route"},
    {.name = "only",
     .type = Type::kChoice,
     .about = "one of the signals",
     .choices = "term route combination document"},
    kLimit,
    kLang};

constexpr Endpoint kEndpoints[] = {
    {"/search", "Documents that match, best first", kSearchParameters, api_search,
     "q=quantum&limit=2"},
    {"/facets", "What the documents that match are", kFacetParameters, api_facets, "q=quantum"},
    {"/similar", "Documents like one", kSimilarParameters, api_similar, ""},
    {"/document", "One document, and why it bears its labels", kDocumentParameters, api_document,
     ""},
    {"/suggest", "Concepts whose name begins or goes on so", kSuggestParameters, api_suggest,
     "q=quan"},
    {"/topics", "The taxonomy: domains, subfields and routes", kLangOnly, api_topics, ""},
    {"/trends", "A topic or query over time; without one, every subfield side by side",
     kTrendParameters, api_trends, "topic=HEA.bci&by=quarter"},
    {"/routes", "Which of a subfield's technology routes leads", kRouteParameters, api_routes,
     "topic=INF.qcomp"},
    {"/actors", "Who drives a topic", kActorParameters, api_actors, "topic=HEA.bci"},
    {"/convergence", "Which subfields grow together", kConvergenceParameters, api_convergence, ""},
    {"/keypoints", "Evidence beside policy, subfield by subfield", kKeypointParameters,
     api_keypoints, ""},
    {"/emerging", "Terms that begin to matter, as last measured", kEmergingParameters, api_emerging,
     ""},
    {"/weak", "Weak signals and what goes against the common opinion", kWeakParameters, api_weak,
     ""},
    {"/digests", "The issues of the digest, the latest first", kLangOnly, api_digests, ""},
    {"/status", "What the workspace holds, and what failed", kLangOnly, api_status, ""},
};

tl::unexpected<Error> usage(std::string message) {
  return fail(ErrorCode::kUsage, std::move(message));
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Status check_value(const Parameter& parameter, const std::string& value) {
  switch (parameter.type) {
    case Type::kNumber: {
      const auto number = whole_number(value);
      if (number && *number >= parameter.least && *number <= parameter.most) return {};
      return usage(fmt::format("{}: a number from {} to {}", parameter.name, parameter.least,
                               parameter.most));
    }
    case Type::kFlag:
      if (value == "1" || value == "0" || value.empty()) return {};
      return usage(fmt::format("{}: 1 or 0", parameter.name));
    case Type::kChoice: {
      const auto choices = split(parameter.choices, ' ');
      if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
      return usage(fmt::format("{}: one of {}", parameter.name, fmt::join(choices, ", ")));
    }
    case Type::kDate:
      if (const auto day = first_day(parameter.name, value); !day) return fail(day.error());
      return {};
    case Type::kText:
    case Type::kList:
      break;
  }
  return {};
}

Json schema_of(const Parameter& parameter) {
  switch (parameter.type) {
    case Type::kNumber:
      return {{"type", "integer"}, {"minimum", parameter.least}, {"maximum", parameter.most}};
    case Type::kFlag:
      return {{"type", "string"}, {"enum", {"0", "1"}}};
    case Type::kChoice: {
      Json choices = Json::array();
      for (const std::string_view choice : split(parameter.choices, ' ')) choices.push_back(choice);
      return {{"type", "string"}, {"enum", choices}};
    }
    case Type::kList:
      return {{"type", "array"}, {"items", {{"type", "string"}}}};
    case Type::kDate:
    case Type::kText:
      break;
  }
  return {{"type", "string"}};
}

Json parameters_of(const Endpoint& endpoint) {
  Json out = Json::array();
  for (const Parameter& parameter : endpoint.parameters) {
    Json one = {{"name", parameter.name}, {"in", "query"}, {"required", parameter.required}};
    if (*parameter.about != '\0') one["description"] = parameter.about;
    one["schema"] = schema_of(parameter);
    out.push_back(std::move(one));
  }
  return out;
}

Json reference(const char* name) {
  return {{"$ref", fmt::format("#/components/responses/{}", name)}};
}

Json get_operation(const Endpoint& endpoint) {
  Json operation = {{"summary", endpoint.summary},
                    {"operationId", std::string(endpoint.path).substr(1)},
                    {"parameters", parameters_of(endpoint)}};
  if (*endpoint.example != '\0') operation["x-example"] = endpoint.example;
  operation["responses"] = {{"200", reference("Answer")},
                            {"400", reference("Error")},
                            {"404", reference("Error")},
                            {"503", reference("Error")}};
  return operation;
}

Json judge_operation() {
  return {{"summary", "Say whether a document bears a label"},
          {"operationId", "judge"},
          {"security", {{{"token", Json::array()}}}},
          {"requestBody",
           {{"required", true},
            {"content",
             {{"application/json",
               {{"schema",
                 {{"type", "object"},
                  {"required", {"id", "node", "verdict"}},
                  {"properties",
                   {{"id", {{"type", "string"}}},
                    {"node", {{"type", "string"}}},
                    {"verdict", {{"type", "string"}, {"enum", {"yes", "no", "forget"}}}}}}}}}}}}}},
          {"responses",
           {{"200", reference("Answer")},
            {"400", reference("Error")},
            {"403", reference("Error")},
            {"404", reference("Error")},
            {"503", reference("Error")}}}};
}

Json response_of(const char* about, Json schema) {
  return {{"description", about}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json components() {
  const Json text = {{"type", "string"}};
  const Json answer = {{"type", "object"},
                       {"required", {"rows", "notes"}},
                       {"properties",
                        {{"rows", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                         {"notes", {{"type", "array"}, {"items", text}}}}}};
  const Json error = {{"type", "object"},
                      {"required", {"error"}},
                      {"properties",
                       {{"error",
                         {{"type", "object"},
                          {"required", {"code", "message"}},
                          {"properties", {{"code", {{"type", "integer"}}}, {"message", text}}}}}}}};
  return {{"responses",
           {{"Answer", response_of("Rows, and sentences on how to read them; as the command line's "
                                   "--format json",
                                   answer)},
            {"Error", response_of("What is wrong, and how to mend it", error)}}},
          {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

}  // namespace

std::span<const Endpoint> endpoints() { return kEndpoints; }

std::size_t number_of(const Params& params, std::string_view name, std::size_t otherwise) {
  const auto number = whole_number(params.get(name));
  return number && *number >= 0 ? static_cast<std::size_t>(*number) : otherwise;
}

Status check_parameters(const Endpoint& endpoint, const Params& params) {
  for (const auto& [name, value] : params.values()) {
    const auto found =
        std::find_if(endpoint.parameters.begin(), endpoint.parameters.end(),
                     [&](const Parameter& parameter) { return name == parameter.name; });
    if (found == endpoint.parameters.end()) {
      return usage(fmt::format("{} has no parameter '{}'; see /api/v1/openapi.json", endpoint.path,
                               truncate_utf8(name, 40)));
    }
    HORIZON_TRY(check_value(*found, value));
  }
  for (const Parameter& parameter : endpoint.parameters) {
    if (parameter.required && params.get(parameter.name).empty()) {
      return usage(fmt::format("{} is needed: {}", parameter.name, parameter.about));
    }
  }
  return {};
}

answers::Json openapi(const std::string& server) {
  Json paths = Json::object();
  for (const Endpoint& endpoint : endpoints()) {
    paths[endpoint.path] = {{"get", get_operation(endpoint)}};
  }
  paths["/judgements"] = {{"post", judge_operation()}};
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Horizon"},
            {"version", pipeline::kVersion},
            {"description",
             "Search, trends, routes, actors and digests: the answers of the command line."}}},
          {"servers", {{{"url", server}}}},
          {"paths", paths},
          {"components", components()}};
}

}  // namespace horizon::web
