#include "pipeline/weak_signals.h"

#include <algorithm>

#include "pipeline/search.h"
#include "pipeline/trend.h"

namespace horizon::pipeline {
namespace {

// Whether `node` is `topic` or below it; everything is below kNoNode.
bool lies_below(const taxonomy::Taxonomy& taxonomy, taxonomy::NodeIndex node,
                taxonomy::NodeIndex topic) {
  if (topic == taxonomy::kNoNode) return true;
  while (node != taxonomy::kNoNode && node != topic) node = taxonomy.node(node).parent;
  return node == topic;
}

bool is_route(const Workspace& workspace, const taxonomy::Node& node) {
  return node.level == taxonomy::Level::kRoute && node.scheme == workspace.config.scheme;
}

Status measure_counts(const Workspace& workspace, const store::Store& store,
                      const WeakOptions& options, WeakReport& report) {
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  trends::SeriesOptions series;
  series.as_of = options.as_of;
  auto delays = reporting_delays(store);
  if (!delays) return fail(delays.error());
  series.delays = *std::move(delays);
  const auto counts = store.all_counts();
  if (!counts) return fail(counts.error());
  report.routes = find_weak_routes(workspace, *counts, series);
  std::erase_if(report.routes, [&](const WeakRoute& route) {
    return !lies_below(taxonomy, route.node, options.topic);
  });
  for (taxonomy::NodeIndex i = 0; i < taxonomy.nodes().size(); ++i) {
    if (is_route(workspace, taxonomy.node(i)) && lies_below(taxonomy, i, options.topic))
      ++report.routes_tested;
  }
  const auto pairs = measure_convergence(workspace, store, series);
  if (!pairs) return fail(pairs.error());
  report.meetings = find_first_meetings(*pairs);
  std::erase_if(report.meetings, [&](const ConvergingPair& pair) {
    return !lies_below(taxonomy, pair.first, options.topic) &&
           !lies_below(taxonomy, pair.second, options.topic);
  });
  report.pairs = pairs->pairs;
  report.recent = pairs->recent;
  report.previous = pairs->previous;
  return {};
}

Status measure_texts(const Workspace& workspace, const store::Store& store,
                     const WeakOptions& options, const JobContext& context, WeakReport& report) {
  const auto file = options.as_kept ? PhraseFile::open_kept(workspace.phrase_file(), store)
                                    : PhraseFile::open(workspace.phrase_file(), store, context);
  if (!file && options.as_kept && file.error().code == ErrorCode::kNotFound) return {};
  if (!file) return fail(file.error());
  const bool all = options.topic == taxonomy::kNoNode;
  const DocumentChoice chosen =
      choose_documents(*file, all ? "" : workspace.taxonomy->node(options.topic).id);
  auto terms = find_weak_terms(*file, store, options.as_of, chosen.view(), options.limit);
  if (!terms) return fail(terms.error());
  report.terms = *std::move(terms);
  auto documents = find_odd_documents(workspace, *file, store, report.terms, report.meetings,
                                      chosen.view(), options.limit);
  if (!documents) return fail(documents.error());
  report.documents = *std::move(documents);
  report.has_terms = true;
  report.year_documents = report.terms.measured.snapshot.recent_documents();
  const auto dated = file->corpus().documents;
  if (!dated.empty()) {
    report.data_from = Day(std::chrono::days(dated.front().day));
    report.data_until = Day(std::chrono::days(dated.back().day));
  }
  return {};
}

}  // namespace

std::vector<WeakRoute> find_weak_routes(
    const Workspace& workspace, const std::map<std::string, std::vector<DailyCount>>& counts,
    const trends::SeriesOptions& options, std::size_t window) {
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  std::vector<WeakRoute> out;
  const auto all = counts.find("");
  if (all == counts.end()) return out;
  const trends::Background background(all->second, options);
  trends::GrowthOptions growth_options;
  growth_options.window = window;
  for (taxonomy::NodeIndex i = 0; i < taxonomy.nodes().size(); ++i) {
    const auto own = counts.find(taxonomy.node(i).id);
    if (!is_route(workspace, taxonomy.node(i)) || own == counts.end()) continue;
    trends::Growth growth = trends::measure_growth(background.series(own->second), growth_options);
    if (trends::is_weak_growth(growth))
      out.push_back({i, taxonomy.node(i).parent, std::move(growth)});
  }
  std::ranges::stable_sort(out, std::greater(), [](const WeakRoute& route) {
    return route.growth.comparison->ratio.lower;
  });
  return out;
}

std::vector<ConvergingPair> find_first_meetings(const ConvergenceReport& report) {
  std::vector<ConvergingPair> out;
  std::ranges::copy_if(report.found, std::back_inserter(out), [](const ConvergingPair& pair) {
    return pair.across_domains &&
           trends::is_first_meeting(pair.recent, pair.previous, pair.measured);
  });
  return out;
}

Result<WeakReport> find_weak_signals(const Workspace& workspace, const WeakOptions& options,
                                     const JobContext& context) {
  const auto store = open_store(workspace);
  if (!store) return fail(store.error());
  WeakReport report;
  report.as_of = options.as_of;
  HORIZON_TRY(measure_counts(workspace, *store, options, report));
  HORIZON_TRY(measure_texts(workspace, *store, options, context, report));
  if (report.routes.size() > options.limit) report.routes.resize(options.limit);
  if (report.meetings.size() > options.limit) report.meetings.resize(options.limit);
  return report;
}

}  // namespace horizon::pipeline
