#include <algorithm>
#include <string>
#include <vector>

#include "answers/cursor.h"
#include "answers/document.h"
#include "answers/document_rows.h"
#include "answers/search.h"
#include "answers/status.h"
#include "core/text.h"
#include "nlp/fold.h"
#include "web/archive.h"
#include "web/endpoints.h"
#include "web/search_state.h"

namespace horizon::web {
namespace {

using answers::Json;

constexpr std::size_t kSuggestions = 8;
constexpr std::size_t kMostSuggestions = 50;

Result<pipeline::SearchRequest> request_of(const Params& params) {
  const auto state = SearchState::parse(params);
  if (!state) return fail(ErrorCode::kUsage, state.error().message);
  auto request = state->request();
  if (!request) return fail(request.error());
  request->limit = number_of(params, "limit", 10);
  request->offset = number_of(params, "offset", 0);
  request->half_life_days = static_cast<std::uint32_t>(number_of(params, "half_life", 0));
  if (const std::string after = params.get("after"); !after.empty()) {
    const auto place = answers::parse_cursor(after);
    if (!place) return fail(ErrorCode::kUsage, "after: this is no cursor of a row");
    if (request->offset > 0 || request->half_life_days > 0) {
      return fail(ErrorCode::kUsage, "after goes neither with offset nor with half_life");
    }
    request->after = *place;
  }
  return request;
}

Json rows_and_notes(std::vector<Json> rows, std::vector<std::string> notes) {
  return {{"rows", std::move(rows)}, {"notes", std::move(notes)}};
}

bool asks_nothing(const pipeline::SearchRequest& request) {
  return trim(request.text).empty() && request.topics.empty() && !request.kind &&
         request.language.empty() && request.source.empty() && !request.from && !request.until;
}

// How well a name fits what was typed: 0 begins with it, 1 has a word that does, 2 holds it.
std::optional<int> fit(const std::string& name, const std::string& typed) {
  const std::string folded = nlp::fold_key(name);
  const std::size_t at = folded.find(typed);
  if (at == std::string::npos) return std::nullopt;
  if (at == 0) return 0;
  return folded[at - 1] == ' ' ? 1 : 2;
}

struct Suggestion {
  int fit = 0;
  taxonomy::NodeIndex node = taxonomy::kNoNode;
  std::string name;  // the one that fits
};

std::optional<Suggestion> suggestion_of(const taxonomy::Node& node, taxonomy::NodeIndex index,
                                        const std::string& typed) {
  std::optional<Suggestion> best;
  const auto consider = [&](const std::string& name) {
    const auto found = fit(name, typed);
    if (found && (!best || *found < best->fit)) best = Suggestion{*found, index, name};
  };
  consider(node.name.zh);
  consider(node.name.en);
  for (const taxonomy::Term& term : node.terms) {
    if (term.alias) consider(term.text);
  }
  return best;
}

}  // namespace

Result<Json> api_search(Context& context, const View& view) {
  const auto request = request_of(view.params);
  if (!request) return fail(request.error());
  if (asks_nothing(*request)) {
    return fail(ErrorCode::kUsage, "nothing to search for: give q, topic or another filter");
  }
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const auto report = (*searcher)->search(*request);
  if (!report) return fail(report.error());
  Json out =
      rows_and_notes(answers::hit_rows(*report, context.taxonomy(), context.scheme(), view.voice),
                     answers::search_notes(*report, context.taxonomy(), view.voice));
  if (view.params.get("facets") == "1") {
    const auto facets = (*searcher)->facets(*request);
    if (!facets) return fail(facets.error());
    out["facets"] = answers::facet_rows(*facets, context.taxonomy(), context.scheme(), view.voice);
  }
  out["total"] = report->total;
  out["total_is_exact"] = report->total_is_exact;
  return out;
}

Result<Json> api_facets(Context& context, const View& view) {
  const auto request = request_of(view.params);
  if (!request) return fail(request.error());
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const auto facets = (*searcher)->facets(*request);
  if (!facets) return fail(facets.error());
  return rows_and_notes(
      answers::facet_rows(*facets, context.taxonomy(), context.scheme(), view.voice), {});
}

Result<Json> api_similar(Context& context, const View& view) {
  const auto request = request_of(view.params);
  if (!request) return fail(request.error());
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const auto report = (*searcher)->similar(view.params.get("id"), *request);
  if (!report) return fail(report.error());
  return rows_and_notes(
      answers::hit_rows(*report, context.taxonomy(), context.scheme(), view.voice), {});
}

Result<Json> api_document(Context& context, const View& view) {
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  const store::Store& store = (*searcher)->store();
  const std::string id = view.params.get("id");
  const auto number = store.find(id);
  if (!number) return fail(number.error());
  if (!*number) return fail(ErrorCode::kNotFound, "there is no such document");
  const auto shown = answers::read_document(store, **number);
  if (!shown) return fail(shown.error());
  return rows_and_notes(
      {answers::full_json(*shown, context.taxonomy(), context.directory, view.voice)}, {});
}

Result<Json> api_suggest(Context& context, const View& view) {
  const std::string typed =
      nlp::fold_key(std::string(truncate_utf8(trim(view.params.get("q")), 200)));
  std::vector<Suggestion> found;
  for (taxonomy::NodeIndex i = 0; i < context.taxonomy().nodes().size(); ++i) {
    const taxonomy::Node& node = context.taxonomy().node(i);
    // Names of routes ("Solid") say little alone.
    if (node.scheme != context.scheme() || node.level == taxonomy::Level::kRoute) continue;
    if (typed.empty()) break;
    if (auto one = suggestion_of(node, i, typed)) found.push_back(*std::move(one));
  }
  std::stable_sort(found.begin(), found.end(), [](const Suggestion& a, const Suggestion& b) {
    return a.fit != b.fit ? a.fit < b.fit : a.name.size() < b.name.size();
  });
  found.resize(
      std::min({found.size(), number_of(view.params, "limit", kSuggestions), kMostSuggestions}));
  std::vector<Json> rows;
  for (const Suggestion& one : found) {
    const taxonomy::Node& node = context.taxonomy().node(one.node);
    const std::string& name = node.name.in(view.voice.language);
    const std::string& other = view.chinese() ? node.name.en : node.name.zh;
    rows.push_back({{"id", node.id}, {"value", one.name}, {"name", name}, {"other", other}});
  }
  return rows_and_notes(std::move(rows), {});
}

Result<Json> api_topics(Context& context, const View& view) {
  std::vector<Json> rows;
  for (const taxonomy::Node& node : context.taxonomy().nodes()) {
    if (node.scheme != context.scheme()) continue;
    Json row = {{"id", node.id},
                {"name", node.name.in(view.voice.language)},
                {"level", to_string(node.level)},
                {"stage", to_string(node.stage)}};
    row["parent"] =
        node.parent == taxonomy::kNoNode ? Json() : Json(context.taxonomy().node(node.parent).id);
    rows.push_back(std::move(row));
  }
  return rows_and_notes(std::move(rows), {});
}

Result<Json> api_status(Context& context, const View&) {
  auto searcher = context.reader();
  if (!searcher) return fail(searcher.error());
  auto status = answers::status_json(context.workspace, (*searcher)->store());
  if (!status) return fail(status.error());
  Json out = rows_and_notes({}, {});
  out.update(*status);
  return out;
}

Result<Json> api_digests(Context& context, const View& view) {
  std::vector<Json> rows;
  for (const ArchivedIssue& issue : list_archive(context.workspace.digest_folder())) {
    Json files = Json::array();
    for (const std::string& file : issue.files) files.push_back(view.base + "/digests/" + file);
    rows.push_back({{"week", issue.week}, {"files", std::move(files)}});
  }
  return rows_and_notes(std::move(rows), {});
}

}  // namespace horizon::web
