#include "pipeline/trend.h"

#include <map>
#include <utility>

#include "trends/statistics.h"

namespace horizon::pipeline {

Result<TrendReport> measure_topic(const Workspace& workspace, const Searcher& searcher,
                                  const std::string& topic, const trends::SeriesOptions& options) {
  TrendReport report;
  report.node = workspace.taxonomy->resolve(topic);
  Result<std::vector<DailyCount>> counts;
  if (report.node != taxonomy::kNoNode) {
    counts = searcher.store().counts(workspace.taxonomy->node(report.node).id);
  } else {
    SearchRequest request;
    request.text = topic;
    // A document with one word of the topic is not about it.
    request.every_word = true;
    report.concepts = searcher.concepts(request);
    counts = searcher.counts(request);
  }
  if (!counts) return fail(counts.error());
  const auto exposure = searcher.store().counts("");
  if (!exposure) return fail(exposure.error());
  report.series = trends::make_series(*counts, *exposure, options);
  trends::GrowthOptions growth;
  growth.confidence = options.confidence;
  report.growth = trends::measure_growth(report.series, growth);
  return report;
}

Result<Overview> measure_all(const Workspace& workspace, const store::Store& store,
                             const trends::SeriesOptions& options) {
  const auto counts = store.all_counts();
  if (!counts) return fail(counts.error());
  static const std::vector<DailyCount> kNothing;
  const auto of = [&](const std::string& node) -> const std::vector<DailyCount>& {
    const auto found = counts->find(node);
    return found == counts->end() ? kNothing : found->second;
  };
  const trends::Background background(of(""), options);
  Overview overview;
  std::vector<double> p_values;
  std::vector<std::size_t> tested;
  for (taxonomy::NodeIndex i = 0; i < workspace.taxonomy->nodes().size(); ++i) {
    const taxonomy::Node& node = workspace.taxonomy->node(i);
    if (node.scheme != workspace.config.scheme || node.level != taxonomy::Level::kSubfield)
      continue;
    const trends::Series series = background.series(of(node.id));
    TopicGrowth topic;
    topic.node = i;
    for (const trends::Point& point : series.points) topic.documents += point.count;
    topic.growth = trends::measure_growth(series);
    topic.verdict = topic.growth.verdict;
    if (topic.growth.enough && topic.growth.comparison) {
      tested.push_back(overview.topics.size());
      p_values.push_back(topic.growth.comparison->p_two_sided);
    }
    overview.topics.push_back(std::move(topic));
  }
  overview.tested = tested.size();
  const std::vector<double> q_values = trends::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    TopicGrowth& topic = overview.topics[tested[i]];
    topic.q_value = q_values[i];
    if (q_values[i] > kQLimit) topic.verdict = trends::Verdict::kFlat;
  }
  return overview;
}

}  // namespace horizon::pipeline
