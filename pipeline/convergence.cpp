#include "pipeline/convergence.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "pipeline/labelled.h"
#include "pipeline/subfield_windows.h"

namespace horizon::pipeline {
namespace {

// Documents by pair of subfields, in one window.
class PairCounts {
 public:
  explicit PairCounts(std::size_t topics) : topics_(topics), both_(topics * topics) {}

  void add(std::span<const std::uint32_t> nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
      for (std::size_t j = i; j < nodes.size(); ++j) ++both_[nodes[i] * topics_ + nodes[j]];
  }
  trends::PairTally of(std::size_t i, std::size_t j, std::uint64_t all) const {
    return {both_[i * topics_ + j], both_[i * topics_ + i], both_[j * topics_ + j], all};
  }

 private:
  std::size_t topics_;
  std::vector<std::uint64_t> both_;  // the diagonal: documents of the topic
};

void correct(ConvergenceReport& report) {
  std::vector<double> p_values;
  std::vector<ConvergingPair*> tested;
  for (ConvergingPair& pair : report.found) {
    if (!pair.measured.tested || !pair.measured.change) continue;
    tested.push_back(&pair);
    p_values.push_back(pair.measured.change->p_greater);
  }
  const std::vector<double> q_values = trends::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) tested[i]->q_value = q_values[i];
  report.tested = tested.size();
}

auto rank_of(const ConvergingPair& pair) {
  const double change = pair.q_value ? pair.measured.change->ratio.lower : 0;
  return std::tuple(pair.q_value.has_value(), change, pair.measured.recent_lift.lower);
}

}  // namespace

Result<ConvergenceReport> measure_convergence(const Workspace& workspace, const store::Store& store,
                                              const trends::SeriesOptions& options,
                                              std::size_t window) {
  const taxonomy::Taxonomy& taxonomy = *workspace.taxonomy;
  const auto windows = subfield_windows(workspace, store, options, window);
  if (!windows) return fail(windows.error());
  const std::vector<taxonomy::NodeIndex>& topics = windows->topics;
  ConvergenceReport report;
  report.pairs = topics.size() * (topics.size() - std::min<std::size_t>(topics.size(), 1)) / 2;
  report.recent = windows->recent;
  report.previous = windows->previous;
  report.compared = report.recent.periods > 0;
  if (!report.compared) return report;
  PairCounts recent(topics.size()), previous(topics.size());
  HORIZON_TRY(store.each_labelled(windows->ids, [&](const store::LabelledDocument& document) {
    if (!is_counted(document, options)) return Status();
    if (lies_in(document.published->day, report.recent)) recent.add(document.nodes);
    if (lies_in(document.published->day, report.previous)) previous.add(document.nodes);
    return Status();
  }));
  for (std::size_t i = 0; i < topics.size(); ++i) {
    for (std::size_t j = i + 1; j < topics.size(); ++j) {
      ConvergingPair pair{topics[i],
                          topics[j],
                          taxonomy.node(topics[i]).parent != taxonomy.node(topics[j]).parent,
                          recent.of(i, j, report.recent.tally.exposure),
                          previous.of(i, j, report.previous.tally.exposure),
                          {},
                          {}};
      if (pair.recent.both == 0) continue;
      const auto measured = trends::measure_convergence(pair.recent, pair.previous);
      if (!measured) continue;
      pair.measured = *measured;
      report.found.push_back(std::move(pair));
    }
  }
  correct(report);
  std::ranges::stable_sort(report.found, std::greater(), rank_of);
  return report;
}

}  // namespace horizon::pipeline
