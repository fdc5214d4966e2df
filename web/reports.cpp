#include "web/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "digest/findings.h"
#include "digest/panels.h"

namespace horizon::web {
namespace {

constexpr std::size_t kDocumentsShown = 5;
constexpr std::size_t kActorsKept = 60;
constexpr std::size_t kTermsAsked = 40;  // of these, those that surely grew are shown

bool has_routes(const taxonomy::Taxonomy& taxonomy, const taxonomy::Node& node) {
  return node.level == taxonomy::Level::kSubfield && !node.children.empty() &&
         taxonomy.node(node.children.front()).level == taxonomy::Level::kRoute;
}

Result<pipeline::ActorReports> actors(const Context& context, const store::Store& store,
                                      taxonomy::NodeIndex node) {
  pipeline::ActorRequest request;
  request.node = node;
  request.series.granularity = Granularity::kQuarter;
  request.series.as_of = context.clock.today();
  return pipeline::measure_countries_and_organisations(context.workspace, store, context.directory,
                                                       request);
}

// Of thousands only the first are shown.
void keep_first(pipeline::ActorReport& report) {
  std::vector<pipeline::Actor> kept;
  std::vector<trends::ActorRank>& ranking = report.concentration.ranking;
  ranking.resize(std::min(ranking.size(), kActorsKept));
  for (trends::ActorRank& one : ranking) {
    kept.push_back(std::move(report.actors[one.actor]));
    one.actor = kept.size() - 1;
  }
  report.actors = std::move(kept);
}

// What takes hundreds of megabytes for a moment gets a thread of its own, with whose end they are
// free again for all; a copy keeps nothing of that thread's memory.
template <typename Report>
Result<Report> measured_apart(const std::function<Result<Report>()>& measure) {
  const Result<Report> made = std::async(std::launch::async, measure).get();
  return made;
}

Status measure_routes(const Context& context, const pipeline::Searcher& searcher,
                      taxonomy::NodeIndex index, TopicReport& report) {
  pipeline::TrendQuestion question;
  question.topic = context.taxonomy().node(index).id;
  question.split = pipeline::Split::kRoute;
  question.series.granularity = Granularity::kYear;
  question.series.as_of = context.clock.today();
  auto split = pipeline::measure_topic(context.workspace, searcher, question);
  if (!split) return fail(split.error());
  report.by_route = *std::move(split);
  trends::SeriesOptions options;
  options.granularity = Granularity::kQuarter;
  options.as_of = context.clock.today();
  auto routes = pipeline::measure_routes(context.workspace, searcher.store(), index, options);
  if (!routes) return fail(routes.error());
  report.routes = *std::move(routes);
  return {};
}

Result<pipeline::SearchReport> documents(const Context& context, const pipeline::Searcher& searcher,
                                         const taxonomy::Node& node, index::Order order) {
  pipeline::SearchRequest request;
  request.topics = {node.id};
  request.order = order;
  request.until = context.clock.today() + std::chrono::days(1);
  request.limit = kDocumentsShown;
  return searcher.search(request);
}

Result<TopicReport> measure(const Context& context, const pipeline::Searcher& searcher,
                            taxonomy::NodeIndex index, Granularity by) {
  TopicReport report;
  const taxonomy::Node& node = context.taxonomy().node(index);
  pipeline::TrendQuestion question;
  question.topic = node.id;
  question.series.granularity = by;
  question.series.as_of = context.clock.today();
  auto trend = pipeline::measure_topic(context.workspace, searcher, question);
  if (!trend) return fail(trend.error());
  report.trend = *std::move(trend);
  if (has_routes(context.taxonomy(), node)) {
    HORIZON_TRY(measure_routes(context, searcher, index, report));
  }
  auto named = actors(context, searcher.store(), index);
  if (!named) return fail(named.error());
  keep_first(named->countries);
  keep_first(named->organisations);
  report.countries = std::move(named->countries);
  report.organisations = std::move(named->organisations);
  auto newest = documents(context, searcher, node, index::Order::kNewest);
  if (!newest) return fail(newest.error());
  report.newest = *std::move(newest);
  auto typical = documents(context, searcher, node, index::Order::kTypical);
  if (!typical) return fail(typical.error());
  report.typical = *std::move(typical);
  pipeline::EmergingOptions options;
  options.as_of = context.clock.today();
  options.topic = node.id;
  options.limit = kTermsAsked;
  options.as_kept = true;
  options.history = false;
  // Without a measurement the page says so.
  auto emerging = pipeline::find_emerging(context.workspace, options, {context.clock});
  if (emerging) report.emerging = *std::move(emerging);
  return report;
}

digest::HeatMap heat_map(const Context& context, const pipeline::Overview& overview) {
  std::vector<digest::Finding> findings;
  for (std::size_t i = 0; i < overview.topics.size(); ++i) {
    const taxonomy::Node& node = context.taxonomy().node(overview.topics[i].node);
    digest::Finding finding;
    finding.node = &node;
    finding.domain = &context.taxonomy().node(node.parent);
    finding.series = overview.series[i];
    finding.growth = overview.topics[i].growth;
    findings.push_back(std::move(finding));
  }
  return digest::make_heat_map(findings, overview.all);
}

Result<OverviewReport> measure_overview(const Context& context,
                                        const pipeline::Searcher& searcher) {
  OverviewReport report;
  trends::SeriesOptions options;
  options.granularity = Granularity::kQuarter;
  options.as_of = context.clock.today();
  auto overview = pipeline::measure_all(context.workspace, searcher.store(), options);
  if (!overview) return fail(overview.error());
  report.overview = *std::move(overview);
  report.heat = heat_map(context, report.overview);
  auto sources = searcher.store().source_counts();
  if (!sources) return fail(sources.error());
  report.sources = *std::move(sources);
  auto fresh = searcher.store().source_counts(context.clock.today() - std::chrono::days(6));
  if (!fresh) return fail(fresh.error());
  report.fresh = *std::move(fresh);
  for (const crawler::Source& source : context.workspace.sources) {
    const auto reason = searcher.store().meta("failure." + source.id);
    if (reason && *reason && !(*reason)->empty()) report.failures.emplace_back(source.id, **reason);
  }
  return report;
}

}  // namespace

Result<std::shared_ptr<const TopicReport>> topic_report(Context& context, taxonomy::NodeIndex node,
                                                        Granularity by) {
  const auto stamp = context.stamp();
  if (!stamp) return fail(stamp.error());
  return context.topics.get(
      fmt::format("{} {}", node, to_string(by)), *stamp, [&]() -> Result<TopicReport> {
        auto searcher = context.measurer();
        if (!searcher) return fail(searcher.error());
        return measured_apart<TopicReport>([&] { return measure(context, **searcher, node, by); });
      });
}

Result<std::shared_ptr<const OverviewReport>> overview_report(Context& context) {
  const auto stamp = context.stamp();
  if (!stamp) return fail(stamp.error());
  return context.overviews.get("", *stamp, [&]() -> Result<OverviewReport> {
    auto searcher = context.measurer();
    if (!searcher) return fail(searcher.error());
    return measured_apart<OverviewReport>([&] { return measure_overview(context, **searcher); });
  });
}

}  // namespace horizon::web
