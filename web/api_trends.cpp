#include <string>
#include <vector>

#include "answers/actors.h"
#include "answers/convergence.h"
#include "answers/diversity.h"
#include "answers/emerging.h"
#include "answers/keypoints.h"
#include "answers/routes.h"
#include "answers/trends.h"
#include "answers/weak.h"
#include "pipeline/convergence.h"
#include "pipeline/diversity.h"
#include "pipeline/keypoints.h"
#include "pipeline/weak_signals.h"
#include "web/endpoints.h"
#include "web/search_state.h"

namespace horizon::web {
namespace {

using answers::Json;

constexpr std::size_t kMostCompared = 11;
constexpr std::size_t kRows = 20;

Result<trends::SeriesOptions> series_of(const Context& context, const Params& params,
                                        Granularity by) {
  trends::SeriesOptions out;
  out.granularity = parse_granularity(params.get("by")).value_or(by);
  out.as_of = context.clock.today();
  out.kind = parse_kind(params.get("kind"));
  out.language = params.get("language");
  out.source = params.get("source");
  pipeline::SearchRequest dates;
  HORIZON_TRY(read_dates(params.get("from"), params.get("until"), dates));
  out.from = dates.from;
  if (dates.until) out.until = *dates.until - std::chrono::days(1);
  return out;
}

Result<taxonomy::NodeIndex> node_of(const Context& context, const std::string& name) {
  return pipeline::resolve_topic(context.taxonomy(), name);
}

Status check_topic(const Context& context, const std::string& topic) {
  HORIZON_TRY(check_query(topic));
  // What is written like an id is meant as one.
  const bool is_like_id =
      topic.find('.') != std::string::npos && topic.find_first_of(" \"") == std::string::npos;
  if (!is_like_id) return {};
  const auto node = node_of(context, topic);
  if (!node) return fail(node.error());
  return {};
}

Result<pipeline::TrendQuestion> question_of(const Context& context, const Params& params) {
  pipeline::TrendQuestion question;
  question.topic = params.get("topic");
  question.compare = params.all("compare");
  question.split = pipeline::parse_split(params.get("split")).value_or(pipeline::Split::kNone);
  question.forecast = number_of(params, "forecast", 0);
  if (question.compare.size() > kMostCompared) {
    return fail(ErrorCode::kUsage, "compare: at most 11 topics");
  }
  if (!question.compare.empty() && question.split != pipeline::Split::kNone) {
    return fail(ErrorCode::kUsage, "compare and split exclude one another");
  }
  HORIZON_TRY(check_topic(context, question.topic));
  for (const std::string& topic : question.compare) HORIZON_TRY(check_topic(context, topic));
  const auto series = series_of(context, params, Granularity::kMonth);
  if (!series) return fail(series.error());
  question.series = *series;
  return question;
}

}  // namespace

Result<Json> api_trends(Context& context, const View& view) {
  const auto question = question_of(context, view.params);
  if (!question) return fail(question.error());
  auto searcher = context.measurer();
  if (!searcher) return fail(searcher.error());
  if (question->topic.empty()) {
    const auto overview =
        pipeline::measure_all(context.workspace, (*searcher)->store(), question->series);
    if (!overview) return fail(overview.error());
    return to_json(answers::overview_answer(*overview, question->series.granularity,
                                            context.taxonomy(), view.voice));
  }
  const auto stamp = context.stamp(**searcher);
  if (!stamp) return fail(stamp.error());
  Params key = view.params;
  key.remove("lang");
  const auto report = context.trends.get(to_query(key), *stamp, [&] {
    return pipeline::measure_topic(context.workspace, **searcher, *question);
  });
  if (!report) return fail(report.error());
  return to_json(answers::trend_answer(**report, *question, context.taxonomy(), view.voice));
}

Result<Json> api_routes(Context& context, const View& view) {
  const auto series = series_of(context, view.params, Granularity::kQuarter);
  if (!series) return fail(series.error());
  const auto node = node_of(context, view.params.get("topic"));
  if (!node) return fail(node.error());
  auto searcher = context.measurer();
  if (!searcher) return fail(searcher.error());
  const auto report = pipeline::measure_routes(context.workspace, (*searcher)->store(), *node,
                                               *series, number_of(view.params, "window", 0));
  if (!report) return fail(report.error());
  return to_json(answers::routes_answer(*report, context.taxonomy(), view.voice));
}

Result<Json> api_actors(Context& context, const View& view) {
  pipeline::ActorRequest request;
  const auto series = series_of(context, view.params, Granularity::kMonth);
  if (!series) return fail(series.error());
  request.series = *series;
  const auto node = node_of(context, view.params.get("topic"));
  if (!node) return fail(node.error());
  request.node = *node;
  request.window = number_of(view.params, "window", 0);
  request.sector = view.params.get("sector");
  const std::string level = view.params.get("level");
  if (level == "country") request.by = pipeline::ActorKind::kCountry;
  if (level == "city") request.by = pipeline::ActorKind::kCity;
  if (const std::string country = view.params.get("country"); !country.empty()) {
    request.country = context.directory.country_code(country);
    if (request.country.empty()) {
      return fail(ErrorCode::kUsage, "country: no such country; a name, or two letters such as CN");
    }
  }
  auto searcher = context.measurer();
  if (!searcher) return fail(searcher.error());
  const auto report =
      pipeline::measure_actors(context.workspace, (*searcher)->store(), context.directory, request);
  if (!report) return fail(report.error());
  const answers::ActorView shown{request.by, !request.country.empty(),
                                 view.params.get("newcomers") == "1",
                                 number_of(view.params, "limit", kRows)};
  return to_json(
      answers::actors_answer(*report, shown, context.taxonomy().node(*node), view.voice));
}

Result<Json> api_convergence(Context& context, const View& view) {
  const auto series = series_of(context, view.params, Granularity::kMonth);
  if (!series) return fail(series.error());
  auto searcher = context.measurer();
  if (!searcher) return fail(searcher.error());
  if (view.params.get("diversity") == "1") {
    const auto reach = pipeline::measure_diversities(context.workspace, (*searcher)->store(),
                                                     *series, number_of(view.params, "window", 0));
    if (!reach) return fail(reach.error());
    return to_json(answers::diversity_answer(*reach, number_of(view.params, "limit", kRows),
                                             context.taxonomy(), view.voice));
  }
  const auto report = pipeline::measure_convergence(context.workspace, (*searcher)->store(),
                                                    *series, number_of(view.params, "window", 0));
  if (!report) return fail(report.error());
  return to_json(answers::convergence_answer(*report, view.params.get("across_domains") == "1",
                                             number_of(view.params, "limit", kRows),
                                             context.taxonomy(), view.voice));
}

Result<Json> api_keypoints(Context& context, const View& view) {
  const auto series = series_of(context, view.params, Granularity::kMonth);
  if (!series) return fail(series.error());
  auto searcher = context.measurer();
  if (!searcher) return fail(searcher.error());
  const auto report = pipeline::measure_keypoints(context.workspace, (*searcher)->store(),
                                                  context.directory, *series);
  if (!report) return fail(report.error());
  return to_json(answers::keypoints_answer(*report, view.params.get("questions") == "1",
                                           context.taxonomy(), view.voice));
}

Result<Json> api_emerging(Context& context, const View& view) {
  pipeline::EmergingOptions options;
  options.as_of = context.clock.today();
  options.as_kept = true;
  options.limit = number_of(view.params, "limit", options.limit);
  options.alone = view.params.get("list") == "alone";
  options.language = view.params.get("terms");
  options.topic = view.params.get("topic");
  if (!options.topic.empty() && options.topic != "none") {
    const auto node = node_of(context, options.topic);
    if (!node) return fail(node.error());
    options.topic = context.taxonomy().node(*node).id;
  }
  // Only to wait for a turn: it reads the store by itself.
  const auto turn = context.measurer();
  if (!turn) return fail(turn.error());
  const auto report = pipeline::find_emerging(context.workspace, options, {context.clock});
  if (!report) return fail(report.error());
  return to_json(answers::emerging_answer(*report, view.voice));
}

Result<Json> api_weak(Context& context, const View& view) {
  pipeline::WeakOptions options;
  options.as_of = context.clock.today();
  options.as_kept = true;
  options.limit = number_of(view.params, "limit", options.limit);
  if (const std::string topic = view.params.get("topic"); !topic.empty()) {
    const auto node = node_of(context, topic);
    if (!node) return fail(node.error());
    options.topic = *node;
  }
  const auto turn = context.measurer();
  if (!turn) return fail(turn.error());
  const auto report = pipeline::find_weak_signals(context.workspace, options, {context.clock});
  if (!report) return fail(report.error());
  return to_json(
      answers::weak_answer(*report, view.params.get("only"), context.taxonomy(), view.voice));
}

}  // namespace horizon::web
